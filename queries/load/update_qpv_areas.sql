-- People of a neighbourhood whose number nothing else tells, from its share of the area of its communes: exact outlines on both
-- sides only.
WITH share AS (
  SELECT q.code_qp, sum(s.part * ST_Area(q.geom) / ST_Area(c.geom) * c.population) AS persons,
         min(s.methode = 'surface' AND c.approx = 0 AND c.population IS NOT NULL AND ST_Area(c.geom) > 0) AS known
  FROM qpv q JOIN qpv_commune s ON s.code_qp = q.code_qp JOIN commune c ON c.insee_com = s.insee_com
  WHERE q.population IS NULL AND q.approx = 0 GROUP BY q.code_qp)
UPDATE qpv SET population_source = 'surface', population = (SELECT round(e.persons) FROM share e WHERE e.code_qp = qpv.code_qp)
WHERE code_qp IN (SELECT code_qp FROM share WHERE known = 1 AND persons > 0);
