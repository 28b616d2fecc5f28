-- Data behind the figures.
-- Columns: source of the study file, data set, producer, vintage, licence, file, rows read, kept, set aside, hash, note.
SELECT source, jeu, producteur, millesime, licence, chemin, lues, gardees, rejetees, sha256, note
FROM provenance
ORDER BY source;
