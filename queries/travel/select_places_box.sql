-- The box around the places of the study, in its coordinates (m).
-- Columns: west, south, east, north; NULL without places.
SELECT MIN(ST_X(geom)), MIN(ST_Y(geom)), MAX(ST_X(geom)), MAX(ST_Y(geom)) FROM lieu;
