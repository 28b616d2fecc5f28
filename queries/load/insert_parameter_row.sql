-- Writes a row of a sheet of parameters as understood; the last source of a service prevails for bounds.
-- :service  gp, nurse...
-- :genre    palier, poids, borne_min, borne_max or non_compris
-- :de       from, minutes or years, or NULL
-- :a        to, or NULL
-- :valeur   weight or acts a year, or NULL
-- :cloture  gauche, droite or NULL
-- :ligne    row of the sheet
-- :texte    its cells
INSERT INTO apl_parametre (service, genre, de, a, valeur, cloture, ligne, texte)
VALUES (:service, :genre, :de, :a, :valeur, :cloture, :ligne, :texte);
