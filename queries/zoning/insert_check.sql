-- Writes what a reader must look at.
-- :motif   reason
-- :maille  tvs, commune, qpv, region or jauge
-- :code    code
-- :detail  words, or NULL
INSERT INTO zonage_controle (motif, maille, code, detail) VALUES (:motif, :maille, :code, :detail);
