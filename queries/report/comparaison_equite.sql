-- Inequality before and after.
-- Columns: what is measured, group, index, before, after, change.
SELECT CASE service || '.' || mesure WHEN 'gp.apl' THEN 'APL des généralistes' WHEN 'gp.apl_jugee' THEN 'APL qui juge les déserts' WHEN 'gp.temps' THEN 'trajet au généraliste' WHEN 'pharmacy.temps' THEN 'trajet à la pharmacie' WHEN 'emergency.temps' THEN 'trajet aux urgences' ELSE CASE mesure WHEN 'temps_demande' THEN 'trajet : ' || service ELSE service || ', ' || mesure END END AS quoi, CASE groupe WHEN 'hors_qpv' THEN 'sans quartier prioritaire' WHEN 'qpv' THEN 'avec quartier prioritaire' ELSE groupe END AS groupe,
  CASE indice WHEN 'gini' THEN 'Gini' WHEN 'd10_d1' THEN 'D10/D1' WHEN 'theil' THEN 'Theil' WHEN 'palma' THEN 'Palma'
  WHEN 'part_sous_seuil' THEN 'part sous le seuil' ELSE indice END AS indice, avant, apres, ecart
FROM comparaison_equite ORDER BY id;
