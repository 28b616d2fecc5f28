-- A commune of a year that the last year does not hold under its code.
-- :annee
-- :insee_com
-- :population  persons, NULL unknown
-- :motif       why, and whether another counts it
INSERT INTO serie_absent (annee, insee_com, population, motif) VALUES (:annee, :insee_com, :population, :motif);
