-- Supply of a service, in a fixed order.
-- :service  gp, pharmacy, emergency...
-- Columns: insee_com, quantity, unit, age (NULL unknown), acts in all places (NULL: those of the row).
SELECT insee_com, quantite, unite, age, activite FROM offre WHERE service = :service AND scenario = 'actuel'
ORDER BY insee_com, id;
