-- How sure the access of communes is: those near the threshold first, then those beyond it.
-- Columns: code, name, persons, measure, percent of the draws beyond the threshold, what can be said, interval and median of the measure,
-- median rank and its interval.
SELECT insee_com, libelle, population, valeur, probabilite,
       CASE constat WHEN 'sous' THEN 'sous le seuil' WHEN 'pres' THEN 'près du seuil' WHEN 'dessus' THEN 'au-dessus du seuil' END AS constat,
       bas, mediane, haut, rang, rang_bas, rang_haut
FROM incertitude
ORDER BY probabilite IS NULL, constat = 'pres' DESC, probabilite DESC, insee_com;
