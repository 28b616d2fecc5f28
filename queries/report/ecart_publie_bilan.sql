-- What makes the difference with the published figures over the territory.
-- Columns: part, its mean by persons, mean of its absolute value, communes of which it makes most, their persons.
SELECT CASE constat WHEN 'accord' THEN 'd’accord' WHEN 'offre' THEN 'l’offre' WHEN 'demande' THEN 'la population comptée' WHEN 'decroissance' THEN 'la décroissance' WHEN 'trajet' THEN 'les trajets' ELSE 'autre chose' END AS constat, moyenne, absolue, communes, population
FROM ecart_publie_bilan ORDER BY id;
