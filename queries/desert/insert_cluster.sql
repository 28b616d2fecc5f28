-- Writes the local association of a commune with its neighbours.
-- :insee_com  INSEE code
-- :libelle    name
-- :apl        its APL
-- :moran      local Moran index
-- :p          one-sided probability
-- :genre      bas-bas, haut-haut, bas-haut or haut-bas
-- :retenue    1 when held under the rate of false discoveries
INSERT INTO grappe (insee_com, libelle, apl, moran, p, genre, retenue)
VALUES (:insee_com, :libelle, :apl, :moran, :p, :genre, :retenue);
