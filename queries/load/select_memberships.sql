-- Perimeters by kind, within the territory.
-- Columns: kind, perimeters, communes and persons in one or more.
WITH covered AS (SELECT DISTINCT a.kind, a.insee_com FROM appartenance a)
SELECT k.kind,
  (SELECT count(DISTINCT a.code) FROM appartenance a JOIN commune c ON c.insee_com = a.insee_com AND c.perimetre = 1 WHERE a.kind = k.kind),
  count(c.insee_com), coalesce(sum(c.population), 0)
FROM (SELECT DISTINCT kind FROM appartenance) k
LEFT JOIN covered m ON m.kind = k.kind
LEFT JOIN commune c ON c.insee_com = m.insee_com AND c.perimetre = 1
GROUP BY k.kind ORDER BY k.kind;
