-- Figures of the whole territory, one row.
-- Columns: communes, persons, mean APL weighted by standardised population, APL threshold (consultations a year and
-- standardised inhabitant), communes and persons under it, communes with an APL, desert areas, their persons, QPV,
-- communes of approximate outline, persons under the threshold by the APL published for doctors of all ages and of 65 and under (last
-- vintage; NULL where none is published).
WITH seuil (valeur) AS (
  SELECT COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5)
), publiees AS (
  SELECT insee_com, apl, apl_65 FROM apl_publiee
  WHERE service = 'gp' AND millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp')
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
       (SELECT COUNT(*) FROM commune WHERE perimetre = 1 AND approx = 1) AS communes_approx,
       (SELECT SUM(CASE WHEN p.apl < seuil.valeur THEN a.population ELSE 0 END) FROM publiees p JOIN acces_commune a ON a.insee_com = p.insee_com
         WHERE p.apl IS NOT NULL) AS population_sous_publie,
       (SELECT SUM(CASE WHEN p.apl_65 < seuil.valeur THEN a.population ELSE 0 END) FROM publiees p JOIN acces_commune a ON a.insee_com = p.insee_com
         WHERE p.apl_65 IS NOT NULL) AS population_sous_publie_65
FROM seuil;
