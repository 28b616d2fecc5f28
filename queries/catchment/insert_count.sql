-- Writes how many sites and GPs stand within a time of a demand point.
-- :nom      request
-- :code     demand point
-- :minutes  limit, included, min
-- :sites    sites
-- :gp       GPs
INSERT INTO bassin_nombre (nom, code, minutes, sites, gp) VALUES (:nom, :code, :minutes, :sites, :gp);
