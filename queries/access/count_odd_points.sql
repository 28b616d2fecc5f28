-- Counts among the figures of the network the points that are listed, by reason.
INSERT INTO reseau (element, nombre, effet)
SELECT CASE motif
    WHEN 'aucune route à portée' THEN 'points sans route à portée'
    WHEN 'raccordé à un îlot du réseau' THEN 'points sur un îlot du réseau'
    ELSE 'points dont la voie la plus proche est isolée' END,
  count(*),
  CASE motif
    WHEN 'aucune route à portée' THEN 'inaccessibles'
    WHEN 'raccordé à un îlot du réseau' THEN 'accessibles depuis cet îlot seulement'
    ELSE 'raccordés à une voie plus éloignée, reliée au réseau' END
FROM reject WHERE source = 'travel' AND ligne IS NULL GROUP BY motif
ON CONFLICT (element) DO UPDATE SET nombre = excluded.nombre;
