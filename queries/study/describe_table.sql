-- Says what a table holds, and whose its data are.
-- :nom          name of the table
-- :description  words
UPDATE gpkg_contents SET description = :description WHERE table_name = :nom;
