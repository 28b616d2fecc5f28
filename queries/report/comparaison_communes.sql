-- Communes for which something changes, those whose access changes most first.
-- Columns: code, name, EPCI, persons, priority neighbourhoods there, access, doctors and minutes before and after, class of zoning before and after, thresholds passed.
SELECT insee_com, libelle, lib_epci, population, (SELECT a.n_qpv FROM acces_commune a WHERE a.insee_com = comparaison.insee_com) AS n_qpv, apl_avant, apl, apl_ecart, nb_gp_avant, nb_gp, t_gp_avant, t_gp, t_pharma_avant, t_pharma,
  t_urgence_avant, t_urgence, zonage_avant, zonage, passage
FROM comparaison
WHERE apl_avant IS NOT apl OR nb_gp_avant IS NOT nb_gp OR t_gp_avant IS NOT t_gp OR t_pharma_avant IS NOT t_pharma
  OR t_urgence_avant IS NOT t_urgence OR zonage_avant IS NOT zonage OR population_avant IS NOT population
ORDER BY abs(coalesce(apl_ecart, 0)) DESC, abs(coalesce(t_urgence_ecart, 0)) DESC, insee_com;
