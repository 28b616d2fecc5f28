-- Squares of the territory as they may be shown.
-- Columns: code of the square, APL (consultations a year and standardised inhabitant; NULL: unknown or secret).
SELECT code, apl FROM acces_carreau ORDER BY code;
