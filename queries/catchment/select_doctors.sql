-- GPs by commune.
-- Columns: insee_com, GPs (head counts and full-time equivalents).
SELECT insee_com, sum(quantite) FROM offre
WHERE service = 'gp' AND scenario = 'actuel' AND unite IN ('personnes', 'etp') GROUP BY insee_com ORDER BY insee_com;
