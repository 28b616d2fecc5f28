-- What an export must say of its data: producer, vintage and licence; OpenStreetMap last.
-- Columns: mention, osm when it is that of OpenStreetMap.
SELECT DISTINCT
  CASE WHEN jeu = 'osm' THEN '© les contributeurs d’OpenStreetMap, licence ODbL'
       WHEN producteur IS NULL AND licence IS NULL THEN chemin || ' (producteur et licence non précisés)'
       ELSE coalesce(producteur, 'producteur non précisé') || ', ' || coalesce('millésime ' || millesime, 'millésime non précisé') ||
            ', ' || coalesce(licence, 'licence non précisée') END AS mention,
  CASE WHEN jeu = 'osm' THEN 'osm' ELSE '' END AS nature
FROM provenance
ORDER BY nature, mention;
