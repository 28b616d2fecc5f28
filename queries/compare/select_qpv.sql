-- Neighbourhoods of the territory with their access.
-- Columns: code, name, persons, APL, minutes to a GP, a pharmacy and an emergency service, class of the zoning, desert.
SELECT q.code_qp, q.libelle, q.population, q.apl, q.t_gp, q.t_pharma, q.t_urgence, q.zonage, q.desert FROM qpv q
WHERE EXISTS (SELECT 1 FROM qpv_commune p JOIN acces_commune c ON c.insee_com = p.insee_com WHERE p.code_qp = q.code_qp)
ORDER BY q.code_qp;
