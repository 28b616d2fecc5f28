-- Writes a priority neighbourhood.
-- :geom        perimeter
-- :code_qp     code
-- :libelle     name
-- :population  persons, or NULL
-- :communes    INSEE codes separated by a space
-- :repare      1 when the published ring was invalid
-- :approx      1 when the perimeter is a disc around a point
INSERT INTO qpv (geom, code_qp, libelle, population, population_source, communes, repare, approx)
VALUES (:geom, :code_qp, :libelle, :population, CASE WHEN :population IS NOT NULL THEN 'source' END, :communes, :repare, :approx);
