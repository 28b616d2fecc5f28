-- Age bands of the study, in order.
-- Columns: first age, last age (NULL: open).
SELECT age_min, max(age_max) FROM lieu_age GROUP BY age_min ORDER BY age_min;
