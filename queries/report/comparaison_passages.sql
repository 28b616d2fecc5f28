-- Communes that pass a threshold, the most people first.
-- Columns: what is measured, direction, code, name, EPCI, persons, priority neighbourhoods there, unit, before, after, threshold.
SELECT service || '.' || mesure AS quoi, CASE passage WHEN 'tombe' THEN 'passe du mauvais côté' ELSE 'repasse du bon côté' END AS passage, insee_com, libelle, lib_epci,
  population, (SELECT a.n_qpv FROM acces_commune a WHERE a.insee_com = comparaison_passage.insee_com) AS n_qpv,
  CASE WHEN mesure LIKE 'temps%' THEN 'minutes' ELSE (SELECT p.unite FROM parametre p WHERE p.etape = 'access' AND p.nom = 'mesure.' || service || '.' || replace(mesure, '_jugee', '')) END AS unite,
  avant, apres, seuil
FROM comparaison_passage ORDER BY service <> 'gp' OR mesure <> 'apl', service, mesure, passage DESC, population DESC, insee_com;
