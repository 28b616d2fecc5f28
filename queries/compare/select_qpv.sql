-- Priority neighbourhoods that touch the territory of a result.
-- Columns: code, name, persons, APL, minutes to a pharmacy, to an emergency service.
SELECT q.code_qp, q.libelle, q.population, q.apl, q.t_pharma, q.t_urgence FROM qpv q
WHERE EXISTS (SELECT 1 FROM qpv_commune p JOIN acces_commune c ON c.insee_com = p.insee_com WHERE p.code_qp = q.code_qp)
ORDER BY q.code_qp;
