-- Sets the population of a commune to that of its squares where no source gives one.
-- :insee_com   commune
-- :population  persons
-- :moins_2000  1 under 2,000
UPDATE commune SET population = :population, moins_2000 = :moins_2000 WHERE insee_com = :insee_com;
