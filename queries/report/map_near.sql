-- Communes near the threshold of APL for the map.
-- Columns: outline, (none), name, APL, persons.
SELECT geom, '', libelle, valeur, population FROM incertitude
WHERE constat = 'pres' AND geom IS NOT NULL AND EXISTS (SELECT 1 FROM parametre WHERE etape = 'uncertainty' AND nom = 'entree' AND valeur = 'gp.apl')
ORDER BY insee_com;
