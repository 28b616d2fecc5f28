-- A figure of the communes of the territory by its name.
-- :nom        apl, t_gp, t_pharma, t_urgence, population, densite, nb_gp, apl_publie, apl_publie_65, part_75, pauvrete, an
--             indicator, or service.measure
-- :millesime  vintage of the published APL; NULL: the last one
-- Columns: insee_com, value (NULL: unknown), lower bound of an unknown value (NULL: none), such as the longest trip searched for where a
-- group has no trip.
SELECT insee_com, CASE :nom WHEN 'apl' THEN apl WHEN 't_gp' THEN t_gp WHEN 't_pharma' THEN t_pharma
    WHEN 't_urgence' THEN t_urgence WHEN 'population' THEN population WHEN 'densite' THEN densite WHEN 'nb_gp' THEN nb_gp END, NULL
  FROM acces_commune
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
SELECT a.code, a.valeur, CASE WHEN a.valeur IS NULL THEN s.au_moins END
  FROM acces a LEFT JOIN groupe_part s ON s.insee_com = a.code AND a.mesure = 'temps_' || s.groupe
  WHERE instr(:nom, '.') > 0 AND a.service || '.' || a.mesure = :nom;
