-- Deletes the times to the nearest site of a service.
-- :service  gp, pharmacy, emergency
DELETE FROM acces WHERE service = :service AND mesure = 'temps';
