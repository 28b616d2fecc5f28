-- Categories of the facilities loaded.
-- Columns: category, in order.
SELECT DISTINCT categorie FROM etablissement ORDER BY categorie;
