-- Measures of access of a result, in the order of their services.
-- Columns: service, measure.
SELECT DISTINCT service, mesure FROM acces ORDER BY service, mesure;
