-- Access of the territory under each level of each convention, mean of the runs.
-- Columns: convention, level, runs, mean of the measure, communes and persons beyond the threshold, percent of the variance of
-- these persons that the convention explains alone.
SELECT facteur, niveau, calculs, moyenne, communes_sous, population_sous, part_variance FROM sensibilite_niveau ORDER BY id;
