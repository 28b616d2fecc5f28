-- Puts the surface of access among the contents.
-- :description  words
-- :epsg         coordinate system of the squares
-- :west         of the squares, m
-- :south        of the squares, m
-- :east         of the squares, m
-- :north        of the squares, m
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)
VALUES ('acces_surface', '2d-gridded-coverage', 'Surface d''accès (carreaux de 200 m)', :description, :west, :south, :east, :north, :epsg);
