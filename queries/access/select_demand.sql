-- Standardised persons of the demand points, as the last access run used them.
-- Columns: code, persons.
SELECT code, pop_std FROM lieu;
