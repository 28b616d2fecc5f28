-- Tells what a column holds.
-- :table        name of the table
-- :column       name of the column
-- :title        title with its unit
-- :description  words, or NULL
-- :codes        name of the list of codes it takes, or NULL
INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description, constraint_name)
VALUES (:table, :column, :column, :title, :description, :codes);
