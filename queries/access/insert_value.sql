-- Writes the value of a measure at a demand point.
-- :code     demand point
-- :service  gp, pharmacy, emergency...
-- :mesure   apl or temps
-- :valeur   value, or NULL when unknown
INSERT INTO acces (code, service, mesure, valeur) VALUES (:code, :service, :mesure, :valeur);
