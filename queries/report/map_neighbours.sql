-- Communes around the territory, for the map.
-- Columns: outline.
SELECT geom FROM commune WHERE perimetre = 0 AND geom IS NOT NULL ORDER BY insee_com;
