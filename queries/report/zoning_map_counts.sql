-- What each class of the zoning that is filed holds, for the legend of its map.
-- Columns: class (NULL: unknown), territories, communes, persons (NULL: not known).
SELECT z.apres, sum(z.maille = 'tvs'), sum(z.maille = 'commune'),
       (SELECT j.population FROM zonage_jauge j WHERE j.cote = 'B' AND j.jauge = coalesce(z.apres, 'inconnu'))
FROM zonage_scenario z WHERE z.maille IN ('tvs', 'commune') GROUP BY z.apres ORDER BY z.apres;
