-- A figure of the communes of the territory by its name.
-- :nom        apl, t_gp, t_pharma, t_urgence, population, densite, nb_gp, apl_publie, apl_publie_65, part_75, pauvrete, an
--             indicator, or service.measure
-- :millesime  vintage of the published APL; NULL: the last one
-- :au_moins   minutes that a trip which is not found takes at least; NULL: unknown
-- Columns: insee_com, value (NULL: unknown), lower bound of an unknown value (NULL: none): of a mean time where some people have no trip.
-- Nothing is known of those off the network.
WITH au_moins (insee_com, minutes) AS MATERIALIZED (
  SELECT l.insee_com, sum(max(coalesce(l.population, 0), 1e-9) * coalesce(a.valeur, :au_moins)) / sum(max(coalesce(l.population, 0), 1e-9))
  FROM lieu l JOIN acces a ON a.code = l.code AND a.mesure = 'temps'
    AND a.service = CASE :nom WHEN 't_gp' THEN 'gp' WHEN 't_pharma' THEN 'pharmacy' WHEN 't_urgence' THEN 'emergency' END
  WHERE l.nature <> 'centre' AND (l.nature = 'commune' OR l.population > 0)
  GROUP BY l.insee_com HAVING count(a.valeur) < count(*) AND sum(l.code IN (SELECT r.code FROM reject r
    WHERE r.source = 'travel' AND r.valeur = 'lieu' AND r.motif = 'aucune route à portée')) = 0
)
SELECT c.insee_com, CASE :nom WHEN 'apl' THEN apl WHEN 't_gp' THEN t_gp WHEN 't_pharma' THEN t_pharma
    WHEN 't_urgence' THEN t_urgence WHEN 'population' THEN population WHEN 'densite' THEN densite WHEN 'nb_gp' THEN nb_gp END,
    m.minutes
  FROM acces_commune c LEFT JOIN au_moins m ON m.insee_com = c.insee_com
  WHERE :nom IN ('apl', 't_gp', 't_pharma', 't_urgence', 'population', 'densite', 'nb_gp')
UNION ALL
SELECT insee_com, CASE :nom WHEN 'apl_publie' THEN apl ELSE apl_65 END, NULL
  FROM apl_publiee
  WHERE :nom IN ('apl_publie', 'apl_publie_65') AND service = 'gp' AND connue = 1
    AND millesime = coalesce(:millesime, (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'))
UNION ALL
SELECT insee_com, valeur, NULL FROM indicateur WHERE nom = :nom
UNION ALL
SELECT l.insee_com, 100 * sum(CASE WHEN a.age_min >= 75 THEN a.personnes ELSE 0 END) / sum(a.personnes), NULL
  FROM lieu_age a JOIN lieu l ON l.code = a.code WHERE :nom = 'part_75' GROUP BY l.insee_com HAVING sum(a.personnes) > 0
UNION ALL
SELECT insee_com, pauvrete, NULL FROM revenu WHERE :nom = 'pauvrete' AND pauvrete IS NOT NULL
UNION ALL
SELECT a.code, a.valeur, CASE a.service WHEN 'gp' THEN g.t_gp_min WHEN 'pharmacy' THEN g.t_pharma_min WHEN 'emergency' THEN g.t_urgence_min END
  FROM acces a LEFT JOIN acces_groupe g ON g.maille = 'commune' AND g.code = a.code AND a.mesure = 'temps_' || g.groupe
  WHERE instr(:nom, '.') > 0 AND a.service || '.' || a.mesure = :nom;
