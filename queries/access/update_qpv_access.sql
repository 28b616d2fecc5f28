-- Access of a neighbourhood: mean of its communes, weighted by the share of its people that lives in each.
WITH mean AS (
  SELECT q.code_qp,
    sum(q.part * a.valeur) / sum(CASE WHEN a.valeur IS NOT NULL THEN q.part END) AS apl,
    sum(q.part * p.valeur) / sum(CASE WHEN p.valeur IS NOT NULL THEN q.part END) AS pharma,
    sum(q.part * u.valeur) / sum(CASE WHEN u.valeur IS NOT NULL THEN q.part END) AS urgence
  FROM qpv_commune q
  LEFT JOIN acces a ON a.code = q.insee_com AND a.service = 'gp' AND a.mesure = 'apl'
  LEFT JOIN acces p ON p.code = q.insee_com AND p.service = 'pharmacy' AND p.mesure = 'temps'
  LEFT JOIN acces u ON u.code = q.insee_com AND u.service = 'emergency' AND u.mesure = 'temps'
  GROUP BY q.code_qp)
UPDATE qpv SET
  apl = (SELECT m.apl FROM mean m WHERE m.code_qp = qpv.code_qp),
  t_pharma = (SELECT m.pharma FROM mean m WHERE m.code_qp = qpv.code_qp),
  t_urgence = (SELECT m.urgence FROM mean m WHERE m.code_qp = qpv.code_qp);
