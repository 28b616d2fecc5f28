-- Deletes the column descriptions of a table.
-- :table  name of the table
DELETE FROM gpkg_data_columns WHERE table_name = :table;
