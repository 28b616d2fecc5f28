-- What the scenario changes: keys of the study first, as they apply.
-- Columns: kind, service, code, name, where to, before, after, first day, reason, source, whether it is made.
SELECT CASE nature WHEN 'horizon' THEN 'offre attendue' WHEN 'etude' THEN 'réglage de l’étude' ELSE nature END AS nature, service, code, libelle, lib_vers, avant, apres, depuis, motif, source,
  CASE effet WHEN 1 THEN 'oui' ELSE 'non, hors de ses dates' END AS effet
FROM changement ORDER BY nature <> 'etude', id;
