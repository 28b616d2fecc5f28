-- Data behind the figures.
-- Columns: source of the study file, data set, producer, vintage, licence, file, rows read, kept, set aside, hash, note.
SELECT source, jeu, producteur, millesime, licence, chemin, lues, gardees, rejetees, sha256,
  CASE note WHEN 'gp' THEN 'médecins généralistes' WHEN 'pharmacy' THEN 'pharmacies' WHEN 'nurse' THEN 'infirmiers' WHEN 'physio' THEN 'kinésithérapeutes'
    WHEN 'midwife' THEN 'sages-femmes' WHEN 'dentist' THEN 'chirurgiens-dentistes' ELSE note END AS note
FROM provenance
ORDER BY source;
