-- Priority neighbourhoods and where their people live: the squares that lie in them, else their communes.
-- Columns: code, name, persons, place, weight there.
SELECT q.code_qp, q.libelle, q.population, p.code, p.weight FROM qpv q JOIN (
  SELECT c.code_qp, c.insee_com AS code, c.part AS weight FROM qpv_commune c
  WHERE c.code_qp NOT IN (SELECT l.code_qp FROM lieu l WHERE l.code_qp IS NOT NULL)
  UNION ALL
  SELECT l.code_qp, l.code, l.population FROM lieu l WHERE l.code_qp IS NOT NULL
) p ON p.code_qp = q.code_qp ORDER BY q.code_qp, p.code;
