-- Writes one day of one unit.
-- :geom           line
-- :nom            request
-- :unite          1 the first
-- :semaine        1 the first
-- :jour           of the week, 1 Monday
-- :depart         hour
-- :retour         hour
-- :nb_arrets      stops
-- :arrets         their names in order
-- :minutes_route  driving, min
-- :minutes_soin   sessions, min
-- :km             driven, km
-- :sur_route      1 on roads, 0 straight
-- :constat        why the day holds no more sessions, or NULL
INSERT INTO tournee (geom, nom, unite, semaine, jour, depart, retour, nb_arrets, arrets, minutes_route, minutes_soin, km, sur_route, constat)
VALUES (:geom, :nom, :unite, :semaine, :jour, :depart, :retour, :nb_arrets, :arrets, :minutes_route, :minutes_soin, :km,
        :sur_route, :constat);
