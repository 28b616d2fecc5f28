-- A commune in one year.
-- :insee_com
-- :annee
-- :population  persons
-- :apl         NULL unknown
-- :nb_gp       heads, NULL unknown
INSERT INTO serie_valeur (insee_com, annee, population, apl, nb_gp) VALUES (:insee_com, :annee, :population, :apl, :nb_gp);
