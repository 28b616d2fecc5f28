-- Next-best sets of sites of every siting request.
-- Columns: request, rank, sites, their codes, objective, how much worse than the chosen set (0: as good), unit, brought nearer than today,
-- next best proved.
SELECT v.nom, v.rang, v.libelles, v.codes, v.valeur, v.perte, b.unite, v.rapproches, CASE v.prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve
FROM site_variante v JOIN site_bilan b ON b.nom = v.nom
ORDER BY b.id, v.rang;
