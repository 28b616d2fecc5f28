-- What each scenario changes.
-- Columns: side, kind, level, code, name, before, after, reason, refusal.
SELECT cote, CASE nature WHEN 'regle' THEN 'règle' WHEN 'apl' THEN 'APL' ELSE nature END AS nature, maille, code, libelle, avant, apres, justification, refus FROM scenario_changement ORDER BY id;
