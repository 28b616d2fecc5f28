-- Makes a table of the study known to GeoPackage readers.
-- :nom          name of the table
-- :nature       features | attributes
-- :identifiant  title, unique in the file
-- :description  one sentence
-- :epsg         coordinate system, 0 for an attribute table
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
VALUES (:nom, :nature, :identifiant, :description, :epsg);
