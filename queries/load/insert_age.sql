-- Writes the persons of one age band of a demand point; bands of several sources add up.
-- :code       demand point
-- :age_min    first age, years
-- :age_max    last age, included, or NULL
-- :personnes  persons
-- :femmes     women among them, or NULL
INSERT INTO lieu_age (code, age_min, age_max, personnes, femmes)
VALUES (:code, :age_min, :age_max, :personnes, :femmes)
ON CONFLICT (code, age_min) DO UPDATE SET personnes = personnes + excluded.personnes, femmes = femmes + excluded.femmes;
