-- Opens a facility, at a point or at the centre of its commune.
-- :code       its identifier
-- :libelle    its name
-- :categorie  category
-- :insee_com  commune it stands in
-- :geom       its point, or NULL: the centre of the commune
-- :precision  adresse | commune
-- :horaires   opening hours, or NULL
-- :capacite   persons that it can serve, or NULL
INSERT INTO etablissement (geom, code, libelle, categorie, insee_com, precision, horaires, capacite, perimetre)
SELECT coalesce(:geom, geom), :code, :libelle, :categorie, code, :precision, :horaires, :capacite, perimetre FROM lieu WHERE code = :insee_com;
