-- People of a neighbourhood whose number no source gives, from the squares whose centre lies in it: their part of the people of their
-- commune, whether the squares are points of demand or not. Not for a neighbourhood known by a point.
WITH box AS MATERIALIZED (
  SELECT code_qp, geom, ST_SRID(geom) AS srid, ST_MinX(geom) AS x0, ST_MaxX(geom) AS x1, ST_MinY(geom) AS y0, ST_MaxY(geom) AS y1
  FROM qpv WHERE population IS NULL AND approx = 0),
whole AS MATERIALIZED (SELECT insee_com, sum(population) AS persons FROM carreau GROUP BY insee_com),
inside AS MATERIALIZED (
  SELECT b.code_qp, round(sum(s.population * coalesce(c.population / w.persons, 1))) AS persons
  FROM carreau s JOIN box b ON s.x BETWEEN b.x0 AND b.x1 AND s.y BETWEEN b.y0 AND b.y1
  JOIN whole w ON w.insee_com = s.insee_com JOIN commune c ON c.insee_com = s.insee_com
  WHERE s.population > 0 AND ST_Contains(b.geom, MakePoint(s.x, s.y, b.srid)) GROUP BY b.code_qp)
UPDATE qpv SET population_source = 'carreaux', population = (SELECT i.persons FROM inside i WHERE i.code_qp = qpv.code_qp)
WHERE code_qp IN (SELECT code_qp FROM inside WHERE persons > 0);
