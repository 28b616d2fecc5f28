-- Gives a neighbourhood the class of the zoning that is filed.
-- :code    its code
-- :zonage  class, or NULL
UPDATE qpv SET zonage = :zonage WHERE code_qp = :code;
