-- Outlines of the communes of the territory.
-- Columns: insee_com, geom.
SELECT insee_com, geom FROM commune WHERE perimetre = 1 ORDER BY insee_com;
