-- Figures that are not shown, by table.
-- Columns: table, columns, reason, rows without figures, rows, rows of imputed squares.
SELECT nom, colonnes, motif, nombre, lignes, imputes FROM secret ORDER BY nom;
