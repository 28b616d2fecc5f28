-- Forgets what was told of the columns of a table.
-- :table  name of the table
DELETE FROM gpkg_data_columns WHERE table_name = :table;
