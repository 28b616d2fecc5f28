-- Writes the rank of a territory under an indicator.
-- :code         code of the territory
-- :libelle      its name
-- :indicateur   indicator
-- :valeur       value
-- :rang         rank, or NULL
INSERT INTO zonage_rang (code, libelle, indicateur, valeur, rang)
VALUES (:code, :libelle, :indicateur, :valeur, :rang);
