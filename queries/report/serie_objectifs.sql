-- Targets as the chart draws them.
-- Columns: indicator, target, its year, first value and its year, last value, what is left, how far ahead of the straight line (negative: late).
SELECT indicateur, cible, annee_cible, debut, annee_debut, fin, reste, avance FROM serie_cible ORDER BY id;
