-- Writes the demand point of a commune, at its centre.
-- :geom        point
-- :code        INSEE code
-- :population  persons
-- :densite     level of the communal density grid, 1 to 7
-- :perimetre   1 in the territory, 0 neighbour
INSERT INTO lieu (geom, code, insee_com, population, densite, perimetre)
VALUES (:geom, :code, :code, :population, :densite, :perimetre);
