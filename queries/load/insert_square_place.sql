-- Makes a square the demand point of some of the people of its commune, with the density level of the commune.
-- :geom        point
-- :code        identifier of the square
-- :code_qp     QPV it lies in, or NULL
-- :population  persons
INSERT INTO lieu (geom, code, insee_com, nature, code_qp, menages, impute, population, densite, perimetre)
SELECT :geom, s.code, s.insee_com, 'carreau', :code_qp, s.menages, s.impute, :population, c.densite, c.perimetre
FROM carreau s JOIN commune c ON c.insee_com = s.insee_com
WHERE s.code = :code;
