-- Writes a next-best set of sites.
-- :nom       request
-- :rang      1 for the best set that is not the chosen one
-- :valeur    its objective, in the unit of the model
-- :perte     how much worse than the chosen set
-- :codes     its sites
-- :libelles  their names
-- :prouve    1 when no set stands between it and the one before
-- :rapproches  brought nearer than today, in the unit of the demand, or NULL
INSERT INTO site_variante (nom, rang, valeur, perte, codes, libelles, prouve, rapproches)
VALUES (:nom, :rang, :valeur, :perte, :codes, :libelles, :prouve, :rapproches);
