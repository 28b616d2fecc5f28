-- Thresholds by which the study calls a desert, as it recorded them.
-- Columns: name, value.
SELECT nom, CAST(replace(valeur, ',', '.') AS REAL) FROM parametre
WHERE etape = 'desert' AND nom IN ('seuil_apl', 'limite_pharmacie', 'limite_urgence');
