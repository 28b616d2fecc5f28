-- Rings of the catchments, from the nearest one; the one beyond the last limit at the end.
-- :nom  request; NULL: all of them
-- Columns: name as stored, upper limit in minutes (NULL: none), lower limit.
WITH limite AS (SELECT DISTINCT nom, libelle, minutes FROM bassin WHERE nature = 'anneau' AND (:nom IS NULL OR nom = :nom)),
suite AS (SELECT libelle, minutes, MAX(minutes) OVER (PARTITION BY nom ORDER BY minutes IS NULL, minutes
                                                      RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS depuis FROM limite)
SELECT libelle, minutes, MAX(depuis) FROM suite
GROUP BY libelle, minutes ORDER BY minutes IS NULL, minutes, libelle;
