-- Classes of the zoning before and after: communes and people of each passage.
-- Columns: class before, class after, communes, persons.
SELECT zonage_avant, zonage, count(*) AS nb_communes, sum(population) AS population FROM comparaison
WHERE zonage_avant IS NOT NULL OR zonage IS NOT NULL GROUP BY zonage_avant, zonage
HAVING (SELECT count(*) FROM comparaison WHERE zonage_avant IS NOT zonage) > 0 ORDER BY 1, 2;
