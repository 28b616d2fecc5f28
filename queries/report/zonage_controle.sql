-- What does not hold together in the zoning.
-- Columns: reason, level, code, detail.
SELECT motif, maille, code, detail FROM zonage_controle ORDER BY id;
