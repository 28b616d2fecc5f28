-- Writes a stop that a timetable serves.
-- :geom      point, NULL: unknown
-- :reseau    timetable
-- :code      identifier there
-- :libelle   name
-- :jour      day
-- :passages  number of courses
-- :premier   hour
-- :dernier   hour
INSERT INTO arret_tc (geom, reseau, code, libelle, jour, passages, premier, dernier)
VALUES (:geom, :reseau, :code, nullif(:libelle, ''), :jour, :passages, :premier, :dernier);
