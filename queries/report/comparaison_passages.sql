-- Communes that pass a threshold, the most people first.
-- Columns: what is measured, direction, code, name, EPCI, persons, before, after, threshold.
SELECT CASE service || '.' || mesure WHEN 'gp.apl' THEN 'APL des généralistes' WHEN 'gp.apl_jugee' THEN 'APL qui juge les déserts' WHEN 'gp.temps' THEN 'trajet au généraliste' WHEN 'pharmacy.temps' THEN 'trajet à la pharmacie' WHEN 'emergency.temps' THEN 'trajet aux urgences' ELSE CASE mesure WHEN 'temps_demande' THEN 'trajet : ' || service ELSE service || ', ' || mesure END END AS quoi, CASE passage WHEN 'tombe' THEN 'passe du mauvais côté' ELSE 'repasse du bon côté' END AS passage, insee_com, libelle, lib_epci,
  population, avant, apres, seuil
FROM comparaison_passage ORDER BY service <> 'gp' OR mesure <> 'apl', service, mesure, passage DESC, population DESC, insee_com;
