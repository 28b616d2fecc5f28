-- Rows the loaders set aside, and why; one million at most, what a sheet can hold.
-- Columns: source, row in the file, code, reason, value.
SELECT source, ligne, code, motif, valeur
FROM reject
ORDER BY source, ligne, id
LIMIT 1000000;
