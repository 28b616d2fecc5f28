-- Indicators by commune, by name: those of the sources, and the share of people of 75 and over.
-- Columns: name, insee_com, value.
SELECT nom, insee_com, valeur FROM indicateur
UNION ALL
SELECT '% de 75 ans et plus', l.insee_com, 100 * sum(CASE WHEN a.age_min >= 75 THEN a.personnes ELSE 0 END) / sum(a.personnes)
  FROM lieu_age a JOIN lieu l ON l.code = a.code GROUP BY l.insee_com HAVING sum(a.personnes) > 0
UNION ALL
SELECT 'taux de pauvreté', insee_com, pauvrete FROM revenu WHERE pauvrete IS NOT NULL
ORDER BY 1, 2;
