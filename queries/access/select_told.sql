-- Measures that a study holds, with what was recorded of each.
-- Columns: service, name, words (measure, decay), unit, source.
SELECT m.service, m.mesure, p.valeur, p.unite, p.origine
FROM (SELECT service, mesure, min(id) AS rang FROM acces WHERE mesure NOT LIKE 'temps%' GROUP BY service, mesure) m
LEFT JOIN parametre p ON p.etape = 'access' AND p.nom = 'mesure.' || m.service || '.' || m.mesure
ORDER BY m.rang;
