-- People by time to the nearest site, for the times and the rings that the study asked for: from one limit to the next, then beyond the
-- last. People without any site within the search are beyond it.
-- Columns: kind (temps, bassin), name of the request, upper limit (min; NULL: beyond), persons.
SELECT genre, nom, minutes, personnes FROM (
  SELECT 'temps' AS genre, nom, minutes,
         personnes - au_dela - coalesce(lag(personnes - au_dela) OVER (PARTITION BY nom ORDER BY minutes), 0) AS personnes FROM temps_bilan
  UNION ALL
  SELECT 'temps', b.nom, NULL, b.au_dela FROM temps_bilan b WHERE b.minutes = (SELECT max(minutes) FROM temps_bilan WHERE nom = b.nom)
  UNION ALL
  SELECT 'bassin', nom, minutes, population FROM bassin WHERE nature = 'anneau')
ORDER BY genre, nom, minutes IS NULL, minutes;
