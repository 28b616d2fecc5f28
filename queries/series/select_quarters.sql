-- Priority neighbourhoods of the territory of a result.
-- Columns: code, name.
SELECT code_qp, libelle FROM qpv ORDER BY code_qp;
