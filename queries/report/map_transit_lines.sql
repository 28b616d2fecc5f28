-- Segments from stop to stop of the lines of public transport around the territory, each once whatever the direction, on the cells of a
-- grid.
-- :pas  side of a cell, m
-- :x    left of cell 0, 0
-- :y    its top
-- :est  right of what is drawn
-- :sud  its bottom
-- Columns: cells of both ends, x then y, down.
WITH RECURSIVE dessin (geom, n) AS MATERIALIZED (
  SELECT geom, ST_NumPoints(geom) FROM ligne_tc
  WHERE ST_MaxX(geom) >= :x AND ST_MinX(geom) <= :est AND ST_MaxY(geom) >= :sud AND ST_MinY(geom) <= :y
), rang (k) AS (
  SELECT 1 UNION ALL SELECT k + 1 FROM rang WHERE k < (SELECT max(n) FROM dessin)
), sommet (fid, k, x, y) AS MATERIALIZED (
  SELECT d.rowid, k, CAST(round((ST_X(ST_PointN(geom, k)) - :x) / :pas) AS INTEGER), CAST(round((:y - ST_Y(ST_PointN(geom, k))) / :pas) AS INTEGER)
  FROM (SELECT row_number() OVER () AS rowid, * FROM dessin) d JOIN rang ON k <= n
)
SELECT DISTINCT CASE WHEN a.x < b.x OR a.x = b.x AND a.y < b.y THEN a.x ELSE b.x END, CASE WHEN a.x < b.x OR a.x = b.x AND a.y < b.y THEN a.y ELSE b.y END,
  CASE WHEN a.x < b.x OR a.x = b.x AND a.y < b.y THEN b.x ELSE a.x END, CASE WHEN a.x < b.x OR a.x = b.x AND a.y < b.y THEN b.y ELSE a.y END
FROM sommet a JOIN sommet b ON b.fid = a.fid AND b.k = a.k + 1
WHERE (a.x <> b.x OR a.y <> b.y) AND max(a.x, b.x) >= 0 AND max(a.y, b.y) >= 0
  AND min(a.x, b.x) * :pas <= :est - :x AND min(a.y, b.y) * :pas <= :y - :sud
ORDER BY 1, 2, 3, 4;
