-- Communes of the territory with the value of a measure, by code.
-- :service  gp, nurse...
-- :mesure   name of the measure
-- Columns: value (NULL unknown), persons (0 unknown), urbain, rural or NULL, 1 when a QPV lies in it, median income (NULL
-- unknown).
SELECT a.valeur, coalesce(c.population, 0), c.espace,
  EXISTS (SELECT 1 FROM qpv_commune q WHERE q.insee_com = c.insee_com), r.revenu
FROM commune c
JOIN acces a ON a.code = c.insee_com AND a.service = :service AND a.mesure = :mesure
LEFT JOIN revenu r ON r.insee_com = c.insee_com
WHERE c.perimetre = 1
ORDER BY c.insee_com;
