-- How many people of a commune live in its priority neighbourhoods.
-- Columns: insee_com, persons.
SELECT c.insee_com, sum(c.part * q.population)
FROM qpv_commune c JOIN qpv q ON q.code_qp = c.code_qp
WHERE q.population > 0 AND q.geom IS NOT NULL
GROUP BY c.insee_com ORDER BY c.insee_com;
