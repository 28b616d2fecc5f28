-- Priority neighbourhoods for which something changes, those whose access changes most first.
-- Columns: code, name, persons, access and minutes before and after, class of zoning before and after, thresholds passed.
SELECT code_qp, libelle, population, apl_avant, apl, apl_ecart, t_gp_avant, t_gp, t_pharma_avant, t_pharma, t_urgence_avant, t_urgence,
  zonage_avant, zonage, passage
FROM comparaison_qpv
WHERE apl_avant IS NOT apl OR t_gp_avant IS NOT t_gp OR t_pharma_avant IS NOT t_pharma OR t_urgence_avant IS NOT t_urgence OR zonage_avant IS NOT zonage
ORDER BY abs(coalesce(apl_ecart, 0)) DESC, abs(coalesce(t_urgence_ecart, 0)) DESC, code_qp;
