-- Where something is offered: centres of communes with supply of a service, then facilities of a category.
-- :quoi  service or category
-- Columns: code, name, geometry, density level (0 unknown), 1 when it stands at the centre of its commune.
SELECT code, libelle, geom, densite, au_centre FROM (
  SELECT 0 AS rang, l.code, c.libelle, l.geom, coalesce(l.densite, 0) AS densite, 1 AS au_centre
  FROM lieu l JOIN commune c ON c.insee_com = l.insee_com
  WHERE l.code IN (SELECT insee_com FROM offre WHERE service = :quoi AND scenario = 'actuel' AND quantite > 0)
  UNION ALL
  SELECT 1, e.code, coalesce(e.libelle, e.code), e.geom, coalesce(l.densite, 0), e.precision = 'commune'
  FROM etablissement e LEFT JOIN lieu l ON l.code = e.insee_com WHERE e.categorie = :quoi)
ORDER BY rang, code;
