-- Places that only one of the two results holds.
-- Columns: which, level, code, name, persons, why.
SELECT CASE cote WHEN 'avant' THEN 'le premier seul' ELSE 'le second seul' END AS cote, maille, code, libelle, population, motif
FROM comparaison_absent ORDER BY cote DESC, maille, code;
