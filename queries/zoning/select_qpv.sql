-- People of the neighbourhoods by commune, with the class of the neighbourhood.
-- Columns: insee_com, persons, class (NULL: that of its commune).
SELECT s.insee_com, coalesce(q.population, 0) * s.part, q.zonage
FROM qpv_commune s JOIN qpv q ON q.code_qp = s.code_qp
ORDER BY s.code_qp, s.insee_com;
