-- Tables of a GeoPackage that are neither its own (gpkg_, rtree_ ...) nor styles and projects of QGIS.
-- Columns: table, geometry column (NULL: none).
SELECT m.name, g.column_name
FROM sqlite_master m LEFT JOIN gpkg_geometry_columns g ON g.table_name = m.name
WHERE m.type = 'table' AND m.name NOT LIKE 'gpkg%' AND m.name NOT LIKE 'rtree\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
  AND m.name NOT IN ('layer_styles', 'qgis_projects')
ORDER BY m.name;
