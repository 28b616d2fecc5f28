-- GPs above an age, by commune.
-- :age  years, not included
-- Columns: insee_com, GPs, those of 60 and over among them.
SELECT insee_com, sum(quantite), sum(CASE WHEN age >= 60 THEN quantite ELSE 0 END) FROM offre
WHERE service = 'gp' AND scenario = 'actuel' AND unite = 'personnes' AND age > :age GROUP BY insee_com ORDER BY insee_com;
