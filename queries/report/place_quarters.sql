-- Priority neighbourhoods of each commune, for the sheet of a place.
-- Columns: commune, name.
SELECT c.insee_com, q.libelle FROM qpv_commune c JOIN qpv q USING (code_qp) ORDER BY c.insee_com, q.code_qp;
