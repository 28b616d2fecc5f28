-- Parameters of a profession as read in a sheet of a published workbook, in rising order.
-- :service  gp, nurse...
-- Columns: kind (palier, poids, borne_min, borne_max), from, to (NULL: and over), value, closure (gauche, droite or NULL).
SELECT genre, de, a, valeur, cloture FROM apl_parametre
WHERE service = :service AND genre <> 'non_compris'
ORDER BY genre, de, ligne;
