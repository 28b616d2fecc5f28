-- Tells the values of the tile just added.
-- :least    smallest value, or NULL
-- :most     largest value, or NULL
-- :mean     mean, or NULL
-- :spread   standard deviation, or NULL
INSERT INTO gpkg_2d_gridded_tile_ancillary (tpudt_name, tpudt_id, min, max, mean, std_dev)
VALUES ('acces_surface', last_insert_rowid(), :least, :most, :mean, :spread);
