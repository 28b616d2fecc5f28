-- Records a convention or parameter of a stage.
-- :etape    stage
-- :nom      name
-- :valeur   value, as text
-- :unite    unit, or NULL
-- :origine  etude, or the source of the default
INSERT OR REPLACE INTO parametre (etape, nom, valeur, unite, origine)
VALUES (:etape, :nom, :valeur, :unite, :origine);
