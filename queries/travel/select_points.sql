-- A set of points of a study: the communes of its territory, its priority neighbourhoods, the communes that supply a
-- service (their centres), or the facilities of a category.
-- :quoi  communes, qpv, a service or a category
-- Columns: code, x and y (m, in the coordinates of the study; NULL: unknown).
SELECT code, ST_X(geom), ST_Y(geom) FROM (
  SELECT c.insee_com AS code, l.geom FROM commune c JOIN lieu l ON l.code = c.insee_com
  WHERE :quoi = 'communes' AND c.perimetre = 1
  UNION ALL
  SELECT code_qp, ST_PointOnSurface(geom) FROM qpv WHERE :quoi = 'qpv'
  UNION ALL
  SELECT l.code, l.geom FROM lieu l
  WHERE l.code IN (SELECT insee_com FROM offre WHERE service = :quoi AND scenario = 'actuel' AND quantite > 0)
  UNION ALL
  SELECT code, geom FROM etablissement WHERE categorie = :quoi)
ORDER BY code;
