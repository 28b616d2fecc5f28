-- Rows of supply of a service in a commune.
-- :service    gp, pharmacy, emergency...
-- :insee_com  commune
-- Columns: number.
SELECT count(*) FROM offre WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel' AND quantite > 0;
