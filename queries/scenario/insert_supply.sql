-- Adds supply at the centre of a commune, in heads or full-time equivalents.
-- :insee_com      INSEE code
-- :service        gp, pharmacy, emergency...
-- :quantite       quantity, in :unite
-- :unite          personnes or etp
-- :age            years, or NULL: not known
-- :etablissement  FINESS number of the place of practice, or NULL: not known
INSERT INTO offre (insee_com, service, quantite, unite, age, precision, etablissement)
VALUES (:insee_com, :service, :quantite, :unite, :age, 'commune', :etablissement);
