-- The measures of the study over the communes of the territory.
-- Columns: service, name, unit, communes, smallest value, mean by persons, largest value, what it is and how time counts, source.
SELECT a.service,
       a.mesure, p.unite, count(a.valeur) AS communes, min(a.valeur) AS mini,
       sum(a.valeur * l.population) / sum(CASE WHEN a.valeur IS NOT NULL THEN l.population END) AS moyenne, max(a.valeur) AS maxi,
       replace(p.valeur, '<=', '≤') AS definition, p.origine AS source,
       (SELECT group_concat(m, ', ') FROM (SELECT DISTINCT millesime AS m FROM provenance
         WHERE source LIKE 'supply%' AND note = a.service AND millesime IS NOT NULL ORDER BY 1)) AS millesime
FROM acces a
JOIN lieu l ON l.code = a.code AND l.perimetre = 1
JOIN parametre p ON p.etape = 'access' AND p.nom = 'mesure.' || a.service || '.' || a.mesure
GROUP BY a.service, a.mesure
ORDER BY min(a.id);
