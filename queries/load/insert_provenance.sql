-- Records where the rows of a source come from.
-- :source      key of the source, as supply[0]
-- :jeu         data set
-- :chemin      path as the study file gives it
-- :sha256      digest of the file
-- :octets      size of the file, bytes
-- :millesime   vintage, or NULL
-- :producteur  producer, or NULL
-- :licence     licence, or NULL
-- :lues        rows read
-- :gardees     rows kept
-- :rejetees    rows rejected
-- :note        service counted or category of the sites, or NULL
INSERT INTO provenance (source, jeu, chemin, sha256, octets, millesime, producteur, licence, lues, gardees, rejetees, note)
VALUES (:source, :jeu, :chemin, :sha256, :octets, :millesime, :producteur, :licence, :lues, :gardees, :rejetees, :note);
