-- The timetable of the rounds, stop after stop.
-- Columns: request, unit, week, day of the week, rank, stop, its kind and code, drive (min), hours of arrival, session, break and
-- leaving, persons within reach, what it adds, consultations.
SELECT nom, unite, semaine,
       CASE jour WHEN 1 THEN 'lundi' WHEN 2 THEN 'mardi' WHEN 3 THEN 'mercredi' WHEN 4 THEN 'jeudi' WHEN 5 THEN 'vendredi'
                 WHEN 6 THEN 'samedi' ELSE 'dimanche' END AS jour,
       ordre, libelle, CASE nature WHEN 'qpv' THEN 'QPV' ELSE nature END AS nature, code, route, arrivee, debut, fin, pause,
       reprise, habitants, apport, actes
FROM arret ORDER BY nom, unite, semaine, arret.jour, ordre;
