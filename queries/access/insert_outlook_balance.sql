-- Writes the access of the territory in some years.
-- :service            gp, nurse...
-- :annees             years from now
-- :offre              expected supply
-- :partis             expected to have stopped
-- :mouvements         arrivals less departures
-- :moyenne            mean access by standardised population, or NULL
-- :communes_sous      communes under the threshold
-- :population_sous    persons there
-- :communes_tombees   communes that fall under it
-- :population_tombee  persons there
INSERT INTO perspective_bilan (service, annees, offre, partis, mouvements, moyenne, communes_sous, population_sous,
  communes_tombees, population_tombee)
VALUES (:service, :annees, :offre, :partis, :mouvements, :moyenne, :communes_sous, :population_sous, :communes_tombees,
  :population_tombee);
