-- Keeps a part of the supply of a service in a commune: of all of it, or of that of the professionals of one age or one place of practice. The bounds
-- of activity hold for the whole of a professional, who does not change.
-- :insee_com      commune
-- :service        gp, dentist...
-- :etablissement  FINESS number, or NULL: any
-- :age            years, or NULL: any
-- :part           share that is kept, in (0, 1)
UPDATE offre SET activite = coalesce(activite, CASE unite WHEN 'actes' THEN quantite END), quantite = :part * quantite
WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel'
  AND (:etablissement IS NULL OR etablissement = :etablissement) AND (:age IS NULL OR CAST(age AS INTEGER) = CAST(:age AS INTEGER));
