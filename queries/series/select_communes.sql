-- Communes of the territory of a result: its own APL and supply.
-- Columns: code, EPCI and its name, persons, APL, GPs, TVS and its name.
SELECT a.insee_com, c.siren_epci, a.lib_epci, a.population, a.apl, a.nb_gp, c.tvs, c.lib_tvs
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com ORDER BY a.insee_com;
