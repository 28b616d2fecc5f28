-- Measures of access that a result holds for everybody, and its requests of times; those of groups of people are compared apart. From one measure
-- to the next in the index: there are few of them, with a row a place.
-- Columns: service or request, measure.
WITH RECURSIVE m (id) AS (
  SELECT * FROM (SELECT id FROM acces ORDER BY service, mesure LIMIT 1)
  UNION ALL
  SELECT coalesce(
    (SELECT n.id FROM acces n WHERE n.service = a.service AND n.mesure > a.mesure ORDER BY n.mesure LIMIT 1),
    (SELECT n.id FROM acces n WHERE n.service > a.service ORDER BY n.service, n.mesure LIMIT 1))
  FROM m JOIN acces a ON a.id = m.id
), name AS (
  SELECT a.service, a.mesure FROM m JOIN acces a ON a.id = m.id
), own (suffix) AS (
  SELECT DISTINCT '_' || groupe FROM groupe_part UNION SELECT '_autres' FROM groupe_part UNION SELECT '_ensemble' FROM groupe_part
)
SELECT service, mesure FROM (
  SELECT service, mesure FROM name n
  WHERE NOT EXISTS (SELECT 1 FROM own JOIN name b ON b.service = n.service WHERE n.mesure = b.mesure || suffix)
  UNION SELECT nom, 'temps_demande' FROM temps)
ORDER BY mesure = 'temps_demande', service, mesure;
