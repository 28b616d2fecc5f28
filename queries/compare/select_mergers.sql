-- Communes that have merged into another before the year of a result.
-- Columns: code of the commune that is no more, code of that which holds it.
SELECT ancien, nouveau FROM commune_fusion ORDER BY ancien;
