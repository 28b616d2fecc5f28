-- Patients of a commune to re-home.
-- :service     service of the measure
-- :insee_com   commune
-- :libelle     its name
-- :perdus      supply lost, units a year
-- :accueillis  what practices within reach could take
-- :sans_place  the rest
-- :minutes     mean trip of what is taken, NULL: nothing
-- :vers        communes that take most, NULL: none
INSERT INTO comparaison_accueil (service, insee_com, libelle, perdus, accueillis, sans_place, minutes, vers)
VALUES (:service, :insee_com, :libelle, :perdus, :accueillis, :sans_place, :minutes, :vers);
