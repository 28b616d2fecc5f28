-- Persons by age of the communes of the territory, over the places that count them.
-- Columns: first age, last age (NULL: no upper end), commune, persons.
SELECT a.age_min, a.age_max, l.insee_com, sum(a.personnes) FROM lieu_age a JOIN lieu l ON l.code = a.code
WHERE l.perimetre = 1 GROUP BY a.age_min, l.insee_com ORDER BY a.age_min, l.insee_com;
