-- Moves a facility to a point, or to the centre of a commune.
-- :code       its identifier
-- :categorie  category
-- :insee_com  commune it moves to
-- :geom       its point, or NULL: the centre of the commune
-- :precision  adresse | commune
UPDATE etablissement SET (geom, insee_com, precision, perimetre) =
  (SELECT coalesce(:geom, geom), code, :precision, perimetre FROM lieu WHERE code = :insee_com)
WHERE categorie = :categorie AND code = :code;
