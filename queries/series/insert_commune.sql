-- The trend of a commune; its outline and name are those of the last year.
-- :insee_com
-- :annees       years known
-- :annee_debut  first of them
-- :annee_fin    last of them
-- :apl_debut    APL in the first
-- :apl_fin      in the last
-- :apl_ecart    last less first
-- :apl_pente    a year
INSERT INTO serie (geom, insee_com, libelle, lib_epci, population, annees, annee_debut, annee_fin, apl_debut, apl_fin, apl_ecart, apl_pente, approx)
SELECT geom, insee_com, libelle, lib_epci, population, :annees, :annee_debut, :annee_fin, :apl_debut, :apl_fin, :apl_ecart, :apl_pente, approx
FROM acces_commune WHERE insee_com = :insee_com;
