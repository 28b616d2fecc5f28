-- Proposed sites for the map.
-- Columns: point, name of the commune, request, rank in the request, persons brought, minutes, number of the
-- request (from 0).
SELECT geom, COALESCE(libelle, insee_com), nom, rang, personnes, minutes, DENSE_RANK() OVER (ORDER BY nom) - 1
FROM site
WHERE geom IS NOT NULL
ORDER BY nom DESC, rang DESC;
