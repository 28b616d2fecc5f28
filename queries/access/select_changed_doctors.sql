-- Communes whose GPs are not those that the layer of communes shows.
-- Columns: code.
WITH g AS MATERIALIZED (SELECT insee_com, sum(medecins) AS n FROM offre WHERE service = 'gp' AND scenario = 'actuel' GROUP BY insee_com)
SELECT a.insee_com FROM acces_commune a LEFT JOIN g ON g.insee_com = a.insee_com
WHERE a.nb_gp IS NOT CASE WHEN EXISTS (SELECT 1 FROM g) THEN coalesce(g.n, 0) END;
