-- Writes the class of a commune, a life territory or a neighbourhood; the latest vintage prevails, then the last row.
-- :maille     commune, tvs or qpv
-- :code       its code
-- :libelle    its name
-- :zonage     ZIP, ZAC, ZAR, ZV or HZ
-- :cadre      selection, vivier or hors, or NULL
-- :millesime  vintage
INSERT INTO zonage (maille, code, libelle, zonage, cadre, millesime)
VALUES (:maille, :code, :libelle, :zonage, :cadre, :millesime)
ON CONFLICT (maille, code) DO UPDATE SET libelle = excluded.libelle, zonage = excluded.zonage, cadre = excluded.cadre,
  millesime = excluded.millesime
WHERE coalesce(excluded.millesime, '') >= coalesce(zonage.millesime, '');
