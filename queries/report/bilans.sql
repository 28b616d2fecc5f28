-- What each siting request changes. A p-median shortens the mean trip, an MCLP brings more people within the limit: the
-- columns of the other measure are empty.
-- Columns: request, model, sites added, limit in minutes, mean minutes before and after, persons within the limit before
-- and after, objective, bound, gap in percent, optimum proved, method, persons no site can reach.
SELECT nom, modele, nb_sites, minutes,
       CASE modele WHEN 'p-median' THEN avant END AS trajet_avant, CASE modele WHEN 'p-median' THEN apres END AS trajet_apres,
       CASE modele WHEN 'p-median' THEN NULL ELSE avant END AS couverts_avant,
       CASE modele WHEN 'p-median' THEN NULL ELSE apres END AS couverts_apres,
       objectif, borne, ABS(ecart) * 100 AS ecart, CASE prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve, methode,
       non_desservis
FROM site_bilan
ORDER BY nom;
