-- Every commune of the second result, as if nothing had changed.
INSERT INTO comparaison (fid, geom, insee_com, libelle, lib_epci, population_avant, population, apl_avant, apl, apl_ecart, nb_gp_avant, nb_gp,
  t_gp_avant, t_gp, t_gp_ecart, t_pharma_avant, t_pharma, t_pharma_ecart, t_urgence_avant, t_urgence, t_urgence_ecart,
  zonage_avant, zonage, desert_avant, desert, passage, approx)
SELECT fid, geom, insee_com, libelle, lib_epci, population, population, apl, apl, apl - apl, nb_gp, nb_gp,
  t_gp, t_gp, t_gp - t_gp, t_pharma, t_pharma, t_pharma - t_pharma, t_urgence, t_urgence, t_urgence - t_urgence,
  zonage, zonage, desert, desert, NULL, approx
FROM acces_commune ORDER BY fid;
