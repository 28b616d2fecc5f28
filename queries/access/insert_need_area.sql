-- Writes what an area lacks.
-- :service      gp, nurse...
-- :zone         number, 0 for the territory
-- :nom          its largest commune
-- :nb_communes  communes under the threshold
-- :population   persons there
-- :manque       units of supply a year missing
-- :etp          the same in professionals
-- :loin         persons with no site within the limit
-- :inconnu      persons whose access is not known
-- :ou           INSEE code where the least is to be added, or NULL
-- :ajout        units to add there, or NULL
-- :ajout_etp    the same in professionals
INSERT INTO besoin_zone (service, zone, nom, nb_communes, population, manque, etp, loin, inconnu, ou, ajout, ajout_etp)
VALUES (:service, :zone, :nom, :nb_communes, :population, :manque, :etp, :loin, :inconnu, :ou, :ajout, :ajout_etp);
