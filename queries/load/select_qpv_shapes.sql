-- Perimeters of the neighbourhoods, by code.
-- Columns: code, geom.
SELECT code_qp, geom FROM qpv ORDER BY code_qp;
