-- Stops of public transport around the territory, on the cells of a grid.
-- :pas  side of a cell, m
-- :x    left of cell 0, 0
-- :y    its top
-- :est  right of what is drawn
-- :sud  its bottom
-- Columns: cell, x then y, down.
SELECT DISTINCT CAST(round((ST_X(geom) - :x) / :pas) AS INTEGER), CAST(round((:y - ST_Y(geom)) / :pas) AS INTEGER)
FROM arret_tc
WHERE ST_X(geom) BETWEEN :x AND :est AND ST_Y(geom) BETWEEN :sud AND :y
ORDER BY 1, 2;
