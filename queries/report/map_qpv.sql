-- Priority districts that touch the territory, for the map.
-- Columns: outline, code, name, APL, persons.
SELECT q.geom, q.code_qp, COALESCE(q.libelle, q.code_qp), q.apl, q.population
FROM qpv q
WHERE q.geom IS NOT NULL
  AND EXISTS (SELECT 1 FROM qpv_commune p JOIN commune c ON c.insee_com = p.insee_com
              WHERE p.code_qp = q.code_qp AND c.perimetre = 1)
ORDER BY q.code_qp;
