-- Places of practice under the tariff of the health insurance in the communes of the territory: a row for each indicator of tariffs.
-- Columns: indicator, places of practice, those under the tariff, their share in percent, communes with a place of practice, those
-- where none is under the tariff, their persons.
WITH lieu (nom, population, lieux, opposables) AS (
  SELECT p.nom, c.population, n.valeur, round(p.valeur * n.valeur / 100)
  FROM indicateur p JOIN indicateur n ON n.insee_com = p.insee_com AND n.nom = p.nom || '_lieux'
  JOIN commune c ON c.insee_com = p.insee_com AND c.perimetre = 1
)
SELECT nom AS indicateur, SUM(lieux) AS lieux, SUM(opposables) AS opposables, 100 * SUM(opposables) / SUM(lieux) AS part,
       COUNT(*) AS communes, COUNT(CASE WHEN opposables = 0 THEN 1 END) AS communes_sans,
       SUM(CASE WHEN opposables = 0 THEN population ELSE 0 END) AS population_sans
FROM lieu GROUP BY nom ORDER BY nom;
