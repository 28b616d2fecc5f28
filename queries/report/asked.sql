-- What the study asked of services that the communes have no column for: times to a kind of site, rings around one, and the first
-- measure of each service but that of general practitioners.
-- Columns: kind (temps, bassin, mesure), name of the request (of a measure: its service), words of the study, category of the sites,
-- moment of the week, mean by inhabitant and unit of a measure.
WITH jour (signe, nom) AS (
  VALUES ('Mo', 'lundi'), ('Lu', 'lundi'), ('Tu', 'mardi'), ('Ma', 'mardi'), ('We', 'mercredi'), ('Me', 'mercredi'), ('Th', 'jeudi'),
    ('Je', 'jeudi'), ('Fr', 'vendredi'), ('Ve', 'vendredi'), ('Sa', 'samedi'), ('Su', 'dimanche'), ('Di', 'dimanche')
)
SELECT genre, nom, libelle, categorie, quand, moyenne, unite FROM (
  SELECT 0 AS rang, min(b.id) AS id, 'temps' AS genre, b.nom AS nom, b.libelle AS libelle, NULL AS categorie,
         CASE coalesce(b.quand, '') WHEN 'night' THEN 'la nuit' WHEN 'day' THEN 'en journée' WHEN 'evening' THEN 'en soirée'
                                    WHEN 'weekend' THEN 'le week-end'
           ELSE coalesce((SELECT 'le ' || j.nom || ' à ' || substr(b.quand, 4) FROM jour j
                          WHERE b.quand GLOB j.signe || ' [0-9][0-9]:[0-9][0-9]'), b.quand) END AS quand, NULL AS moyenne, NULL AS unite
  FROM temps_bilan b GROUP BY b.nom
  UNION ALL
  SELECT 1, min(b.fid), 'bassin', b.nom, NULL, p.valeur, NULL, NULL, NULL
  FROM bassin b LEFT JOIN parametre p ON p.etape = 'catchment' AND p.nom = b.nom || '.categorie'
  WHERE b.nature = 'anneau' GROUP BY b.nom
  UNION ALL
  SELECT 2, a.id, 'mesure', a.service, NULL, NULL, NULL,
         (SELECT sum(x.valeur * max(l.population, 1e-9)) / sum(max(l.population, 1e-9)) FROM acces x JOIN lieu l ON l.code = x.code
          WHERE x.service = a.service AND x.mesure = a.mesure AND x.valeur IS NOT NULL AND l.perimetre = 1), p.unite
  FROM (SELECT min(id) AS id, service, mesure FROM acces WHERE service <> 'gp' AND mesure <> 'temps' GROUP BY service) a
  JOIN parametre p ON p.etape = 'access' AND p.nom = 'mesure.' || a.service || '.' || a.mesure)
ORDER BY rang, id;
