-- Unties the metadata this program wrote for a table; that of users stays. Told from theirs by its identifier.
-- :table       name of the table
-- :identifier  identifier of the metadata
DELETE FROM gpkg_metadata_reference
WHERE table_name = :table
  AND EXISTS (SELECT 1 FROM gpkg_metadata WHERE id = md_file_id AND instr(metadata, '<identifier>' || :identifier || '</identifier>'));
