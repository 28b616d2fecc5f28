-- GPs above an age, by commune.
-- :age  years, not included
-- Columns: insee_com, GPs, those of 60 and over among them.
SELECT insee_com, sum(medecins), sum(CASE WHEN age >= 60 THEN medecins ELSE 0 END) FROM offre
WHERE service = 'gp' AND scenario = 'actuel' AND age > :age GROUP BY insee_com ORDER BY insee_com;
