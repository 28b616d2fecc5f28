-- The commune of a facility.
-- :code    its identifier
-- Columns: commune.
SELECT insee_com FROM etablissement WHERE code = :code ORDER BY fid LIMIT 1;
