-- Writes the classes of a unit under both zonings.
-- :maille        tvs, commune or qpv
-- :code          code
-- :libelle       name
-- :population    persons
-- :apl_avant     indicator under A
-- :apl_apres     indicator under B
-- :cadre_avant   national frame under A
-- :cadre_apres   national frame under B
-- :avant         class under A
-- :apres         class under B
INSERT INTO zonage_scenario (maille, code, libelle, population, apl_avant, apl_apres, cadre_avant, cadre_apres, avant, apres)
VALUES (:maille, :code, :libelle, :population, :apl_avant, :apl_apres, :cadre_avant, :cadre_apres, :avant, :apres);
