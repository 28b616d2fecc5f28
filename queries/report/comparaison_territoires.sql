-- Départements, groups of communes, territories and neighbourhoods for which something changes, those that change most first.
-- Columns: level, code, name, what is measured, its unit, communes, persons, before, after, change, persons who gain, lose, come under the threshold, leave it.
SELECT CASE maille WHEN 'departement' THEN 'département' WHEN 'epci' THEN 'intercommunalité' WHEN 'tvs' THEN 'territoire de vie-santé'
  ELSE 'quartier prioritaire' END AS maille, code, libelle, service || '.' || mesure AS quoi,
  CASE WHEN mesure LIKE 'temps%' THEN 'minutes' ELSE (SELECT p.unite FROM parametre p WHERE p.etape = 'access' AND p.nom = 'mesure.' || service || '.' || replace(mesure, '_jugee', '')) END AS unite,
  nb_communes, population, avant, apres, ecart, gagnent, perdent, tombent, sortent
FROM comparaison_unite WHERE maille IN ('departement', 'epci', 'tvs', 'qpv') AND (gagnent > 0 OR perdent > 0 OR avant IS NOT apres)
ORDER BY service <> 'gp' OR mesure <> 'apl', service, mesure, CASE maille WHEN 'departement' THEN 0 WHEN 'epci' THEN 1 WHEN 'tvs' THEN 2 ELSE 3 END,
  abs(coalesce(ecart, 0)) DESC, code;
