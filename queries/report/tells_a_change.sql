-- Whether the study tells what a scenario or a comparison changes.
-- Columns: 1 or 0.
SELECT EXISTS (SELECT 1 FROM changement) OR EXISTS (SELECT 1 FROM comparaison);
