-- Commune of a facility.
-- :code  FINESS number
-- Columns: insee_com, on one row when it is known.
SELECT insee_com FROM etablissement WHERE code = :code AND insee_com IS NOT NULL ORDER BY fid LIMIT 1;
