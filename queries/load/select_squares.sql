-- Squares with people, by identifier.
-- Columns: identifier, commune, x and y (m), persons of the published square.
SELECT code, insee_com, x, y, population FROM carreau WHERE population > 0 ORDER BY code;
