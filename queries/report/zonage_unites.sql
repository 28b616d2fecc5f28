-- Classes of both zonings, what changes first.
-- Columns: level, code, name, persons, indicator before, after, class before, after, oui when it changes.
SELECT maille, code, libelle, population, apl_avant, apl_apres, avant, apres,
       CASE WHEN avant IS NOT apres THEN 'oui' END AS change
FROM zonage_scenario
ORDER BY CASE maille WHEN 'tvs' THEN 1 WHEN 'commune' THEN 2 ELSE 3 END, avant IS apres, code;
