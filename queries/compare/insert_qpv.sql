-- Writes a neighbourhood before and after; what it is after stands in its own table.
-- :code_qp          code
-- :apl_avant        APL before, and the change
-- :apl_ecart
-- :t_gp_avant       minutes before, and the change: to a GP, a pharmacy, an emergency service
-- :t_gp_ecart
-- :t_pharma_avant
-- :t_pharma_ecart
-- :t_urgence_avant
-- :t_urgence_ecart
-- :zonage_avant     class before
-- :desert_avant     desert before
-- :passage          thresholds that it passes, or NULL
INSERT INTO comparaison_qpv (geom, code_qp, libelle, population, apl_avant, apl, apl_ecart, t_gp_avant, t_gp, t_gp_ecart,
  t_pharma_avant, t_pharma, t_pharma_ecart, t_urgence_avant, t_urgence, t_urgence_ecart, zonage_avant, zonage, desert_avant, desert, passage)
SELECT geom, code_qp, libelle, population, :apl_avant, apl, :apl_ecart, :t_gp_avant, t_gp, :t_gp_ecart,
  :t_pharma_avant, t_pharma, :t_pharma_ecart, :t_urgence_avant, t_urgence, :t_urgence_ecart, :zonage_avant, zonage, :desert_avant, desert, :passage
FROM qpv WHERE code_qp = :code_qp;
