-- Classes of both zonings, what changes first.
-- Columns: level, code, name, persons, indicator before, after, class before, after, oui when it changes, inconnu when it cannot be told.
-- A neighbourhood without a class of its own has that of its commune.
SELECT maille, code, libelle, population, apl_avant, apl_apres,
       CASE WHEN maille = 'qpv' THEN avant ELSE coalesce(avant, 'inconnu') END AS avant,
       CASE WHEN maille = 'qpv' THEN apres ELSE coalesce(apres, 'inconnu') END AS apres,
       CASE WHEN avant IS apres THEN NULL WHEN maille <> 'qpv' AND (avant IS NULL OR apres IS NULL) THEN 'inconnu' ELSE 'oui' END AS change
FROM zonage_scenario
ORDER BY CASE maille WHEN 'tvs' THEN 1 WHEN 'commune' THEN 2 ELSE 3 END, avant IS apres, code;
