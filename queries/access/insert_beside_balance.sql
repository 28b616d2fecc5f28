-- Writes what a part of the difference with the published figures is over the territory.
-- :constat     accord, or the part
-- :moyenne     mean by persons, or NULL
-- :absolue     mean of its absolute value, or NULL
-- :communes    communes of which it is the finding
-- :population  their persons
INSERT INTO ecart_publie_bilan (constat, moyenne, absolue, communes, population) VALUES (:constat, :moyenne, :absolue, :communes, :population);
