-- Layers of the study in the order of a map, upper ones first, and whether they show at first.
-- Columns: table, title, geometry (Point, Line, Polygon), shown (0 or 1), a result (1) or data (0), west, south, east, north.
SELECT c.table_name, c.identifier,
       CASE g.geometry_type_name WHEN 'POINT' THEN 'Point' WHEN 'LINESTRING' THEN 'Line' ELSE 'Polygon' END,
       c.table_name IN ('site', 'qpv', 'acces_commune'),
       c.table_name NOT IN ('etablissement', 'lieu', 'commune', 'tvs'),
       c.min_x, c.min_y, c.max_x, c.max_y
FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
WHERE c.data_type = 'features' AND c.min_x IS NOT NULL
ORDER BY CASE g.geometry_type_name WHEN 'POINT' THEN 1 WHEN 'LINESTRING' THEN 2 ELSE 3 END,
         CASE c.table_name WHEN 'site' THEN 1 WHEN 'arret' THEN 2 WHEN 'desert' THEN 3 WHEN 'qpv' THEN 4 WHEN 'acces_commune' THEN 5
                           WHEN 'bassin' THEN 6 WHEN 'etablissement' THEN 7 WHEN 'lieu' THEN 8 ELSE 9 END;
