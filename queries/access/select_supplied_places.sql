-- Communes that have some supply of a service.
-- :service  gp, pharmacy, emergency...
-- Columns: insee_com.
SELECT DISTINCT insee_com FROM offre WHERE service = :service AND scenario = 'actuel' AND quantite > 0
ORDER BY insee_com;
