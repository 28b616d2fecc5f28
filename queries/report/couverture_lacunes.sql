-- Communes that a kind of perimeter met in the territory does not cover, the most populated first.
-- Columns: kind, INSEE code, name, grouping, persons.
SELECT k.kind, c.insee_com, c.libelle, c.lib_epci, c.population
FROM (SELECT DISTINCT m.kind FROM appartenance m JOIN commune o ON o.insee_com = m.insee_com WHERE o.perimetre = 1) k
JOIN commune c ON c.perimetre = 1
WHERE NOT EXISTS (SELECT 1 FROM appartenance m WHERE m.kind = k.kind AND m.insee_com = c.insee_com)
ORDER BY k.kind, c.population DESC, c.insee_com;
