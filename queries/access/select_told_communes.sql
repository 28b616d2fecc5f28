-- Communes of the territory with a measure and what is published of it, by code. A commune of several demand points has their
-- mean, by standardised persons.
-- :service    gp, nurse...
-- :mesure     name of the measure
-- :millesime  vintage of what is published, or NULL
-- Columns: code, name, density level (0 unknown), persons, standardised persons, value (NULL unknown), published for
-- professionals of all ages, published for those of 65 and under.
SELECT c.insee_com, coalesce(c.libelle, c.insee_com), coalesce(c.densite, 0), coalesce(c.population, 0),
  coalesce(sum(a.demande), 0),
  coalesce(sum(a.valeur * a.demande) / nullif(sum(CASE WHEN a.valeur IS NOT NULL THEN a.demande END), 0), avg(a.valeur)),
  p.apl, p.apl_65
FROM commune c
JOIN lieu l ON l.insee_com = c.insee_com
JOIN acces a ON a.code = l.code AND a.service = :service AND a.mesure = :mesure
LEFT JOIN apl_publiee p ON p.service = :service AND p.insee_com = c.insee_com AND p.millesime = :millesime
WHERE c.perimetre = 1
GROUP BY c.insee_com
ORDER BY c.insee_com;
