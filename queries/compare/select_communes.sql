-- Communes of the territory of a result.
-- Columns: code, name, EPCI and its name, département, TVS and its name, persons, APL, GPs, minutes to a GP, a pharmacy, an emergency service,
-- density, class of zoning, desert, income, whether a priority neighbourhood lies there.
SELECT a.insee_com, a.libelle, c.siren_epci, a.lib_epci, c.insee_dep, c.tvs, c.lib_tvs, a.population, a.apl, a.nb_gp, a.t_gp, a.t_pharma,
  a.t_urgence, a.densite, a.zonage, a.desert, r.revenu, a.n_qpv > 0
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com LEFT JOIN revenu r ON r.insee_com = a.insee_com
ORDER BY a.insee_com;
