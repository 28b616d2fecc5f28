-- Rings of the catchments, from the nearest one; the one beyond the last limit at the end.
-- :nom  request; NULL: all of them
-- Columns: name as stored, upper limit in minutes (NULL: none), lower limit.
SELECT b.libelle, b.minutes, MAX((SELECT MAX(i.minutes) FROM bassin i WHERE i.nature = 'anneau' AND i.nom = b.nom
                                  AND (b.minutes IS NULL OR i.minutes < b.minutes))) AS depuis
FROM bassin b WHERE b.nature = 'anneau' AND (:nom IS NULL OR b.nom = :nom)
GROUP BY b.libelle, b.minutes ORDER BY b.minutes IS NULL, b.minutes, b.libelle;
