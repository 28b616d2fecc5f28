-- Places, then facilities, that may stand at a point: those whose box holds it (boxes are of single precision).
-- :x  m, in the coordinates of the study
-- :y  m
-- Columns: geometry, density level (0 unknown).
SELECT geom, densite FROM (
  SELECT 0 AS rang, l.code, l.geom, coalesce(l.densite, 0) AS densite
  FROM rtree_lieu_geom r JOIN lieu l ON l.fid = r.id
  WHERE r.minx <= :x AND r.maxx >= :x AND r.miny <= :y AND r.maxy >= :y
  UNION ALL
  SELECT 1, e.code, e.geom, coalesce(l.densite, 0)
  FROM rtree_etablissement_geom r JOIN etablissement e ON e.fid = r.id LEFT JOIN lieu l ON l.code = e.insee_com
  WHERE r.minx <= :x AND r.maxx >= :x AND r.miny <= :y AND r.maxy >= :y)
ORDER BY rang, code;
