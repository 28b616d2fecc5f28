-- Whether a service counts heads: 1 too where it has no supply.
-- :service  gp, pharmacy, emergency...
-- Columns: 0 or 1.
SELECT count(*) = 0 OR sum(unite = 'personnes') > 0 FROM offre WHERE service = :service AND scenario = 'actuel';
