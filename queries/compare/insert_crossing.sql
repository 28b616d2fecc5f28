-- One commune that passes a threshold.
-- :service     service of the measure
-- :mesure      its name
-- :insee_com   commune
-- :libelle     its name
-- :lib_epci    group of communes
-- :population  persons after, NULL unknown
-- :avant       value before, NULL unknown
-- :apres       value after, NULL unknown
-- :seuil       threshold after
-- :passage     which threshold it passes, in which direction
INSERT INTO comparaison_passage (service, mesure, insee_com, libelle, lib_epci, population, avant, apres, seuil, passage)
VALUES (:service, :mesure, :insee_com, :libelle, :lib_epci, :population, :avant, :apres, :seuil, :passage);
