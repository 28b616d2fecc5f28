-- Writes the access of the territory under a level of a convention.
-- :facteur          convention
-- :niveau           its level
-- :calculs          runs
-- :moyenne          mean of the measure, or NULL
-- :communes_sous    communes beyond the threshold, mean of the runs
-- :population_sous  persons there, mean of the runs
-- :part_variance    percent of the variance of these persons it explains alone, or NULL
INSERT INTO sensibilite_niveau (facteur, niveau, calculs, moyenne, communes_sous, population_sous, part_variance)
VALUES (:facteur, :niveau, :calculs, :moyenne, :communes_sous, :population_sous, :part_variance);
