-- Writes a contiguous area.
-- :geom            area
-- :nom             its largest commune
-- :espace          urbain, rural or mixte
-- :nb_communes     communes
-- :population      persons
-- :pop_moins_2000  persons in communes under 2,000 inhabitants
-- :apl             mean APL, by standardised population
-- :manque          consultations a year missing to reach the threshold
-- :communes        INSEE codes separated by a space
-- :approx          1 when an outline is approximate
INSERT INTO desert (geom, nom, espace, nb_communes, population, pop_moins_2000, apl, manque, communes, approx)
VALUES (:geom, :nom, :espace, :nb_communes, :population, :pop_moins_2000, :apl, :manque, :communes, :approx);
