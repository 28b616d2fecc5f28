-- Writes who goes from a class to another.
-- :avant         class under A
-- :apres         class under B
-- :nb_tvs        territories
-- :nb_communes   communes
-- :nb_qpv        neighbourhoods
-- :population    persons
-- :nb_gp         GPs
-- :nb_gp_60      GPs of 60 and over, or NULL
INSERT INTO zonage_transition (avant, apres, nb_tvs, nb_communes, nb_qpv, population, nb_gp, nb_gp_60)
VALUES (:avant, :apres, :nb_tvs, :nb_communes, :nb_qpv, :population, :nb_gp, :nb_gp_60);
