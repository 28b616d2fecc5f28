-- The people of each group over the territory and its groups of communes: sums over communes; means by person, where both are known.
WITH member AS (
  SELECT 'territoire' AS maille, 'territoire' AS code, 'ensemble du territoire' AS libelle, g.* FROM comparaison_groupe g WHERE g.maille = 'commune'
  UNION ALL
  SELECT 'epci', c.siren_epci, a.lib_epci, g.* FROM comparaison_groupe g JOIN commune c ON c.insee_com = g.code
  JOIN acces_commune a ON a.insee_com = g.code WHERE g.maille = 'commune' AND c.siren_epci IS NOT NULL
), known AS (
  SELECT *, avant IS NOT NULL AND apres IS NOT NULL AS both FROM member
)
INSERT INTO comparaison_groupe (groupe, maille, code, libelle, service, mesure, seuil_avant, seuil, population_avant, population, avant, apres, ecart,
  gagnent, perdent, inchanges, inconnus, sous_avant, sous_apres, indecis, tombent, sortent)
SELECT groupe, maille, code, max(libelle), service, mesure, seuil_avant, seuil, sum(population_avant), sum(population),
  sum(iif(both, population_avant * avant, 0)) / sum(iif(both, population_avant, 0)), sum(iif(both, population * apres, 0)) / sum(iif(both, population, 0)),
  sum(iif(both, population * apres, 0)) / sum(iif(both, population, 0)) - sum(iif(both, population_avant * avant, 0)) / sum(iif(both, population_avant, 0)),
  sum(gagnent), sum(perdent), sum(inchanges), sum(inconnus), sum(sous_avant), sum(sous_apres), sum(indecis), sum(tombent), sum(sortent)
FROM known GROUP BY groupe, maille, code, service, mesure ORDER BY min(id), maille DESC, code;
