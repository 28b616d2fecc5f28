-- Priority districts that touch the territory, for the map.
-- Columns: outline, code, name, APL, persons, APL and minutes to an emergency service after less before, APL before, minutes after, then before.
SELECT q.geom, q.code_qp, COALESCE(q.libelle, q.code_qp), q.apl, q.population,
       k.apl_ecart, k.t_urgence_ecart, k.apl_avant, q.t_urgence, k.t_urgence_avant
FROM qpv q LEFT JOIN comparaison_qpv k ON k.code_qp = q.code_qp
WHERE q.geom IS NOT NULL
  AND EXISTS (SELECT 1 FROM qpv_commune p JOIN commune c ON c.insee_com = p.insee_com
              WHERE p.code_qp = q.code_qp AND c.perimetre = 1)
ORDER BY q.code_qp;
