-- Makes the column `geom` of a layer known to GeoPackage readers: two dimensions.
-- :nom        name of the table
-- :geometrie  POINT | MULTIPOLYGON
-- :epsg       coordinate system
INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
VALUES (:nom, 'geom', :geometrie, :epsg, 0, 0);
