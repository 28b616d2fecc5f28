-- Measures of access that a result holds, and its requests of times.
-- Columns: service or request, measure.
SELECT service, mesure FROM (SELECT service, mesure FROM acces UNION SELECT nom, 'temps_demande' FROM temps)
ORDER BY mesure = 'temps_demande', service, mesure;
