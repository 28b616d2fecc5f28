-- A priority neighbourhood of a result.
-- :code_qp  its code
-- Columns: APL, persons.
SELECT apl, population FROM qpv WHERE code_qp = :code_qp;
