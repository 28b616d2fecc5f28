-- Keeps a part of the supply of a service in a commune. The bounds of activity hold for the whole of a professional, who does not change.
-- :insee_com  INSEE code
-- :service    gp, pharmacy, emergency...
-- :part       share that is kept, in (0, 1)
UPDATE offre SET activite = coalesce(activite, CASE unite WHEN 'actes' THEN quantite END), quantite = :part * quantite
WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel';
