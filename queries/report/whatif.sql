-- What the page tries, as the stage `whatif` wrote it.
-- Columns: name (donnees, zonage, limite), text.
SELECT nom, texte FROM essai WHERE nom NOT LIKE 'fond.%' ORDER BY nom;
