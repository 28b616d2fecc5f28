-- Persons by age band of the demand points.
-- Columns: code, first age, persons.
SELECT code, age_min, personnes FROM lieu_age;
