-- The people of a commune of one age, as projected. The share of women among them stays.
-- :code       commune
-- :age_min    first age
-- :age_max    last age, or NULL: and over
-- :personnes  persons
INSERT INTO lieu_age (code, age_min, age_max, personnes) VALUES (:code, :age_min, :age_max, :personnes)
ON CONFLICT (code, age_min) DO UPDATE SET femmes = CASE WHEN personnes > 0 THEN femmes * excluded.personnes / personnes END,
  personnes = excluded.personnes;
