-- Communes of the territory with their class and national frame, by code; life territories are numbered from 1.
-- Columns: insee_com, persons, APL, class, frame, number of the life territory (NULL: unknown).
SELECT a.insee_com, coalesce(a.population, 0), a.apl, c.zonage,
  coalesce((SELECT z.cadre FROM zonage z WHERE z.maille = 'commune' AND z.code = c.insee_com),
           (SELECT z.cadre FROM zonage z WHERE z.maille = 'tvs' AND z.code = c.tvs)),
  CASE WHEN c.tvs IS NOT NULL THEN dense_rank() OVER (PARTITION BY c.tvs IS NULL ORDER BY c.tvs) END
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com
ORDER BY a.insee_com;
