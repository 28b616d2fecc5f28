-- Flags the neighbourhoods as communes are; what is unknown is not flagged.
-- :apl        threshold of the APL, flagged below
-- :publiee    APL that is judged: 0 computed; 1 published, of all ages; 2 published, of 65 and under: then the mean of the communes
--             of the neighbourhood, by the share of its people that lives in each
-- :millesime  vintage of the published APL; NULL: the last one
-- :pharmacie  limit to a pharmacy, min, flagged beyond
-- :urgence    limit to emergencies, min, flagged beyond
UPDATE qpv SET desert = 2 * coalesce(t_pharma > :pharmacie, 0) + 4 * coalesce(t_urgence > :urgence, 0)
  + coalesce(CASE WHEN :publiee = 0 THEN apl ELSE (
      SELECT sum(q.part * CASE :publiee WHEN 1 THEN p.apl ELSE p.apl_65 END)
             / sum(CASE WHEN CASE :publiee WHEN 1 THEN p.apl ELSE p.apl_65 END IS NOT NULL THEN q.part END)
      FROM qpv_commune q JOIN apl_publiee p ON p.insee_com = q.insee_com AND p.service = 'gp'
        AND p.millesime = coalesce(:millesime, (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'))
      WHERE q.code_qp = qpv.code_qp) END < :apl, 0);
