-- Unties the metadata this program wrote for a table; that of users stays. Told from theirs by its identifier.
-- :table       name of the table
-- :identifier  identifier of the metadata
DELETE FROM gpkg_metadata_reference
WHERE table_name = :table
  AND md_file_id IN (SELECT id FROM gpkg_metadata WHERE instr(metadata, '<identifier>' || :identifier || '</identifier>'));
