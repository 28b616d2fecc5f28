-- Writes one session.
-- :geom       point
-- :nom        request
-- :unite      1 the first
-- :semaine    1 the first
-- :jour       of the week, 1 Monday
-- :ordre      on the round
-- :code       commune, neighbourhood or facility
-- :libelle    its name
-- :nature     commune, qpv or lieu
-- :route      drive from the stop before, min
-- :arrivee    hour
-- :debut      hour the session starts
-- :fin        hour it ends
-- :reprise    hour of leaving
-- :pause      hour of a lunch taken here, or NULL
-- :habitants  targeted persons served
-- :apport     persons or consultations beside the visits before
-- :actes      consultations of the session, or NULL
INSERT INTO arret (geom, nom, unite, semaine, jour, ordre, code, libelle, nature, route, arrivee, debut, fin, reprise, pause,
                   habitants, apport, actes)
VALUES (:geom, :nom, :unite, :semaine, :jour, :ordre, :code, :libelle, :nature, :route, :arrivee, :debut, :fin, :reprise, :pause,
        :habitants, :apport, :actes);
