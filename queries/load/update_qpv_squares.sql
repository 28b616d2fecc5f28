-- People of a neighbourhood whose number no source gives, from the squares whose centre lies in it.
UPDATE qpv SET population_source = 'carreaux',
  population = (SELECT round(sum(l.population)) FROM lieu l WHERE l.code_qp = qpv.code_qp)
WHERE population IS NULL AND (SELECT sum(l.population) FROM lieu l WHERE l.code_qp = qpv.code_qp) > 0;
