-- Writes what the access of a commune owes to conventions.
-- :insee_com    INSEE code
-- :part         percent of the runs beyond the threshold, or NULL
-- :mini         smallest value, or NULL
-- :mediane      median, or NULL
-- :maxi         largest value, or NULL
-- :decide       convention that decides, or NULL
-- :decide_part  percent of the variance of the flag it explains alone, or NULL
INSERT INTO sensibilite (geom, insee_com, libelle, population, part, mini, mediane, maxi, decide, decide_part, approx)
SELECT c.geom, c.insee_com, c.libelle, c.population, :part, :mini, :mediane, :maxi, :decide, :decide_part, c.approx
FROM commune c WHERE c.insee_com = :insee_com;
