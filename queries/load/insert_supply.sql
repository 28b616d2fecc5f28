-- Writes supply at the centre of a commune.
-- :insee_com  INSEE code
-- :service    gp, pharmacy, emergency...
-- :quantite   quantity, in :unite
-- :unite      personnes, etp (full-time equivalents), actes (a year) or actes_centre (of a health centre, a year)
-- :age        age of the professional, years, or NULL
-- :activite   acts a year of the professional in all places, or NULL
-- :precision  commune, etablissement or code_postal: how the commune is known
-- :etablissement  FINESS number of the establishment, or NULL
INSERT INTO offre (insee_com, service, quantite, unite, age, activite, precision, etablissement)
VALUES (:insee_com, :service, :quantite, :unite, :age, :activite, :precision, :etablissement);
