-- A figure by commune.
-- :nom  name of the figure, of sources.indicators
SELECT insee_com, valeur
FROM indicateur
WHERE nom = :nom AND valeur IS NOT NULL
ORDER BY insee_com;
