-- Figures of the whole territory, one row.
-- Columns: communes, persons, mean APL weighted by standardised population, APL threshold (consultations a year and
-- standardised inhabitant), communes and persons under it, communes with an APL, desert areas, their persons, QPV,
-- communes of approximate outline.
WITH seuil (valeur) AS (
  SELECT COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5)
)
SELECT (SELECT COUNT(*) FROM commune WHERE perimetre = 1) AS communes,
       (SELECT SUM(population) FROM commune WHERE perimetre = 1) AS population,
       (SELECT SUM(apl * pop_std) / SUM(pop_std) FROM acces_commune WHERE apl IS NOT NULL) AS apl,
       seuil.valeur AS seuil,
       (SELECT COUNT(*) FROM acces_commune WHERE apl < seuil.valeur) AS communes_sous,
       (SELECT COALESCE(SUM(population), 0) FROM acces_commune WHERE apl < seuil.valeur) AS population_sous,
       (SELECT COUNT(apl) FROM acces_commune) AS communes_apl,
       (SELECT COUNT(*) FROM desert) AS deserts,
       (SELECT COALESCE(SUM(population), 0) FROM desert) AS population_deserts,
       (SELECT COUNT(*) FROM qpv) AS qpv,
       (SELECT COUNT(*) FROM commune WHERE perimetre = 1 AND approx = 1) AS communes_approx
FROM seuil;
