-- A target and how far it is.
-- :indicateur
-- :cible
-- :annee_cible
-- :debut        value in the first year known
-- :annee_debut
-- :fin          value in the last year known
-- :annee_fin
-- :reste        what is still to be gained
-- :attendu      value of the last year on the line to the target
-- :avance       ahead of that line
INSERT INTO serie_cible (indicateur, cible, annee_cible, debut, annee_debut, fin, annee_fin, reste, attendu, avance)
VALUES (:indicateur, :cible, :annee_cible, :debut, :annee_debut, :fin, :annee_fin, :reste, :attendu, :avance);
