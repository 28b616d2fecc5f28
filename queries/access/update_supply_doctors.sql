-- Counts the doctors of each row of supply of general practice: heads, full-time equivalents, or acts in full times.
-- :plein  acts a year of one full time
UPDATE offre SET medecins = CASE unite WHEN 'personnes' THEN quantite WHEN 'etp' THEN quantite ELSE quantite / :plein END
WHERE service = 'gp';
