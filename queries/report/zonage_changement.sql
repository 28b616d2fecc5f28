-- What each scenario changes.
-- Columns: side, kind, level, code, name, before, after, reason, refusal.
SELECT cote, nature, maille, code, libelle, avant, apres, justification, refus FROM scenario_changement ORDER BY id;
