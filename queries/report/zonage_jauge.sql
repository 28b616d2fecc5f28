-- Gauges of both zonings.
-- Columns: side, gauge, persons, percent, least, most, light.
SELECT j.cote || coalesce(' : ' || s.nom, '') AS cote, j.jauge, j.population, j.part, j.minimum, j.maximum, j.feu
FROM zonage_jauge j LEFT JOIN scenario s ON s.cote = j.cote ORDER BY j.cote, j.id;
