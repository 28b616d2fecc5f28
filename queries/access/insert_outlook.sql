-- Writes the access of a commune in some years.
-- :service    gp, nurse...
-- :insee_com  INSEE code
-- :annees     years from now
-- :offre      expected supply there
-- :acces      APL in its unit, or NULL
-- :bascule    tombe, remonte or NULL
INSERT INTO perspective (service, insee_com, annees, offre, acces, bascule)
VALUES (:service, :insee_com, :annees, :offre, :acces, :bascule);
