-- Zones that are served on demand, the largest first so that smaller ones lie over them.
-- Columns: outline, name.
SELECT geom, nom FROM zone_tad WHERE geom IS NOT NULL ORDER BY ST_Area(geom) DESC, nom LIMIT 100;
