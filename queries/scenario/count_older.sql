-- Professionals of a service above an age, and those whose age is known.
-- :service    gp, dentist...
-- :age        years, not included
-- :insee_com  commune, or NULL: everywhere
-- Columns: rows above the age, rows with an age.
SELECT count(CASE WHEN age > :age THEN 1 END), count(age) FROM offre
WHERE service = :service AND scenario = 'actuel' AND (:insee_com IS NULL OR insee_com = :insee_com);
