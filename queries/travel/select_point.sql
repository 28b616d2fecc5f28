-- Where a commune, a square, a priority neighbourhood or a facility is.
-- :code  its code
-- Columns: label (NULL: none), x and y (m, in the coordinates of the study; NULL: unknown).
SELECT libelle, ST_X(geom), ST_Y(geom) FROM (
  SELECT c.libelle, l.geom FROM lieu l LEFT JOIN commune c ON c.insee_com = l.code WHERE l.code = :code
  UNION ALL
  SELECT libelle, ST_PointOnSurface(geom) FROM qpv WHERE code_qp = :code
  UNION ALL
  SELECT libelle, geom FROM etablissement WHERE code = :code)
LIMIT 1;
