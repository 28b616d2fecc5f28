-- Access of the territory now and in some years.
-- Columns: service, years, supply, stopped, moves, mean access, communes and persons under the threshold, communes and persons
-- that fall under it.
SELECT service, CASE annees WHEN 0 THEN 'Aujourd’hui' WHEN 1 THEN 'Dans 1 an' ELSE 'Dans ' || annees || ' ans' END AS horizon,
       offre, 0 - partis AS partis, mouvements, moyenne, communes_sous, population_sous,
       communes_tombees AS communes_tombees, population_tombee AS population_tombee
FROM perspective_bilan
ORDER BY service, annees;
