-- Outlines of communes, neighbours too, whose box meets a box.
-- :min_x  m, in the coordinates of the study
-- :max_x  m
-- :min_y  m
-- :max_y  m
-- Columns: geometry, density level of the commune (0 unknown).
SELECT c.geom, coalesce(l.densite, 0)
FROM rtree_commune_geom r JOIN commune c ON c.fid = r.id LEFT JOIN lieu l ON l.code = c.insee_com
WHERE r.minx <= :max_x AND r.maxx >= :min_x AND r.miny <= :max_y AND r.maxy >= :min_y
ORDER BY c.insee_com;
