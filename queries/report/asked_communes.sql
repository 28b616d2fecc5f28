-- Communes of the territory in each request of report/asked: minutes to the nearest site; of rings, the limit within which half of its
-- people or more have a site; of a measure, its mean by inhabitant.
-- Columns: code, kind (temps, bassin, mesure), name of the request, value (NULL: unknown, or no site within the search), 1 when the nearest
-- site is beyond the last limit, persons.
SELECT v.code, v.genre, v.nom, v.valeur, v.au_dela, c.population FROM (
  SELECT insee_com AS code, 'temps' AS genre, nom, minutes AS valeur, 0 AS au_dela FROM temps
  UNION ALL
  SELECT code, 'bassin', nom, min(CASE WHEN dedans >= 0.5 * tous THEN minutes END), max(CASE WHEN dedans >= 0.5 * tous THEN 1 ELSE 0 END) = 0
  FROM (SELECT l.insee_com AS code, n.nom AS nom, n.minutes AS minutes, sum(max(l.population, 1e-9)) AS tous,
               sum(CASE WHEN n.sites > 0 THEN max(l.population, 1e-9) ELSE 0 END) AS dedans
        FROM bassin_nombre n JOIN lieu l ON l.code = n.code WHERE l.perimetre = 1 GROUP BY l.insee_com, n.nom, n.minutes)
  GROUP BY code, nom
  UNION ALL
  SELECT l.insee_com, 'mesure', a.service, sum(a.valeur * max(l.population, 1e-9)) / sum(CASE WHEN a.valeur IS NOT NULL THEN max(l.population, 1e-9) END), 0
  FROM acces a JOIN lieu l ON l.code = a.code AND l.perimetre = 1
  WHERE a.id IN (SELECT x.id FROM acces x JOIN (SELECT min(id), service, mesure FROM acces WHERE service <> 'gp' AND mesure <> 'temps' GROUP BY service) f
                 ON f.service = x.service AND f.mesure = x.mesure)
  GROUP BY l.insee_com, a.service) v JOIN commune c ON c.insee_com = v.code
ORDER BY v.code;
