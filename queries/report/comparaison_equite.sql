-- Inequality before and after.
-- Columns: what is measured, group, index, before, after, change.
SELECT service || '.' || mesure AS quoi, CASE groupe WHEN 'hors_qpv' THEN 'sans quartier prioritaire' WHEN 'qpv' THEN 'avec quartier prioritaire' ELSE groupe END AS groupe,
  CASE indice WHEN 'gini' THEN 'Gini' WHEN 'd10_d1' THEN 'D10/D1' WHEN 'theil' THEN 'Theil' WHEN 'palma' THEN 'Palma'
  WHEN 'part_sous_seuil' THEN 'part sous le seuil' ELSE indice END AS indice, avant, apres, ecart
FROM comparaison_equite ORDER BY id;
