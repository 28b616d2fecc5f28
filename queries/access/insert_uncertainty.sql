-- Writes how sure the access of a commune is.
-- :insee_com    commune
-- :valeur       the measure as computed, or NULL
-- :probabilite  percent of the draws beyond the threshold, or NULL
-- :constat      sous, pres, dessus, or NULL
-- :bas          5 % quantile of the measure, or NULL
-- :mediane      median, or NULL
-- :haut         95 % quantile, or NULL
-- :rang         median rank, or NULL
-- :rang_bas     5 % quantile of the rank, or NULL
-- :rang_haut    95 % quantile of the rank, or NULL
INSERT INTO incertitude (geom, insee_com, libelle, population, valeur, probabilite, constat, bas, mediane, haut, rang, rang_bas, rang_haut,
  approx)
SELECT geom, insee_com, libelle, population, :valeur, :probabilite, :constat, :bas, :mediane, :haut, :rang, :rang_bas, :rang_haut, approx
FROM commune WHERE insee_com = :insee_com;
