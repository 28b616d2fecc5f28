-- Removes all the supply of a service in a commune.
-- :insee_com  INSEE code
-- :service    gp, pharmacy, emergency...
DELETE FROM offre WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel';
