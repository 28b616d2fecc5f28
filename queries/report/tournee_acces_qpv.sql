-- APL of the priority neighbourhoods of the territory without and with the rounds, the greatest change first. As elsewhere, their access is
-- that of the communes where their people live, by the share of each; of the people of a group, where the rounds are for them; unknown where
-- one of these is not known or lies outside.
-- Columns: request, code and name of the neighbourhood, persons (NULL unknown), APL before and after, change.
WITH demande AS (
  SELECT DISTINCT t.nom, r.valeur AS groupe FROM tournee_acces t LEFT JOIN parametre r ON r.etape = 'tours' AND r.nom = t.nom || '.groupe'
), poids AS (
  SELECT d.nom, d.groupe, p.code_qp, p.insee_com, p.part * CASE WHEN d.groupe IS NULL THEN 1 ELSE max(coalesce(g.part, 0), 1e-9) END AS poids
  FROM demande d JOIN qpv_commune p ON p.part > 0 LEFT JOIN groupe_part g ON g.groupe = d.groupe AND g.insee_com = p.insee_com
), quartiers AS (
  SELECT t.nom, p.groupe, p.code_qp, count(*) = (SELECT count(*) FROM qpv_commune x WHERE x.code_qp = p.code_qp AND x.part > 0) AS entier,
         CASE WHEN MAX(t.apl_avant IS NULL) = 0 THEN SUM(p.poids * t.apl_avant) / SUM(p.poids) END AS avant,
         CASE WHEN MAX(t.apl_apres IS NULL) = 0 THEN SUM(p.poids * t.apl_apres) / SUM(p.poids) END AS apres
  FROM tournee_acces t JOIN poids p ON p.nom = t.nom AND p.insee_com = t.insee_com
  GROUP BY t.nom, p.code_qp
)
SELECT k.nom, k.code_qp AS code, coalesce(q.libelle, q.code_qp) AS libelle, CASE WHEN k.groupe IS NULL THEN q.population ELSE g.population END AS population,
       CASE WHEN k.entier THEN k.avant END AS apl_avant, CASE WHEN k.entier THEN k.apres END AS apl_apres,
       CASE WHEN k.entier THEN k.apres - k.avant END AS ecart
FROM quartiers k JOIN qpv q ON q.code_qp = k.code_qp LEFT JOIN acces_groupe g ON g.maille = 'qpv' AND g.code = k.code_qp AND g.groupe = k.groupe
ORDER BY k.nom, ecart DESC, k.code_qp;
