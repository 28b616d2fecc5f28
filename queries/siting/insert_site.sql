-- Writes a proposed site.
-- :geom       point
-- :nom        request
-- :modele     its model
-- :rang       rank by contribution: 1 for the largest
-- :code       candidate
-- :insee_com  its commune, or NULL
-- :libelle    its name
-- :personnes  persons it brings within :minutes, whom nothing opened before does
-- :minutes    limit, min
-- :medecins   full-time equivalents
-- :gain       what it adds at its turn, in the unit of losses
-- :perte      what is lost when it alone closes, in that unit
-- :force      1 when the study wanted it
-- :desservis  persons within :minutes to whom it is the nearest site
-- :par_medecin  those for a doctor there, or NULL
INSERT INTO site (geom, nom, modele, rang, code, insee_com, libelle, personnes, minutes, medecins, gain, perte, force, desservis,
  par_medecin)
VALUES (:geom, :nom, :modele, :rang, :code, :insee_com, :libelle, :personnes, :minutes, :medecins, :gain, :perte, :force,
  :desservis, :par_medecin);
