-- Writes the share of a group among the people of a commune.
-- :groupe     name of the group
-- :insee_com  commune
-- :part       0 to 1
-- :au_moins   minutes that a trip that is not found takes at least; NULL: unknown. Of a commune off the network nothing is known.
INSERT INTO groupe_part (groupe, insee_com, part, au_moins)
VALUES (:groupe, :insee_com, :part, CASE WHEN NOT EXISTS (SELECT 1 FROM reject r
  WHERE r.source = 'travel' AND r.code = :insee_com AND r.valeur = 'lieu' AND r.motif = 'aucune route à portée') THEN :au_moins END);
