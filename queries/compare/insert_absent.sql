-- A place that only one of the two results holds.
-- :cote        avant | apres: the only result that holds it
-- :maille      level
-- :code        its code
-- :libelle     its name
-- :population  persons after, NULL unknown
-- :motif       why it cannot be compared
INSERT INTO comparaison_absent (cote, maille, code, libelle, population, motif) VALUES (:cote, :maille, :code, :libelle, :population, :motif);
