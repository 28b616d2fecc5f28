-- GPs by commune.
-- Columns: insee_com, GPs (heads, full-time equivalents, acts in full times).
SELECT insee_com, sum(medecins) FROM offre
WHERE service = 'gp' AND scenario = 'actuel' GROUP BY insee_com ORDER BY insee_com;
