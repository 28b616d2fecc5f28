-- Writes what a siting request came to.
-- :nom            request
-- :modele         p-median or mclp
-- :nb_sites       sites chosen
-- :minutes        limit, min
-- :avant          persons within the limit (mclp) or mean minutes (p-median), with the sites that stand
-- :apres          the same with the chosen ones
-- :objectif       objective, in :unite
-- :borne          bound that no choice can beat, in :unite
-- :ecart          gap, share of the objective
-- :prouve         1 when proved optimal
-- :methode        how the answer was closed
-- :non_desservis  persons nobody reaches within the search limit
-- :unite          unit of objective and bound
INSERT INTO site_bilan (nom, modele, nb_sites, minutes, avant, apres, objectif, borne, ecart, prouve, methode,
  non_desservis, unite)
VALUES (:nom, :modele, :nb_sites, :minutes, :avant, :apres, :objectif, :borne, :ecart, :prouve, :methode,
  :non_desservis, :unite);
