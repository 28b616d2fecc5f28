-- Indicators by commune, by name: those of the sources, the share of people of 75 and over, the published APL of each year.
-- Columns: name, insee_com, value, 1 when the lowest value ranks first.
SELECT nom, insee_com, valeur, 0 FROM indicateur
UNION ALL
SELECT '% de 75 ans et plus', l.insee_com, 100 * sum(CASE WHEN a.age_min >= 75 THEN a.personnes ELSE 0 END) / sum(a.personnes), 0
  FROM lieu_age a JOIN lieu l ON l.code = a.code GROUP BY l.insee_com HAVING sum(a.personnes) > 0
UNION ALL
SELECT 'taux de pauvreté', insee_com, pauvrete, 0 FROM revenu WHERE pauvrete IS NOT NULL
UNION ALL
SELECT 'APL publiée ' || millesime, insee_com, apl, 1 FROM apl_publiee WHERE service = 'gp' AND millesime <> '' AND insee_com IS NOT NULL
ORDER BY 1, 2;
