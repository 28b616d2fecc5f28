-- The people of a commune are counted in its squares: its centre keeps those that no square took.
-- :insee_com   commune
-- :nature      centre, or commune when it keeps them all
-- :population  persons left there
UPDATE lieu SET nature = :nature, population = :population WHERE code = :insee_com;
