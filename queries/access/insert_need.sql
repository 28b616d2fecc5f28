-- Writes what a commune lacks.
-- :service        gp, nurse...
-- :insee_com      INSEE code
-- :population     persons
-- :acces          APL in its unit, or NULL
-- :manque         units of supply a year missing
-- :etp            the same in professionals
-- :sur_place      units to add in the commune itself, or NULL
-- :sur_place_etp  the same in professionals
-- :minutes        to the nearest site, or NULL
-- :loin           persons beyond the limit
-- :zone           number of its area, or NULL
INSERT INTO besoin (service, insee_com, population, acces, manque, etp, sur_place, sur_place_etp, minutes, loin, zone)
VALUES (:service, :insee_com, :population, :acces, :manque, :etp, :sur_place, :sur_place_etp, :minutes, :loin, :zone);
