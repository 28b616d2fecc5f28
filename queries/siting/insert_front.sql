-- Writes a set of sites of a front.
-- :nom        request
-- :nb_sites   new sites
-- :couverts   persons within the limit
-- :plus_long  longest time to the nearest site, min
-- :trajet     mean minutes
-- :codes      sites
-- :libelles   their names
-- :prouve     1 when no set beats it on all three
INSERT INTO site_front (nom, nb_sites, couverts, plus_long, trajet, codes, libelles, prouve)
VALUES (:nom, :nb_sites, :couverts, :plus_long, :trajet, :codes, :libelles, :prouve);
