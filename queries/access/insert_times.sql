-- Writes the times of a request from a commune.
-- :nom           name of the request
-- :insee_com     commune
-- :libelle       its name
-- :population    persons
-- :personnes     of those who are counted
-- :minutes       to the nearest site that counts, or NULL
-- :site          its code, or NULL
-- :lib_site      its name, or NULL
-- :minutes_sans  to the nearest site whatever the hours, or NULL
-- :passe         lowest limit that is passed because sites are closed, or NULL
INSERT INTO temps (nom, insee_com, libelle, population, personnes, minutes, site, lib_site, minutes_sans, passe)
VALUES (:nom, :insee_com, :libelle, :population, :personnes, :minutes, :site, :lib_site, :minutes_sans, :passe);
