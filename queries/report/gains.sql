-- Who gains by each siting request, and who stays under the access threshold: the communes of which either is true. Minutes
-- and access are means by inhabitant over the demand points of the commune.
-- Columns: request, code and name of the commune, persons, minutes before and after, minutes gained, access before and after,
-- consultations a year and inhabitant gained, what becomes of those under the threshold.
WITH lieux AS (
  SELECT b.id, f.nom, l.insee_com, l.population, MAX(l.population, 1e-9) AS poids, f.avant, f.minutes, f.apl_avant, f.apl,
         f.desert
  FROM affectation f JOIN site_bilan b ON b.nom = f.nom JOIN lieu l ON l.code = f.code
), communes AS (
  SELECT id, nom, insee_com, SUM(population) AS population,
         SUM(poids * avant) / SUM(CASE WHEN avant IS NOT NULL THEN poids END) AS avant,
         SUM(poids * minutes) / SUM(CASE WHEN minutes IS NOT NULL THEN poids END) AS minutes,
         SUM(poids * apl_avant) / SUM(CASE WHEN apl_avant IS NOT NULL THEN poids END) AS apl_avant,
         SUM(poids * apl) / SUM(CASE WHEN apl IS NOT NULL THEN poids END) AS apl,
         MAX(desert = 'reste') AS reste, MAX(desert = 'sort') AS sort
  FROM lieux GROUP BY id, nom, insee_com
)
SELECT m.nom, m.insee_com AS code, c.libelle, m.population, m.avant, m.minutes, m.avant - m.minutes AS gagnees, m.apl_avant,
       m.apl, m.apl - m.apl_avant AS consultations,
       CASE WHEN m.reste THEN 'y reste' WHEN m.sort THEN 'en sort' ELSE '' END AS desert
FROM communes m LEFT JOIN commune c ON c.insee_com = m.insee_com
WHERE m.minutes < m.avant - 1e-9 OR (m.avant IS NULL AND m.minutes IS NOT NULL) OR m.apl - m.apl_avant > 0.005
   OR m.reste OR m.sort
ORDER BY m.id, COALESCE(m.sort, 0) DESC, m.population * COALESCE(m.apl - m.apl_avant, 0) DESC, m.insee_com;
