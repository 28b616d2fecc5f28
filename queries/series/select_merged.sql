-- The commune that holds one that is no more.
-- :ancien  code of the commune that is no more
-- Columns: code.
SELECT nouveau FROM commune_fusion WHERE ancien = :ancien;
