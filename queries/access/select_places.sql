-- Demand points, by code. What a source gives of standardised persons by commune goes to its squares as its persons do.
-- Columns: code, name, x and y (m), density level (0 unknown), persons, given standardised persons, in the territory, commune,
-- nature.
SELECT l.code, c.libelle, ST_X(l.geom), ST_Y(l.geom), coalesce(l.densite, 0), l.population,
       CASE l.nature WHEN 'commune' THEN c.pop_std WHEN 'carreau' THEN c.pop_std * l.population / c.population ELSE 0 END,
       l.perimetre, l.insee_com, l.nature
FROM lieu l JOIN commune c ON c.insee_com = l.insee_com
ORDER BY l.code;
