-- Proposed sites for the map.
-- Columns: point, name of the commune, request, rank in the request, persons brought, minutes.
SELECT geom, COALESCE(libelle, insee_com), nom, rang, personnes, minutes
FROM site
WHERE geom IS NOT NULL
ORDER BY nom DESC, rang DESC;
