-- Writes a catchment area.
-- :geom         area
-- :nom          request
-- :nature       affectation (nearest site) or anneau (ring)
-- :site         code of the site, or NULL for a ring
-- :libelle      name
-- :minutes      upper limit, min, or NULL
-- :population   persons whose commune centre is in it
-- :nb_communes  number of these
-- :t_moyen      mean time to the nearest site, min, by population
INSERT INTO bassin (geom, nom, nature, site, libelle, minutes, population, nb_communes, t_moyen)
VALUES (:geom, :nom, :nature, :site, :libelle, :minutes, :population, :nb_communes, :t_moyen);
