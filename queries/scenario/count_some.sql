-- Professionals of a service in a commune, of one age or one place of practice: heads, or rows where they are counted otherwise.
-- :insee_com      commune
-- :service        gp, dentist...
-- :etablissement  FINESS number, or NULL: any
-- :age            years, or NULL: any
-- Columns: number.
SELECT coalesce(sum(CASE unite WHEN 'personnes' THEN quantite ELSE 1.0 END), 0) FROM offre
WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel'
  AND (:etablissement IS NULL OR etablissement = :etablissement) AND (:age IS NULL OR CAST(age AS INTEGER) = CAST(:age AS INTEGER));
