-- Multiplies the people of a commune, in all its places. Every text lies from '' to the empty blob: a range, unlike OR, is found in the index.
-- :insee_com  commune, or NULL: everywhere
-- :facteur    factor
-- Its ages and the commune itself follow, in scale_ages and scale_commune.
UPDATE lieu SET population = population * :facteur WHERE insee_com BETWEEN coalesce(:insee_com, '') AND coalesce(:insee_com, x'');
