-- The indicators of one year.
-- :annee
-- :source         of the APL
-- :population     persons
-- :apl            mean
-- :seuil
-- :sous           persons under it
-- :couverts       persons at it or above
-- :part_couverte  percent
-- :inconnus       persons
-- :nb_gp          heads, NULL unknown
-- :consultations  deployed, NULL unknown
-- :arrivees       since :depuis
-- :departs        since :depuis
-- :depuis         year before whose supply is known, NULL for none
INSERT INTO serie_annee (annee, source, population, apl, seuil, sous, couverts, part_couverte, inconnus, nb_gp, consultations, arrivees, departs, depuis)
VALUES (:annee, :source, :population, :apl, :seuil, :sous, :couverts, :part_couverte, :inconnus, :nb_gp, :consultations, :arrivees, :departs, :depuis);
