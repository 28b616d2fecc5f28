-- Removes the supply of a service in a commune: all of it, or that of the professionals of one age or one place of practice.
-- :insee_com      commune
-- :service        gp, dentist...
-- :etablissement  FINESS number, or NULL: any
-- :age            years, or NULL: any
DELETE FROM offre WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel'
  AND (:etablissement IS NULL OR etablissement = :etablissement) AND (:age IS NULL OR CAST(age AS INTEGER) = CAST(:age AS INTEGER));
