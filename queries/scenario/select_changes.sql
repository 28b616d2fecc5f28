-- Changes that a scenario made, in their order.
-- Columns: kind, service, code, name, before, after, reason.
SELECT nature, service, code, libelle, avant, apres, motif FROM changement WHERE effet = 1 ORDER BY id;
