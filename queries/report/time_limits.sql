-- Limits in minutes that the study sets on the time to a service: of its deserts, of its needs, and the rings around the categories
-- of facilities that give the service.
-- Columns: service (gp, pharmacy, emergency), minutes.
SELECT CASE nom WHEN 'limite_pharmacie' THEN 'pharmacy' ELSE 'emergency' END AS service, CAST(replace(valeur, ',', '.') AS REAL) AS minutes
FROM parametre WHERE etape = 'desert' AND nom IN ('limite_pharmacie', 'limite_urgence')
UNION
SELECT s.valeur, CAST(replace(l.valeur, ',', '.') AS REAL) FROM parametre l JOIN parametre s ON s.etape = 'need' AND s.nom = 'service'
WHERE l.etape = 'need' AND l.nom = 'limite'
UNION
SELECT substr(s.nom, length('categories.') + 1), CAST(l.value AS REAL)
FROM parametre c JOIN parametre r ON r.etape = 'catchment' AND r.nom = substr(c.nom, 1, length(c.nom) - length('categorie')) || 'limites'
JOIN json_each('[' || replace(replace(r.valeur, ',', '.'), ' ; ', ',') || ']') l
JOIN parametre s ON s.etape = 'access' AND s.nom LIKE 'categories.%' AND instr(', ' || s.valeur || ', ', ', ' || c.valeur || ', ') > 0
WHERE c.etape = 'catchment' AND c.nom LIKE '%.categorie'
ORDER BY 1, 2;
