-- Sets of sites that no other beats on sites, coverage and longest time at once.
-- Columns: request, sites, persons covered, longest time, mean minutes, names, codes, proved.
SELECT f.nom, f.nb_sites, f.couverts, f.plus_long, f.trajet, f.libelles, f.codes, CASE f.prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve
FROM site_front f JOIN site_bilan b ON b.nom = f.nom
WHERE NOT EXISTS (SELECT 1 FROM site_front o WHERE o.nom = f.nom AND o.nb_sites < f.nb_sites AND o.couverts >= f.couverts
                  AND o.plus_long <= f.plus_long)
ORDER BY b.id, f.nb_sites, f.couverts DESC;
