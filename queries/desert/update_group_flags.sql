-- Flags the places of each group on the figures of its people, as desert/update_qpv_flags flags neighbourhoods. Where some have no trip,
-- the lower bound of the mean time may be enough to decide.
-- :apl        threshold of the APL, flagged below
-- :pharmacie  limit to a pharmacy, min, flagged beyond
-- :urgence    limit to emergencies, min, flagged beyond
WITH critere (fid, bit, mot, tient) AS (
  SELECT fid, 1, 'médecin généraliste', apl < :apl FROM acces_groupe
  UNION ALL
  SELECT fid, 2, 'pharmacie', CASE WHEN t_pharma IS NOT NULL THEN t_pharma > :pharmacie WHEN t_pharma_min >= :pharmacie THEN 1 END FROM acces_groupe
  UNION ALL
  SELECT fid, 4, 'urgences', CASE WHEN t_urgence IS NOT NULL THEN t_urgence > :urgence WHEN t_urgence_min >= :urgence THEN 1 END FROM acces_groupe
), juge AS (
  SELECT fid, sum(CASE WHEN tient THEN bit ELSE 0 END) AS bits, group_concat(CASE WHEN tient THEN mot END, ' + ') AS manque,
         group_concat(CASE WHEN tient IS NULL THEN mot END, ', ') AS inconnu
  FROM (SELECT * FROM critere ORDER BY fid, bit) GROUP BY fid
)
UPDATE acces_groupe SET desert = CASE WHEN bits > 0 OR inconnu IS NULL THEN bits END,
  desert_lib = CASE WHEN inconnu IS NULL THEN manque ELSE coalesce(manque || ' ; ', '') || 'inconnu : ' || inconnu END
FROM juge WHERE juge.fid = acces_groupe.fid;
