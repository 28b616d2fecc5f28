-- Writes a line of a timetable by one sequence of stops.
-- :geom         line from stop to stop, NULL when fewer than two have a position
-- :reseau       timetable
-- :ligne        number or name
-- :libelle      long name
-- :destination  as shown
-- :couleur      RRGGBB
-- :jour         day
-- :courses      number
-- :premier      hour
-- :dernier      hour
-- :nb_arrets    number
INSERT INTO ligne_tc (geom, reseau, ligne, libelle, destination, couleur, jour, courses, premier, dernier, nb_arrets)
VALUES (:geom, :reseau, :ligne, nullif(:libelle, ''), nullif(:destination, ''), nullif(:couleur, ''), :jour, :courses, :premier, :dernier, :nb_arrets);
