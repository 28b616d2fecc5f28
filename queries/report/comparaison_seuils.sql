-- Each threshold before and after: who is on the wrong side of it, who comes there and who leaves it.
-- Columns: what is measured, side, threshold before and after, unit, communes and persons before and after, those who come and who leave, unknown,
-- persons of priority neighbourhoods on the wrong side before and after (NULL: there is none).
WITH quartiers AS (SELECT service, mesure, sum(sous_avant) AS avant, sum(sous_apres) AS apres FROM comparaison_unite
                   WHERE maille = 'qpv' GROUP BY service, mesure)
SELECT s.service || '.' || s.mesure AS quoi, CASE sens WHEN 'sous' THEN 'sous' ELSE 'au-delà de' END AS sens, seuil_avant, seuil, unite,
  communes_avant, communes, population_avant, population, communes_tombent, tombent, communes_sortent, sortent, inconnus,
  q.avant AS qpv_avant, q.apres AS qpv
FROM comparaison_seuil s LEFT JOIN quartiers q ON q.service = s.service AND q.mesure = s.mesure
ORDER BY s.id;
