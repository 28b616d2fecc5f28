-- Writes a zone that is served on demand.
-- :geom         outline
-- :reseau       travel.on_demand, or the timetable
-- :nom          name
-- :communes     codes of its communes between commas, ",62119,62120,"; NULL: known by its outline alone
-- :vers         codes of the communes outside that it is also driven to, likewise
-- :premier      people are taken from then on
-- :dernier      and no later
-- :attente      minutes
-- :vitesse      km/h
-- :reservation  how one books
-- :trajets      trips a day, NULL: not told
INSERT INTO zone_tad (geom, reseau, nom, vers, premier, dernier, attente, vitesse, reservation, trajets, population)
VALUES (:geom, :reseau, :nom,
  (SELECT group_concat(libelle, ', ') FROM (SELECT libelle FROM commune WHERE instr(:vers, ',' || insee_com || ',') ORDER BY libelle)),
  :premier, :dernier, :attente, :vitesse, :reservation, :trajets,
  (SELECT sum(population) FROM commune WHERE instr(:communes, ',' || insee_com || ',')));
