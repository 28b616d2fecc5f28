-- A commune of a year that the last year does not hold.
-- :annee
-- :insee_com
-- :population  persons, NULL unknown
INSERT INTO serie_absent (annee, insee_com, population) VALUES (:annee, :insee_com, :population);
