-- Professionals of a service above an age, by commune.
-- :age  years, not included
-- :service
-- Columns: insee_com, heads, those of 60 and over among them; acts without heads count for none, as in select_communes.
SELECT insee_com, total(coalesce(medecins, iif(unite LIKE 'actes%', NULL, quantite))),
       total(CASE WHEN age >= 60 THEN coalesce(medecins, iif(unite LIKE 'actes%', NULL, quantite)) END)
FROM offre WHERE service = :service AND scenario = 'actuel' AND age > :age GROUP BY insee_com ORDER BY insee_com;
