-- People by kind of place, and those in a desert.
INSERT INTO desert_typologie (typologie, classe, nb_communes, population, en_desert, part)
WITH c AS (
  SELECT a.insee_com, coalesce(a.population, 0) AS p, a.densite, k.uu, d.insee_com IS NOT NULL AS d,
    coalesce((SELECT sum(q.population * s.part) FROM qpv_commune s JOIN qpv q ON q.code_qp = s.code_qp
              WHERE s.insee_com = a.insee_com), 0) AS quartier
  FROM acces_commune a JOIN commune k ON k.insee_com = a.insee_com LEFT JOIN desert_commune d ON d.insee_com = a.insee_com),
rows_of AS (
  SELECT 1 AS o, 'densité en 7 niveaux' AS t,
    CASE densite WHEN 1 THEN '1 grands centres urbains' WHEN 2 THEN '2 centres urbains intermédiaires' WHEN 3 THEN '3 petites villes'
      WHEN 4 THEN '4 ceintures urbaines' WHEN 5 THEN '5 bourgs ruraux' WHEN 6 THEN '6 rural à habitat dispersé'
      WHEN 7 THEN '7 rural à habitat très dispersé' ELSE 'inconnu' END AS k, p, d FROM c
  UNION ALL
  SELECT 2, 'densité en 3 niveaux', CASE WHEN densite = 1 THEN 'dense' WHEN densite <= 4 THEN 'intermédiaire'
      WHEN densite <= 7 THEN 'rural' ELSE 'inconnu' END, p, d FROM c
  UNION ALL
  SELECT 3, 'taille de la commune', CASE WHEN p < 2000 THEN 'moins de 2 000 habitants' ELSE '2 000 habitants et plus' END, p, d FROM c
  UNION ALL
  SELECT 4, 'unité urbaine', CASE WHEN uu IS NULL THEN 'inconnu' WHEN substr(uu, -3) = '000' THEN 'hors unité urbaine'
      ELSE 'dans une unité urbaine' END, p, d FROM c
  UNION ALL
  SELECT 5, 'quartiers prioritaires', 'dans un quartier', quartier, d FROM c WHERE quartier > 0
  UNION ALL
  SELECT 5, 'quartiers prioritaires', 'hors des quartiers', p - quartier, d FROM c)
SELECT t, k, count(*), sum(p), sum(p * d), CASE WHEN sum(p) > 0 THEN 100 * sum(p * d) / sum(p) END
FROM rows_of GROUP BY o, t, k ORDER BY o, k;
