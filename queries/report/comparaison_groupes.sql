-- What changes for the people of each group, by their mode: over the territory, and the groups of communes, neighbourhoods and communes for
-- which something changes, the most people first.
-- Columns: group, level, code, name, what is measured, its unit, threshold before and after, persons of the group, before, after, change,
-- persons who gain, lose, see no change, are unknown, are on the wrong side before and after, come there, leave it, are of an unknown side;
-- over the territory, persons of the group in neighbourhoods on the wrong side before and after (NULL: there is none).
WITH quartier AS (
  SELECT groupe, service, mesure, sum(sous_avant) AS avant, sum(sous_apres) AS apres FROM comparaison_groupe WHERE maille = 'qpv' GROUP BY groupe, service, mesure
)
SELECT g.groupe, CASE g.maille WHEN 'epci' THEN 'intercommunalité' WHEN 'qpv' THEN 'quartier prioritaire' ELSE g.maille END AS maille, g.code, g.libelle,
  g.service || '.' || g.mesure AS quoi,
  CASE WHEN g.mesure = 'temps' THEN 'minutes' ELSE (SELECT p.unite FROM parametre p WHERE p.etape = 'access' AND p.nom = 'mesure.' || g.service || '.' || g.mesure) END AS unite,
  g.seuil_avant, g.seuil, g.population, g.avant, g.apres, g.ecart, g.gagnent, g.perdent, g.inchanges, g.inconnus, g.sous_avant, g.sous_apres, g.tombent, g.sortent,
  g.indecis, q.avant AS qpv_avant, q.apres AS qpv
FROM comparaison_groupe g
LEFT JOIN quartier q ON g.maille = 'territoire' AND q.groupe = g.groupe AND q.service = g.service AND q.mesure = g.mesure
WHERE g.maille = 'territoire' OR g.gagnent + g.perdent > 0 OR g.tombent + g.sortent > 0 OR g.avant IS NOT g.apres
ORDER BY (SELECT min(f.id) FROM comparaison_groupe f WHERE f.groupe = g.groupe), g.service <> 'gp' OR g.mesure <> 'apl', g.service, g.mesure,
  CASE g.maille WHEN 'territoire' THEN 0 WHEN 'epci' THEN 1 WHEN 'qpv' THEN 2 ELSE 3 END, g.gagnent + g.perdent DESC, g.code;
