-- What each siting request changes.
-- Columns: request, model, sites added, limit in minutes, what is measured, before, after, objective, bound, gap in
-- percent, optimum proved, method, persons no site can reach.
SELECT nom, modele, nb_sites, minutes,
       CASE modele WHEN 'p-median' THEN 'trajet moyen (minutes)' ELSE 'personnes sous le temps limite (habitants)' END AS mesure,
       avant, apres, objectif, borne, ABS(ecart) * 100 AS ecart, CASE prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve,
       methode, non_desservis
FROM site_bilan
ORDER BY nom;
