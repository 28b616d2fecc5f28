-- Each threshold before and after: who is on the wrong side of it, who comes there and who leaves it.
-- Columns: what is measured, side, threshold before and after, unit, communes and persons before and after, those who come and who leave, unknown.
SELECT service || '.' || mesure AS quoi, CASE sens WHEN 'sous' THEN 'sous' ELSE 'au-delà de' END AS sens, seuil_avant, seuil, unite, communes_avant, communes,
  population_avant, population, communes_tombent, tombent, communes_sortent, sortent, inconnus
FROM comparaison_seuil ORDER BY id;
