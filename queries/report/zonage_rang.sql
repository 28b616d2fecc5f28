-- Ranks under other indicators.
-- Columns: code, name, indicator, value, rank.
SELECT code, libelle, indicateur, valeur, rang FROM zonage_rang ORDER BY indicateur, rang IS NULL, rang, code;
