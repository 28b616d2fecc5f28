-- Layers of the study in the order of a map, upper ones first.
-- Columns: table, title, kind (Point, Line, Polygon, Raster), a result (1) or data (0), west, south, east, north (NULL for a raster, which
-- has its own coordinate system).
SELECT c.table_name, c.identifier,
       CASE g.geometry_type_name WHEN 'POINT' THEN 'Point' WHEN 'LINESTRING' THEN 'Line' ELSE 'Polygon' END,
       c.table_name NOT IN ('lieu', 'commune'),
       c.min_x, c.min_y, c.max_x, c.max_y,
       CASE c.table_name
         WHEN 'site' THEN 1 WHEN 'arret' THEN 2 WHEN 'etablissement' THEN 3 WHEN 'tournee' THEN 4 WHEN 'arret_tc' THEN 4
         WHEN 'desert' THEN 5 WHEN 'ligne_tc' THEN 5 WHEN 'qpv' THEN 6 WHEN 'comparaison_qpv' THEN 6 WHEN 'zone_tad' THEN 6
         WHEN 'acces_commune' THEN 7 WHEN 'comparaison' THEN 7 WHEN 'serie' THEN 7 WHEN 'acces_carreau' THEN 8 WHEN 'acces_groupe' THEN 9 WHEN 'tvs' THEN 10
         WHEN 'sensibilite' THEN 11 WHEN 'incertitude' THEN 12 WHEN 'ecart_publie' THEN 13
         WHEN 'bassin' THEN 14 WHEN 'lieu' THEN 15 ELSE 16 END
FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
WHERE c.data_type = 'features' AND c.min_x IS NOT NULL
UNION ALL
SELECT table_name, identifier, 'Raster', 1, NULL, NULL, NULL, NULL, 9 FROM gpkg_contents WHERE data_type = '2d-gridded-coverage'
ORDER BY 9;
