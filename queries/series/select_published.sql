-- Communes of the territory of a result: the published APL of one vintage.
-- :millesime   vintage; NULL: the last
-- :jusqu_a_65  1: without doctors over 65
-- Columns: code, EPCI and its name, persons of the vintage or else of the result, APL.
SELECT a.insee_com, c.siren_epci, a.lib_epci, coalesce(p.population, a.population), iif(:jusqu_a_65, p.apl_65, p.apl)
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com
LEFT JOIN apl_publiee p ON p.insee_com = a.insee_com AND p.service = 'gp'
  AND p.millesime = coalesce(:millesime, (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'))
ORDER BY a.insee_com;
