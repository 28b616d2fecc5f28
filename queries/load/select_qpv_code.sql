-- Is this priority neighbourhood already loaded?
-- :code_qp  code
-- Columns: 1, on one row when it is.
SELECT 1 FROM qpv WHERE code_qp = :code_qp;
