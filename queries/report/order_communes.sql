-- Communes of a class of the zoning that is filed, for the annexes of the order.
-- :classe  ZIP to ZV
-- Columns: INSEE code, name, code and name of the territory (the code of the commune where it has none).
SELECT c.insee_com, c.libelle, coalesce(c.tvs, c.insee_com), t.libelle
FROM zonage_scenario s
JOIN commune c ON c.insee_com = s.code
LEFT JOIN tvs t ON t.code = coalesce(c.tvs, c.insee_com)
WHERE s.maille = 'commune' AND c.perimetre = 1 AND s.apres = :classe
ORDER BY coalesce(c.tvs, c.insee_com), c.insee_com;
