-- People by kind of place, and those in a desert. Communes are read once for the five kinds; classes are
-- numbers while communes are counted, which costs less than their names.
INSERT INTO desert_typologie (typologie, classe, nb_communes, population, en_desert, part)
WITH c AS MATERIALIZED (
  SELECT a.insee_com, coalesce(a.population, 0) AS p, a.densite, k.uu, d.insee_com IS NOT NULL AS d,
    coalesce((SELECT sum(q.population * s.part) FROM qpv_commune s JOIN qpv q ON q.code_qp = s.code_qp
              WHERE s.insee_com = a.insee_com), 0) AS quartier
  FROM acces_commune a JOIN commune k ON k.insee_com = a.insee_com LEFT JOIN desert_commune d ON d.insee_com = a.insee_com),
kinds AS (
  SELECT 1 AS o, 'densité en 7 niveaux' AS t,
    CASE densite WHEN 1 THEN '1 grands centres urbains' WHEN 2 THEN '2 centres urbains intermédiaires' WHEN 3 THEN '3 petites villes'
      WHEN 4 THEN '4 ceintures urbaines' WHEN 5 THEN '5 bourgs ruraux' WHEN 6 THEN '6 rural à habitat dispersé'
      WHEN 7 THEN '7 rural à habitat très dispersé' ELSE 'inconnu' END AS k, count(*) AS n, sum(p) AS p, sum(p * d) AS d
  FROM c GROUP BY CASE WHEN densite BETWEEN 1 AND 7 THEN densite END
  UNION ALL
  SELECT 2, 'densité en 3 niveaux', CASE WHEN densite = 1 THEN 'dense' WHEN densite <= 4 THEN 'intermédiaire'
      WHEN densite <= 7 THEN 'rural' ELSE 'inconnu' END, count(*), sum(p), sum(p * d)
  FROM c GROUP BY CASE WHEN densite = 1 THEN 1 WHEN densite <= 4 THEN 2 WHEN densite <= 7 THEN 3 END
  UNION ALL
  SELECT 3, 'taille de la commune', CASE WHEN p < 2000 THEN 'moins de 2 000 habitants' ELSE '2 000 habitants et plus' END,
    count(*), sum(p), sum(p * d)
  FROM c GROUP BY p < 2000
  UNION ALL
  SELECT 4, 'unité urbaine', CASE WHEN uu IS NULL THEN 'inconnu' WHEN substr(uu, -3) = '000' THEN 'hors unité urbaine'
      ELSE 'dans une unité urbaine' END, count(*), sum(p), sum(p * d)
  FROM c GROUP BY substr(uu, -3) = '000'
  UNION ALL
  SELECT 5, 'quartiers prioritaires', 'dans un quartier', count(*), sum(quartier), sum(quartier * d)
  FROM c WHERE quartier > 0 GROUP BY NULL
  UNION ALL
  SELECT 5, 'quartiers prioritaires', 'hors des quartiers', count(*), sum(p - quartier), sum((p - quartier) * d)
  FROM c GROUP BY NULL)
SELECT t, k, n, p, d, CASE WHEN p > 0 THEN 100 * d / p END FROM kinds ORDER BY o, k;
