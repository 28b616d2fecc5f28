-- Replaces the value of a measure at a demand point that has one.
-- :code     demand point
-- :service  gp, pharmacy, emergency...
-- :mesure   name of the measure
-- :valeur   value, or NULL when unknown
UPDATE acces SET valeur = :valeur WHERE service = :service AND mesure = :mesure AND code = :code;
