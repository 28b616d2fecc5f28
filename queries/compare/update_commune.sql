-- What a commune was before, and what changes; the rest is that of the second result.
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
UPDATE comparaison SET population_avant = :population_avant, apl_avant = :apl_avant, apl_ecart = :apl_ecart, nb_gp_avant = :nb_gp_avant,
  t_gp_avant = :t_gp_avant, t_gp_ecart = :t_gp_ecart, t_pharma_avant = :t_pharma_avant, t_pharma_ecart = :t_pharma_ecart,
  t_urgence_avant = :t_urgence_avant, t_urgence_ecart = :t_urgence_ecart, zonage_avant = :zonage_avant, desert_avant = :desert_avant,
  passage = :passage
WHERE insee_com = :insee_com;
