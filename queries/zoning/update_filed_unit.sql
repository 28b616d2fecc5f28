-- Gives a unit zoned by name the class of the zoning that is filed.
-- :maille  tvs, commune or qpv
-- :code    its code
-- :zonage  class
UPDATE zonage SET zonage = :zonage WHERE maille = :maille AND code = :code;
