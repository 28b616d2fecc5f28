-- Names of the map: the most populous communes of the territory, then those around it.
-- Columns: name, x, y in metres, 1 in the territory.
SELECT COALESCE(libelle, insee_com), x, y, perimetre FROM (
  SELECT insee_com, libelle, x, y, perimetre, population,
         ROW_NUMBER() OVER (PARTITION BY perimetre ORDER BY population DESC, insee_com) AS rang
  FROM commune WHERE x IS NOT NULL AND y IS NOT NULL AND population > 0)
WHERE rang <= CASE perimetre WHEN 1 THEN 600 ELSE 150 END
ORDER BY perimetre DESC, rang;
