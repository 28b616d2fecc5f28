-- Writes what the rule says of a commune.
-- :insee_com  INSEE code
-- :regle      ZIP, vivier or hors vivier, or NULL
-- :ecart      how its class departs from it, or NULL
UPDATE acces_commune SET zonage_regle = :regle, zonage_ecart = :ecart WHERE insee_com = :insee_com;
