-- Residents of the communes of the territory.
-- Columns: insee_com, persons (NULL unknown).
SELECT insee_com, population FROM acces_commune ORDER BY insee_com;
