-- Who gains and who loses: by density, income, age, and in communes with a priority neighbourhood.
-- Columns: level, group, what is measured, its unit, persons, before, after, change, persons who gain, lose, see no change, are unknown, are on the wrong
-- side of the threshold before and after.
SELECT CASE maille WHEN 'avec_qpv' THEN 'quartiers prioritaires' WHEN 'densite' THEN 'densité' WHEN 'age' THEN 'âge' ELSE maille END AS maille,
  libelle, service || '.' || mesure AS quoi,
  CASE WHEN mesure LIKE 'temps%' THEN 'minutes' ELSE (SELECT p.unite FROM parametre p WHERE p.etape = 'access' AND p.nom = 'mesure.' || service || '.' || replace(mesure, '_jugee', '')) END AS unite,
  population, avant, apres, ecart, gagnent, perdent, inchanges, inconnus, sous_avant, sous_apres
FROM comparaison_unite WHERE maille IN ('territoire', 'densite', 'revenu', 'age', 'avec_qpv') AND (avant IS NOT NULL OR apres IS NOT NULL)
ORDER BY service <> 'gp' OR mesure <> 'apl', service, mesure, CASE maille WHEN 'territoire' THEN 0 WHEN 'densite' THEN 1 WHEN 'revenu' THEN 2 WHEN 'age' THEN 3 ELSE 4 END, code;
