-- Writes the share of a neighbourhood's people that lives in a commune.
-- :code_qp    neighbourhood
-- :insee_com  commune
-- :part       share, in [0, 1]
-- :methode    surface or egale
INSERT INTO qpv_commune (code_qp, insee_com, part, methode) VALUES (:code_qp, :insee_com, :part, :methode);
