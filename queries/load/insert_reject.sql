-- Sets a row of a source aside.
-- :source  key of the source, as supply[0]
-- :ligne   row in the file, from 1
-- :code    its code, or NULL
-- :motif   why
-- :valeur  the value at fault, or NULL
INSERT INTO reject (source, ligne, code, motif, valeur) VALUES (:source, :ligne, :code, :motif, :valeur);
