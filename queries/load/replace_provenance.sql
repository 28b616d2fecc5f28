-- Records a file read beside the sources, whose rows are not counted.
-- :source      key of the study file, as travel.osm
-- :jeu         data set
-- :chemin      path as the study file gives it
-- :sha256      digest of the file
-- :octets      size of the file, bytes
-- :producteur  producer, or NULL
-- :licence     licence, or NULL
INSERT INTO provenance (source, jeu, chemin, sha256, octets, producteur, licence, lues, gardees, rejetees)
VALUES (:source, :jeu, :chemin, :sha256, :octets, :producteur, :licence, 0, 0, 0)
ON CONFLICT (source) DO UPDATE SET jeu = excluded.jeu, chemin = excluded.chemin, sha256 = excluded.sha256,
  octets = excluded.octets, producteur = excluded.producteur, licence = excluded.licence;
