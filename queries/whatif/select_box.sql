-- Box of the territory: of its outlines, or of its town halls.
-- Columns: smallest x and y, largest x and y (m).
SELECT min(coalesce(ST_MinX(geom), x)), min(coalesce(ST_MinY(geom), y)), max(coalesce(ST_MaxX(geom), x)), max(coalesce(ST_MaxY(geom), y))
FROM commune WHERE perimetre = 1;
