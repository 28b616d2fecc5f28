-- Writes a proposed site.
-- :geom       point
-- :nom        request
-- :modele     p-median or mclp
-- :rang       1 for the one that brings most, and so on
-- :insee_com  commune
-- :libelle    its name
-- :personnes  persons it brings within :minutes, whom nothing opened before does
-- :minutes    limit, min
INSERT INTO site (geom, nom, modele, rang, insee_com, libelle, personnes, minutes)
VALUES (:geom, :nom, :modele, :rang, :insee_com, :libelle, :personnes, :minutes);
