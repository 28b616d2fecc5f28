-- Proposed sites for the map.
-- Columns: point, name of the commune, request, rank in the request, persons brought, minutes, number of the
-- request (from 0).
SELECT s.geom, COALESCE(s.libelle, s.insee_com), s.nom, s.rang, s.personnes, s.minutes, b.numero
FROM site s JOIN (SELECT nom, ROW_NUMBER() OVER (ORDER BY id) - 1 AS numero FROM site_bilan) b ON b.nom = s.nom
WHERE s.geom IS NOT NULL
ORDER BY b.numero, s.rang DESC;
