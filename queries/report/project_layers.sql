-- Layers of the study in the order of a map, upper ones first.
-- Columns: table, title, geometry (Point, Line, Polygon), a result (1) or data (0), west, south, east, north.
SELECT c.table_name, c.identifier,
       CASE g.geometry_type_name WHEN 'POINT' THEN 'Point' WHEN 'LINESTRING' THEN 'Line' ELSE 'Polygon' END,
       c.table_name NOT IN ('etablissement', 'lieu', 'commune'),
       c.min_x, c.min_y, c.max_x, c.max_y
FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
WHERE c.data_type = 'features' AND c.min_x IS NOT NULL
ORDER BY CASE c.table_name WHEN 'site' THEN 1 WHEN 'arret' THEN 2 WHEN 'etablissement' THEN 3 WHEN 'tournee' THEN 4 WHEN 'desert' THEN 5
                           WHEN 'qpv' THEN 6 WHEN 'acces_commune' THEN 7 WHEN 'acces_carreau' THEN 8 WHEN 'tvs' THEN 9 WHEN 'sensibilite' THEN 10
                           WHEN 'bassin' THEN 11 WHEN 'lieu' THEN 12 ELSE 13 END;
