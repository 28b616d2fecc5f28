-- One commune before and after; its outline and name are those of the second result.
-- :population_avant  persons before, NULL unknown
-- :apl_avant         APL before
-- :apl_ecart         APL, after less before
-- :nb_gp_avant       GPs before
-- :t_gp_avant        minutes to a GP before
-- :t_gp_ecart        the same, after less before
-- :t_pharma_avant    minutes to a pharmacy before
-- :t_pharma_ecart    the same, after less before
-- :t_urgence_avant   minutes to an emergency service before
-- :t_urgence_ecart   the same, after less before
-- :zonage_avant      class of the zoning before
-- :desert_avant      desert before
-- :passage           which threshold it passes, in which direction
-- :insee_com         commune
INSERT INTO comparaison (fid, geom, insee_com, libelle, lib_epci, population_avant, population, apl_avant, apl, apl_ecart, nb_gp_avant, nb_gp,
  t_gp_avant, t_gp, t_gp_ecart, t_pharma_avant, t_pharma, t_pharma_ecart, t_urgence_avant, t_urgence, t_urgence_ecart,
  zonage_avant, zonage, desert_avant, desert, passage, approx)
SELECT fid, geom, insee_com, libelle, lib_epci, :population_avant, population, :apl_avant, apl, :apl_ecart, :nb_gp_avant, nb_gp,
  :t_gp_avant, t_gp, :t_gp_ecart, :t_pharma_avant, t_pharma, :t_pharma_ecart, :t_urgence_avant, t_urgence, :t_urgence_ecart,
  :zonage_avant, zonage, :desert_avant, desert, :passage, approx
FROM acces_commune WHERE insee_com = :insee_com;
