-- Writes the supply expected at a place.
-- :service  gp, nurse...
-- :annees   years from now
-- :code     place
-- :offre    acts a year, or full-time equivalents
INSERT INTO offre_attendue (service, annees, code, offre) VALUES (:service, :annees, :code, :offre);
