-- Demand points, by code.
-- Columns: code, name, x and y (m), density level (0 unknown), persons, given standardised persons, in the territory.
SELECT l.code, c.libelle, c.x, c.y, coalesce(l.densite, 0), l.population, c.pop_std, l.perimetre
FROM lieu l JOIN commune c ON c.insee_com = l.insee_com
ORDER BY l.code;
