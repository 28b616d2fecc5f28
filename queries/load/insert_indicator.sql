-- Writes the value of an indicator; the last row of a commune prevails.
-- :insee_com  INSEE code
-- :nom        name of the indicator
-- :valeur     value, or NULL
-- :unite      unit
-- :millesime  vintage
INSERT OR REPLACE INTO indicateur (insee_com, nom, valeur, unite, millesime)
VALUES (:insee_com, :nom, :valeur, :unite, :millesime);
