-- Writes a set of sites of a front of coverage and equity.
-- :nom       request
-- :nb_sites  new sites
-- :couverts  persons within the limit
-- :manque    mean lack under the threshold, a share of it (FGT1)
-- :gini      of the access, 0 to 1
-- :codes     sites
-- :libelles  their names
-- :prouve    1 when no set beats it on all three
INSERT INTO site_equite (nom, nb_sites, couverts, manque, gini, codes, libelles, prouve)
VALUES (:nom, :nb_sites, :couverts, :manque, :gini, :codes, :libelles, :prouve);
