-- Writes a square of 200 m of the population grid.
-- :x           centre, easting, m
-- :y           centre, northing, m
-- :insee_com   commune
-- :population  persons
-- :impute      1 when the figures are imputed (fewer than 11 households)
INSERT INTO carreau (x, y, insee_com, population, impute) VALUES (:x, :y, :insee_com, :population, :impute);
