-- Adds a tile of the surface of access.
-- :column  from the west, 0 the first
-- :row     from the north, 0 the first
-- :data    TIFF of 32 bit floats
INSERT INTO acces_surface (zoom_level, tile_column, tile_row, tile_data) VALUES (0, :column, :row, :data);
