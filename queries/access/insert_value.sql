-- Writes the value of a measure at a demand point.
-- :code     demand point
-- :service  gp, pharmacy, emergency...
-- :mesure   name of the measure, or temps
-- :valeur   value, or NULL when unknown
-- :demande  standardised persons the measure counted with, or NULL
INSERT INTO acces (code, service, mesure, valeur, demande) VALUES (:code, :service, :mesure, :valeur, :demande);
