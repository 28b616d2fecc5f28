-- Words of a request of times, for the column it adds to the communes.
-- :nom  name of the request
-- Columns: words.
SELECT valeur FROM parametre WHERE etape = 'times' AND nom = :nom || '.libelle';
