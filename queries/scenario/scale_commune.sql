-- Multiplies the people of a commune, and its standardised population where a source gives one. The range is that of scale_people.
-- :insee_com  commune, or NULL: everywhere
-- :facteur    factor
UPDATE commune SET population = population * :facteur, pop_std = pop_std * :facteur,
  moins_2000 = CASE WHEN population IS NULL THEN moins_2000 ELSE population * :facteur < 2000 END
WHERE insee_com BETWEEN coalesce(:insee_com, '') AND coalesce(:insee_com, x'');
