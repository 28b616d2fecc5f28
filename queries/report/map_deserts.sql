-- Areas under the APL threshold for the map.
-- Columns: outline, (none), name, mean APL, persons.
SELECT geom, '', nom, apl, population
FROM desert
WHERE geom IS NOT NULL
ORDER BY nom;
