-- Writes a member of a life territory that the study does not hold, once.
-- :tvs         code of the territory
-- :insee_com   INSEE code of today
-- :population  persons, or NULL
INSERT OR IGNORE INTO tvs_hors_etude (tvs, insee_com, population) VALUES (:tvs, :insee_com, :population);
