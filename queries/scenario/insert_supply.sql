-- Adds supply at the centre of a commune, in heads or full-time equivalents.
-- :insee_com  INSEE code
-- :service    gp, pharmacy, emergency...
-- :quantite   quantity, in :unite
-- :unite      personnes or etp
INSERT INTO offre (insee_com, service, quantite, unite, precision) VALUES (:insee_com, :service, :quantite, :unite, 'commune');
