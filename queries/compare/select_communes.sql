-- Communes of the territory of the second result; the first columns are those of compare/select_before.
-- Columns: code, name, persons, GPs, class of zoning, desert, EPCI and its name, département, TVS and its name, density, income, whether a priority
-- neighbourhood lies there, APL, minutes to a GP, a pharmacy, an emergency service.
SELECT a.insee_com, a.libelle, a.population, a.nb_gp, a.zonage, a.desert, c.siren_epci, a.lib_epci, c.insee_dep, c.tvs, c.lib_tvs, a.densite,
  r.revenu, a.n_qpv > 0, a.apl, a.t_gp, a.t_pharma, a.t_urgence
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com LEFT JOIN revenu r ON r.insee_com = a.insee_com
ORDER BY a.insee_com;
