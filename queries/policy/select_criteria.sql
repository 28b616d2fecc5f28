-- What a score looks at, by commune of the territory.
-- :age         first age of old people
-- :indicateur  a figure of the source `indicators`
-- Columns: persons, APL, minutes to an emergency service, % of persons of that age and over, income, the figure, class of the zoning.
SELECT a.population, a.apl, a.t_urgence,
  (SELECT 100.0 * sum(CASE WHEN g.age_min >= :age THEN g.personnes ELSE 0 END) / sum(g.personnes)
   FROM lieu l JOIN lieu_age g ON g.code = l.code WHERE l.insee_com = a.insee_com),
  (SELECT r.revenu FROM revenu r WHERE r.insee_com = a.insee_com),
  (SELECT i.valeur FROM indicateur i WHERE i.insee_com = a.insee_com AND i.nom = :indicateur), a.zonage
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com ORDER BY a.insee_com;
