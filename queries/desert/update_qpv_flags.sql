-- Flags the neighbourhoods as communes are: NULL when no criterion holds and one is unknown; in words, those that hold, then those
-- that are unknown.
-- :apl        threshold of the APL, flagged below
-- :publiee    APL that is judged: 0 computed; 1 published, of all ages; 2 published, of 65 and under: then the mean of the communes
--             of the neighbourhood, by the share of its people that lives in each
-- :millesime  vintage of the published APL; NULL: the last one
-- :pharmacie  limit to a pharmacy, min, flagged beyond
-- :urgence    limit to emergencies, min, flagged beyond
WITH juge (code_qp, m, p, u) AS (
  SELECT code_qp, CASE WHEN :publiee = 0 THEN apl ELSE (
      SELECT sum(q.part * CASE :publiee WHEN 1 THEN p.apl ELSE p.apl_65 END)
             / sum(CASE WHEN CASE :publiee WHEN 1 THEN p.apl ELSE p.apl_65 END IS NOT NULL THEN q.part END)
      FROM qpv_commune q JOIN apl_publiee p ON p.insee_com = q.insee_com AND p.service = 'gp'
        AND p.millesime = coalesce(:millesime, (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'))
      WHERE q.code_qp = qpv.code_qp) END < :apl,
    t_pharma > :pharmacie, t_urgence > :urgence
  FROM qpv)
UPDATE qpv SET
  desert = CASE WHEN max(coalesce(m, 0), coalesce(p, 0), coalesce(u, 0)) = 0 AND m + p + u IS NULL THEN NULL
                ELSE coalesce(m, 0) + 2 * coalesce(p, 0) + 4 * coalesce(u, 0) END,
  desert_lib = nullif(
      substr(CASE WHEN m THEN ' + médecin généraliste' ELSE '' END || CASE WHEN p THEN ' + pharmacie' ELSE '' END
             || CASE WHEN u THEN ' + urgences' ELSE '' END, 4)
      || CASE WHEN m + p + u IS NOT NULL THEN '' ELSE
           CASE WHEN max(coalesce(m, 0), coalesce(p, 0), coalesce(u, 0)) > 0 THEN ' ; ' ELSE '' END || 'inconnu : '
           || substr(CASE WHEN m IS NULL THEN ', médecin généraliste' ELSE '' END
                     || CASE WHEN p IS NULL THEN ', pharmacie' ELSE '' END
                     || CASE WHEN u IS NULL THEN ', urgences' ELSE '' END, 3) END, '')
FROM juge WHERE juge.code_qp = qpv.code_qp;
