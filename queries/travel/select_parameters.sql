-- How a study travels, as it recorded it, and its coordinate system.
-- Columns: name, value.
SELECT nom, valeur FROM parametre WHERE etape = 'travel'
UNION ALL SELECT cle, valeur FROM etude WHERE cle = 'srs';
