-- Professionals of a service above an age, by commune.
-- :age  years, not included
-- :service
-- Columns: insee_com, heads, those of 60 and over among them.
SELECT insee_com, sum(coalesce(medecins, quantite)), sum(CASE WHEN age >= 60 THEN coalesce(medecins, quantite) ELSE 0 END) FROM offre
WHERE service = :service AND scenario = 'actuel' AND age > :age GROUP BY insee_com ORDER BY insee_com;
