-- The APL of GPs computed by the study beside those published, over the communes of the territory: one row each, none when
-- nothing is published.
-- Columns: which APL, vintage, communes and persons of known value, mean by standardised persons, threshold, communes and persons
-- under it, share of the persons of known value, communes that the computed APL puts on the other side, their persons.
WITH seuil (valeur) AS (
  SELECT COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5)
), publiees AS (
  SELECT insee_com, apl, apl_65, millesime FROM apl_publiee WHERE service = 'gp'
), toutes AS (
  SELECT 0 AS rang, '' AS millesime, insee_com, apl AS valeur FROM acces_commune WHERE EXISTS (SELECT 1 FROM publiees)
  UNION ALL SELECT 1, millesime, insee_com, apl FROM publiees
  UNION ALL SELECT 2, millesime, insee_com, apl_65 FROM publiees
)
SELECT CASE t.rang WHEN 0 THEN 'calculée par l’étude' WHEN 1 THEN 'publiée, médecins de tous âges'
                   ELSE 'publiée, médecins de 65 ans et moins' END AS apl,
       NULLIF(t.millesime, '') AS millesime, COUNT(t.valeur) AS communes,
       SUM(CASE WHEN t.valeur IS NOT NULL THEN a.population END) AS population,
       SUM(t.valeur * a.pop_std) / SUM(CASE WHEN t.valeur IS NOT NULL THEN a.pop_std END) AS moyenne,
       s.valeur AS seuil, COUNT(CASE WHEN t.valeur < s.valeur THEN 1 END) AS communes_sous,
       SUM(CASE WHEN t.valeur IS NULL THEN NULL WHEN t.valeur < s.valeur THEN a.population ELSE 0 END) AS population_sous,
       100.0 * SUM(CASE WHEN t.valeur < s.valeur THEN a.population ELSE 0 END)
         / NULLIF(SUM(CASE WHEN t.valeur IS NOT NULL THEN a.population END), 0) AS part_sous,
       CASE WHEN t.rang > 0 THEN COUNT(CASE WHEN (t.valeur < s.valeur) <> (a.apl < s.valeur) THEN 1 END) END AS communes_autres,
       CASE WHEN t.rang > 0 THEN SUM(CASE WHEN (t.valeur < s.valeur) <> (a.apl < s.valeur) THEN a.population ELSE 0 END) END AS population_autre
FROM toutes t JOIN acces_commune a ON a.insee_com = t.insee_com, seuil s
GROUP BY t.rang, t.millesime
HAVING COUNT(t.valeur) > 0
ORDER BY t.millesime, t.rang;
