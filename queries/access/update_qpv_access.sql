-- Access of a neighbourhood: mean by persons of the squares that lie in it; without squares, mean of its communes, weighted by the
-- share of its people that lives in each. The mean time is unknown where that of some of its people is.
WITH people AS (
  SELECT q.code_qp, q.insee_com AS code, q.part AS weight FROM qpv_commune q
  WHERE q.code_qp NOT IN (SELECT l.code_qp FROM lieu l WHERE l.code_qp IS NOT NULL)
  UNION ALL
  SELECT l.code_qp, l.code, l.population FROM lieu l WHERE l.code_qp IS NOT NULL
), mean AS (
  SELECT q.code_qp,
    sum(q.weight * a.valeur) / sum(CASE WHEN a.valeur IS NOT NULL THEN q.weight END) AS apl,
    CASE WHEN count(g.valeur) = count(*) THEN sum(q.weight * g.valeur) / sum(q.weight) END AS gp,
    CASE WHEN count(p.valeur) = count(*) THEN sum(q.weight * p.valeur) / sum(q.weight) END AS pharma,
    CASE WHEN count(u.valeur) = count(*) THEN sum(q.weight * u.valeur) / sum(q.weight) END AS urgence
  FROM people q
  LEFT JOIN acces a ON a.code = q.code AND a.service = 'gp' AND a.mesure = 'apl'
  LEFT JOIN acces g ON g.code = q.code AND g.service = 'gp' AND g.mesure = 'temps'
  LEFT JOIN acces p ON p.code = q.code AND p.service = 'pharmacy' AND p.mesure = 'temps'
  LEFT JOIN acces u ON u.code = q.code AND u.service = 'emergency' AND u.mesure = 'temps'
  WHERE q.weight > 0 GROUP BY q.code_qp)
UPDATE qpv SET
  apl = (SELECT m.apl FROM mean m WHERE m.code_qp = qpv.code_qp),
  t_gp = (SELECT m.gp FROM mean m WHERE m.code_qp = qpv.code_qp),
  t_pharma = (SELECT m.pharma FROM mean m WHERE m.code_qp = qpv.code_qp),
  t_urgence = (SELECT m.urgence FROM mean m WHERE m.code_qp = qpv.code_qp);
