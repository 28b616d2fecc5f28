-- Lists the points that the network does not serve, each once, in their order.
-- :points  {"points": [{"code": of the place or site, "motif": why}, ...]}
-- :valeur  lieu or site
INSERT INTO reject (source, code, motif, valeur)
SELECT 'travel', code, motif, :valeur
FROM (
  SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.motif') AS motif, min(key) AS rang
  FROM json_each(:points, '$.points') GROUP BY 1)
WHERE code NOT IN (SELECT code FROM reject WHERE source = 'travel' AND valeur = :valeur AND code IS NOT NULL)
ORDER BY rang;
