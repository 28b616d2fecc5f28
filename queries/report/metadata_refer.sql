-- Ties the metadata just added to its table, unless a user saved other metadata for it.
-- :table  name of the table
INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id)
SELECT 'table', :table, last_insert_rowid()
WHERE NOT EXISTS (SELECT 1 FROM gpkg_metadata_reference WHERE table_name = :table);
