-- APL of the priority neighbourhoods of the territory without and with the rounds, the greatest change first. As elsewhere, their access is
-- that of the communes where their people live, by the share of each; unknown where one of these is not known or lies outside.
-- Columns: request, code and name of the neighbourhood, persons (NULL unknown), APL before and after, change.
WITH quartiers AS (
  SELECT t.nom, p.code_qp,
         SUM(p.part) > 0.999 * (SELECT SUM(x.part) FROM qpv_commune x WHERE x.code_qp = p.code_qp AND x.part > 0) AS entier,
         CASE WHEN MAX(t.apl_avant IS NULL) = 0 THEN SUM(p.part * t.apl_avant) / SUM(p.part) END AS avant,
         CASE WHEN MAX(t.apl_apres IS NULL) = 0 THEN SUM(p.part * t.apl_apres) / SUM(p.part) END AS apres
  FROM tournee_acces t JOIN qpv_commune p ON p.insee_com = t.insee_com
  WHERE p.part > 0 GROUP BY t.nom, p.code_qp
)
SELECT k.nom, k.code_qp AS code, coalesce(q.libelle, q.code_qp) AS libelle, q.population,
       CASE WHEN k.entier THEN k.avant END AS apl_avant, CASE WHEN k.entier THEN k.apres END AS apl_apres,
       CASE WHEN k.entier THEN k.apres - k.avant END AS ecart
FROM quartiers k JOIN qpv q ON q.code_qp = k.code_qp
ORDER BY k.nom, ecart DESC, k.code_qp;
