-- What the access of communes owes to conventions: those on which they disagree first, then those beyond the threshold in all.
-- Columns: code, name, persons, percent of the runs beyond the threshold, smallest, median and largest value, convention that
-- decides, percent of the variance it explains alone.
SELECT insee_com, libelle, population, part, mini, mediane, maxi, decide, decide_part
FROM sensibilite
ORDER BY part IS NULL, part > 0 AND part < 100 DESC, part DESC, insee_com;
