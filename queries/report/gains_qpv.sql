-- What each siting request changes for the priority neighbourhoods of the territory. As their access elsewhere, these figures are those of
-- the communes where their people live: means by inhabitant over the demand points of a commune, then by its share of the neighbourhood.
-- Unknown where one of the parts is not known, as that of a commune outside the territory.
-- Columns: request, code and name of the neighbourhood, persons (NULL unknown), minutes before and after, minutes gained, access before
-- and after, consultations a year and inhabitant gained, what becomes of it under the threshold of the request.
WITH communes AS (
  SELECT f.nom, l.insee_com, MAX(f.avant IS NULL) AS sans_avant, MAX(f.minutes IS NULL) AS sans_apres,
         SUM(MAX(l.population, 1e-9) * f.avant) / SUM(MAX(l.population, 1e-9)) AS avant,
         SUM(MAX(l.population, 1e-9) * f.minutes) / SUM(MAX(l.population, 1e-9)) AS minutes,
         SUM(MAX(l.population, 1e-9) * f.apl_avant) / SUM(CASE WHEN f.apl_avant IS NOT NULL THEN MAX(l.population, 1e-9) END) AS apl_avant,
         SUM(MAX(l.population, 1e-9) * f.apl) / SUM(CASE WHEN f.apl IS NOT NULL THEN MAX(l.population, 1e-9) END) AS apl
  FROM affectation f JOIN lieu l ON l.code = f.code
  GROUP BY f.nom, l.insee_com
), quartiers AS (
  SELECT m.nom, p.code_qp,
         SUM(p.part) > 0.999 * (SELECT SUM(x.part) FROM qpv_commune x WHERE x.code_qp = p.code_qp AND x.part > 0) AS entier,
         CASE WHEN MAX(m.sans_avant) = 0 THEN SUM(p.part * m.avant) / SUM(p.part) END AS avant,
         CASE WHEN MAX(m.sans_apres) = 0 THEN SUM(p.part * m.minutes) / SUM(p.part) END AS minutes,
         CASE WHEN MAX(m.apl_avant IS NULL) = 0 THEN SUM(p.part * m.apl_avant) / SUM(p.part) END AS apl_avant,
         CASE WHEN MAX(m.apl IS NULL) = 0 THEN SUM(p.part * m.apl) / SUM(p.part) END AS apl
  FROM communes m JOIN qpv_commune p ON p.insee_com = m.insee_com
  WHERE p.part > 0
  GROUP BY m.nom, p.code_qp
)
SELECT b.nom, k.code_qp AS code, coalesce(q.libelle, q.code_qp) AS libelle, q.population,
       CASE WHEN k.entier THEN k.avant END AS avant, CASE WHEN k.entier THEN k.minutes END AS minutes,
       CASE WHEN k.entier THEN k.avant - k.minutes END AS gagnees, CASE WHEN k.entier THEN k.apl_avant END AS apl_avant,
       CASE WHEN k.entier THEN k.apl END AS apl, CASE WHEN k.entier THEN k.apl - k.apl_avant END AS consultations,
       CASE WHEN k.entier AND k.apl_avant < b.seuil THEN CASE WHEN k.apl < b.seuil THEN 'y reste' ELSE 'en sort' END ELSE '' END AS desert
FROM quartiers k JOIN site_bilan b ON b.nom = k.nom JOIN qpv q ON q.code_qp = k.code_qp
WHERE b.nb_sites > 0
ORDER BY b.id, gagnees DESC, q.code_qp;
