-- Removes the metadata of this program that nothing refers to.
DELETE FROM gpkg_metadata
WHERE instr(metadata, '<identifier>maillage/') AND id NOT IN (SELECT md_file_id FROM gpkg_metadata_reference);
