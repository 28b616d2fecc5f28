-- Multiplies the people of a commune, in all its places.
-- :insee_com  commune, or NULL: everywhere
-- :facteur    factor
-- Its ages and the commune itself follow, in scale_ages and scale_commune.
UPDATE lieu SET population = population * :facteur WHERE :insee_com IS NULL OR insee_com = :insee_com;
