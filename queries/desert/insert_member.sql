-- Writes which area a commune is of.
-- :insee_com  INSEE code
-- :zone       INSEE code of the largest commune of the area
INSERT INTO desert_commune (insee_com, zone) VALUES (:insee_com, :zone);
