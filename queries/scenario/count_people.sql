-- People of a commune, over the places that count them.
-- :insee_com  commune
-- Columns: persons, NULL when unknown.
SELECT CASE WHEN (SELECT population FROM commune WHERE insee_com = :insee_com) IS NULL THEN NULL ELSE sum(population) END FROM lieu WHERE insee_com = :insee_com;
