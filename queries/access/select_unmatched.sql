-- Places that stand on one side only: published and not of the study, or communes of the territory without a published value.
-- :service    gp, nurse...
-- :millesime  vintage
-- Columns: side (published, study), code, name, persons (NULL unknown).
SELECT 'published', p.insee_com, coalesce(p.libelle, p.insee_com), coalesce(p.population, p.pop_std)
FROM apl_publiee p
WHERE p.service = :service AND p.millesime = :millesime AND p.connue = 0
UNION ALL
SELECT 'study', c.insee_com, coalesce(c.libelle, c.insee_com), c.population
FROM commune c
LEFT JOIN apl_publiee p ON p.service = :service AND p.millesime = :millesime AND p.insee_com = c.insee_com
WHERE c.perimetre = 1 AND p.apl IS NULL
ORDER BY 1, 4 DESC, 2;
