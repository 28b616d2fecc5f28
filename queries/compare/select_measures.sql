-- Measures of access that a result holds for everybody, and its requests of times; those of groups of people are compared apart.
-- Columns: service or request, measure.
WITH name AS (
  SELECT DISTINCT service, mesure FROM acces
), own (suffix) AS (
  SELECT DISTINCT '_' || groupe FROM groupe_part UNION SELECT '_autres' FROM groupe_part UNION SELECT '_ensemble' FROM groupe_part
)
SELECT service, mesure FROM (
  SELECT service, mesure FROM name n
  WHERE NOT EXISTS (SELECT 1 FROM own JOIN name b ON b.service = n.service WHERE n.mesure = b.mesure || suffix)
  UNION SELECT nom, 'temps_demande' FROM temps)
ORDER BY mesure = 'temps_demande', service, mesure;
