-- Records a figure of the road network.
-- :element  what is counted
-- :nombre   how many
-- :effet    what becomes of them, or NULL
INSERT INTO reseau (element, nombre, effet) VALUES (:element, :nombre, :effet)
ON CONFLICT (element) DO UPDATE SET nombre = excluded.nombre, effet = excluded.effet;
