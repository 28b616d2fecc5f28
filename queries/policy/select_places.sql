-- Communes of the territory of a result, for a policy.
-- Columns: code, name, x and y of the centre (m), standardised persons, APL, GPs.
SELECT a.insee_com, a.libelle, c.x, c.y, coalesce(a.pop_std, a.population), a.apl, a.nb_gp
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com ORDER BY a.insee_com;
