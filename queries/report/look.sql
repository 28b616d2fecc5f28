-- How the maps of the study are drawn, one row.
-- Columns: palette, borders of the classes as text, threshold of the APL (consultations a year and standardised inhabitant).
SELECT (SELECT valeur FROM parametre WHERE etape = 'outputs' AND nom = 'palette'),
       (SELECT valeur FROM parametre WHERE etape = 'outputs' AND nom = 'classes'),
       COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5);
