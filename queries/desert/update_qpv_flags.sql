-- Flags the neighbourhoods as communes are; what is unknown is not flagged.
-- :apl        threshold of the APL, flagged below
-- :pharmacie  limit to a pharmacy, min, flagged beyond
-- :urgence    limit to emergencies, min, flagged beyond
UPDATE qpv SET desert = coalesce(apl < :apl, 0) + 2 * coalesce(t_pharma > :pharmacie, 0)
  + 4 * coalesce(t_urgence > :urgence, 0);
