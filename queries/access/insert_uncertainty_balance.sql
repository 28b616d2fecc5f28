-- Writes how sure the access of the territory is.
-- :constat     sous, pres, dessus, inconnu or tous
-- :communes    communes
-- :population  persons
-- :bas         interval of the persons, or NULL
-- :haut        its upper end, or NULL
INSERT INTO incertitude_bilan (constat, communes, population, bas, haut) VALUES (:constat, :communes, :population, :bas, :haut);
