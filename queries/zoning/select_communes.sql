-- Communes of the study, neighbours included, by code: what a zoning looks at.
-- :service    service of the indicator
-- :mesure     measure of the indicator
-- :millesime  vintage of the published APL; NULL: the last one
-- Columns: insee_com, name, région, département, 1 in the territory, persons, standardised persons for the
-- service, indicator, APL published for
-- the service, of all ages, of 65 and under, professionals of the service (NULL: the study has none of any commune), those of 60 and over, rows of
-- them with an age, territory, its name, class, national frame.
WITH gp AS (
  SELECT insee_com, sum(coalesce(medecins, iif(unite LIKE 'actes%', NULL, quantite))) AS gp,
         sum(CASE WHEN age >= 60 THEN coalesce(medecins, iif(unite LIKE 'actes%', NULL, quantite)) END) AS old, count(age) AS aged
  FROM offre WHERE service = :service AND scenario = 'actuel' GROUP BY insee_com),
published AS (
  SELECT insee_com, apl, apl_65 FROM apl_publiee
  WHERE service = :service
    AND millesime = coalesce(:millesime, (SELECT max(millesime) FROM apl_publiee WHERE service = :service)))
SELECT c.insee_com, c.libelle, c.insee_reg, c.insee_dep, c.perimetre, coalesce(c.population, 0),
  (SELECT sum(coalesce(d.demande, l.pop_std)) FROM lieu l
   LEFT JOIN acces d ON d.code = l.code AND d.service = :service AND d.mesure = :mesure
   WHERE l.insee_com = c.insee_com), a.valeur, p.apl, p.apl_65,
  CASE WHEN EXISTS (SELECT 1 FROM gp) THEN coalesce(gp.gp, 0) END, coalesce(gp.old, 0), coalesce(gp.aged, 0), c.tvs, c.lib_tvs, c.zonage,
  coalesce((SELECT z.cadre FROM zonage z WHERE z.maille = 'commune' AND z.code = c.insee_com),
           (SELECT z.cadre FROM zonage z WHERE z.maille = 'tvs' AND z.code = c.tvs))
FROM commune c
LEFT JOIN acces a ON a.code = c.insee_com AND a.service = :service AND a.mesure = :mesure
LEFT JOIN published p ON p.insee_com = c.insee_com
LEFT JOIN gp ON gp.insee_com = c.insee_com
ORDER BY c.insee_com;
