-- Records a change that a scenario makes.
-- :nature    offre | site | population | horizon | etude
-- :service   gp, pharmacy, emergency..., or NULL
-- :code      commune or facility, or NULL
-- :libelle   its name, or NULL
-- :vers      commune that it moves to, or NULL
-- :lib_vers  its name, or NULL
-- :avant     what was, in words, or NULL
-- :apres     what is, in words, or NULL
-- :depuis    first day, or NULL
-- :motif     reason, or NULL
-- :source    source, or NULL
-- :effet     1 made, 0 outside its dates
INSERT INTO changement (nature, service, code, libelle, vers, lib_vers, avant, apres, depuis, motif, source, effet)
VALUES (:nature, :service, :code, :libelle, :vers, :lib_vers, :avant, :apres, :depuis, :motif, :source, :effet);
