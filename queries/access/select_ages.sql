-- Persons by age band of the demand points.
-- Columns: code, first age, persons, women among them (NULL unknown).
SELECT code, age_min, personnes, femmes FROM lieu_age;
