-- A parameter of the access stage.
-- :nom  its name
-- Columns: value.
SELECT valeur FROM parametre WHERE etape = 'access' AND nom = :nom;
