-- Figures of the whole territory, one row.
-- Columns: communes, persons, mean APL weighted by standardised population, APL threshold (consultations a year and
-- standardised inhabitant), communes and persons under it, communes with an APL, desert areas, their persons, QPV,
-- communes of approximate outline, km2 that these outlines cover and that their communes have, where it is known, persons under the threshold by the APL published for doctors of all ages and of 65 and under (last
-- vintage; NULL where none is published), farthest horizon of the outlook in years, first request for rounds, minutes
-- beyond which a GP, a pharmacy, an emergency service is far: those of the study, else 10, 10 and 30; name of the EPCI that the
-- territory is, where a source gives it.
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
       (SELECT SUM(ST_Area(geom)) / 1e6 FROM commune WHERE perimetre = 1 AND approx = 1 AND surface_km2 > 0) AS surface_approx,
       (SELECT SUM(surface_km2) FROM commune WHERE perimetre = 1 AND approx = 1 AND surface_km2 > 0) AS surface_connue,
       (SELECT SUM(CASE WHEN p.apl < seuil.valeur THEN a.population ELSE 0 END) FROM publiees p JOIN acces_commune a ON a.insee_com = p.insee_com
         WHERE p.apl IS NOT NULL) AS population_sous_publie,
       (SELECT SUM(CASE WHEN p.apl_65 < seuil.valeur THEN a.population ELSE 0 END) FROM publiees p JOIN acces_commune a ON a.insee_com = p.insee_com
         WHERE p.apl_65 IS NOT NULL) AS population_sous_publie_65,
       (SELECT max(annees) FROM perspective_bilan WHERE service = 'gp' AND annees > 0) AS horizon,
       (SELECT min(nom) FROM tournee_bilan) AS tournee,
       COALESCE((SELECT CAST(replace(l.valeur, ',', '.') AS REAL) FROM parametre l WHERE l.etape = 'need' AND l.nom = 'limite'
                 AND EXISTS (SELECT 1 FROM parametre s WHERE s.etape = 'need' AND s.nom = 'service' AND s.valeur = 'gp')), 10) AS limite_gp,
       COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'limite_pharmacie'), 10) AS limite_pharmacie,
       COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'limite_urgence'), 30) AS limite_urgence,
       (SELECT c.lib_epci FROM etude e JOIN commune c ON e.valeur = 'EPCI ' || c.siren_epci
         WHERE e.cle = 'territoire' AND c.perimetre = 1 AND c.lib_epci IS NOT NULL LIMIT 1) AS intercommunalite
FROM seuil;
