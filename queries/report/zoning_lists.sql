-- Territories, then neighbourhoods, of each aided class of the zoning that is filed, with their communes.
-- Columns: class, level, code, name, persons, communes by name, how the persons are known (empty: counted).
SELECT s.apres, s.maille, s.code, s.libelle, s.population,
  CASE s.maille WHEN 'tvs' THEN (SELECT group_concat(n, ', ') FROM (SELECT c.libelle AS n FROM commune c
     JOIN zonage_scenario o ON o.maille = 'commune' AND o.code = c.insee_com AND o.apres = s.apres
     WHERE coalesce(c.tvs, c.insee_com) = s.code AND c.perimetre = 1 ORDER BY c.libelle COLLATE francais))
  ELSE (SELECT group_concat(n, ', ') FROM (SELECT c.libelle AS n FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com
     WHERE q.code_qp = s.code ORDER BY c.libelle COLLATE francais)) END,
  (SELECT CASE e.population_source WHEN 'carreaux' THEN 'estimée d’après les carreaux' ELSE 'estimée d’après la surface' END FROM qpv e
   WHERE s.maille = 'qpv' AND e.code_qp = s.code AND e.population_source <> 'source')
FROM zonage_scenario s
WHERE s.maille IN ('tvs', 'qpv') AND s.apres IN ('ZIP', 'ZAC', 'ZAR', 'ZV')
ORDER BY CASE s.apres WHEN 'ZIP' THEN 1 WHEN 'ZAC' THEN 2 WHEN 'ZAR' THEN 3 ELSE 4 END, s.maille DESC, s.libelle COLLATE francais, s.code;
