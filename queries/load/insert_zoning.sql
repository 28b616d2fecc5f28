-- Writes the class of a commune, a life territory or a neighbourhood; the latest vintage prevails, then the last row.
-- :maille     commune, tvs, qpv or grand_quartier
-- :code       its code
-- :libelle    its name
-- :zonage     ZIP, ZAC, ZAR, ZV or HZ
-- :cadre      selection, vivier or hors, or NULL
-- :millesime  vintage
-- :tvs        territory the source puts it in, or NULL
-- :lib_tvs    its name, or NULL
-- :region     région, or NULL
-- :propre     1 when the code is that of the file, 0 when the commune has merged into it: in that case the commune's own row prevails
INSERT INTO zonage (maille, code, libelle, zonage, cadre, millesime, tvs, lib_tvs, region)
VALUES (:maille, :code, :libelle, :zonage, :cadre, :millesime, :tvs, :lib_tvs, :region)
ON CONFLICT (maille, code) DO UPDATE SET libelle = excluded.libelle, zonage = excluded.zonage, cadre = excluded.cadre,
  millesime = excluded.millesime, tvs = excluded.tvs, lib_tvs = excluded.lib_tvs, region = excluded.region
WHERE :propre AND coalesce(excluded.millesime, '') >= coalesce(zonage.millesime, '');
