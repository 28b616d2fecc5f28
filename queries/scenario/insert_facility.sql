-- Opens a facility at the centre of a commune.
-- :code       its identifier
-- :libelle    its name
-- :categorie  category
-- :insee_com  commune it stands in
INSERT INTO etablissement (geom, code, libelle, categorie, insee_com, precision, perimetre)
SELECT geom, :code, :libelle, :categorie, code, 'commune', perimetre FROM lieu WHERE code = :insee_com;
