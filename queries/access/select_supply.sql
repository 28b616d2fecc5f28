-- Supply of a service, in a fixed order.
-- :service  gp, pharmacy, emergency...
-- Columns: insee_com, quantity, unit, age (NULL unknown).
SELECT insee_com, quantite, unite, age FROM offre WHERE service = :service AND scenario = 'actuel'
ORDER BY insee_com, id;
