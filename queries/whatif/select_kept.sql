-- What the data of the page hold of pairs, measures and services, as JSON; the document is read once.
-- Columns: part (limite, pairs, measures or services), its service, its text (the pairs; the decay of a measure; a whole service), catchments of
-- a measure, bytes of the rows of a service.
SELECT 'limite', NULL, NULL, NULL, NULL FROM essai WHERE nom = 'limite'
UNION ALL
SELECT t.key, json_extract(p.value, '$.service'),
  CASE t.key WHEN 'pairs' THEN t.value WHEN 'measures' THEN json_extract(p.value, '$.decay') ELSE p.value END,
  CASE t.key WHEN 'measures' THEN json_extract(p.value, '$.catchment') END,
  CASE t.key WHEN 'services' THEN length(json_extract(p.value, '$.rows')) END
FROM essai, json_each(essai.texte) t LEFT JOIN json_each(CASE WHEN t.key = 'pairs' THEN '[]' ELSE t.value END) p ON 1
WHERE essai.nom = 'donnees' AND t.key IN ('pairs', 'measures', 'services');
