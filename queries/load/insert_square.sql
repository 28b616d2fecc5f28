-- Writes a square of 200 m of the population grid.
-- :code        identifier
-- :x           centre, easting, m
-- :y           centre, northing, m
-- :insee_com   commune
-- :population  persons
-- :menages     households
-- :impute      1 when the figures are imputed (fewer than 11 households)
INSERT INTO carreau (code, x, y, insee_com, population, menages, impute)
VALUES (:code, :x, :y, :insee_com, :population, :menages, :impute);
