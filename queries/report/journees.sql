-- The days of the rounds.
-- Columns: request, unit, week, day of the week, hours of leaving and return, stops, minutes of driving and of sessions, km, why the
-- day holds no more sessions (NULL: no room for one), whether the line follows roads.
SELECT nom, unite, semaine,
       CASE jour WHEN 1 THEN 'lundi' WHEN 2 THEN 'mardi' WHEN 3 THEN 'mercredi' WHEN 4 THEN 'jeudi' WHEN 5 THEN 'vendredi'
                 WHEN 6 THEN 'samedi' ELSE 'dimanche' END AS jour,
       depart, retour, arrets, minutes_route, minutes_soin, km,
       CASE constat WHEN 'portee' THEN 'aucun arrêt n’est à portée de ceux qui sont visés'
                    WHEN 'rien' THEN 'une séance de plus n’apporterait rien'
                    WHEN 'temps' THEN 'les autres séances utiles passent le temps ou le nombre de passages permis'
                    WHEN 'ferme' THEN 'aucun arrêt utile n’est ouvert ce jour-là' END AS constat,
       CASE WHEN sur_route THEN 'route' ELSE 'ligne droite' END AS trace
FROM tournee ORDER BY nom, unite, semaine, tournee.jour;
