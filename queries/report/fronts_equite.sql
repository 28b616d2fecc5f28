-- Sets of sites that no other beats on sites, coverage and lack of access at once.
-- Columns: request, sites, persons covered, mean lack, Gini, names, codes, proved.
SELECT f.nom, f.nb_sites, f.couverts, 100 * f.manque AS manque, f.gini, f.libelles, f.codes, CASE f.prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve
FROM site_equite f JOIN site_bilan b ON b.nom = f.nom
WHERE NOT EXISTS (SELECT 1 FROM site_equite o WHERE o.nom = f.nom AND o.nb_sites < f.nb_sites AND o.couverts >= f.couverts
                  AND o.manque <= f.manque)
ORDER BY b.id, f.nb_sites, f.couverts DESC;
