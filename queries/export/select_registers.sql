-- Where a GeoPackage says something of its tables: the list of contents comes last.
-- Columns: register, its column with the name of the table.
SELECT m.name, p.name
FROM sqlite_master m JOIN pragma_table_info(m.name) p
WHERE m.type = 'table' AND p.name IN ('table_name', 'f_table_name', 'tpudt_name', 'tile_matrix_set_name') AND (m.name LIKE 'gpkg%' OR m.name = 'layer_styles')
ORDER BY m.name = 'gpkg_contents', m.name;
