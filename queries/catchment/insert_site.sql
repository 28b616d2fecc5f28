-- Writes whom a site serves under its capacity.
-- :nom       request
-- :site      code
-- :libelle   name
-- :capacite  persons it can serve
-- :servis    persons it serves
-- :t_moyen   their mean time, min, or NULL
-- :methode   rank or optimal
INSERT INTO bassin_site (nom, site, libelle, capacite, servis, t_moyen, methode)
VALUES (:nom, :site, :libelle, :capacite, :servis, :t_moyen, :methode);
