-- What each siting request changes: its objective, and what people see whatever the objective.
-- Columns: request, model, what is sought, sites added, limit in minutes, objective before and after, bound, unit of these,
-- gap in percent, optimum proved, mean minutes before and after, persons within the limit before and after, persons with a
-- shorter time, full-time equivalents placed, access threshold of the request, persons and places under it before and after, least access
-- before and after, method, seconds, persons no site can reach.
SELECT nom, modele, objet, nb_sites, minutes, avant, apres, borne, unite, ABS(ecart) * 100 AS ecart,
       CASE prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve, trajet_avant, trajet_apres, couverts_avant, couverts_apres,
       rapproches, medecins, seuil, desert_avant, desert_apres, communes_avant, communes_apres, apl_min_avant, apl_min_apres,
       methode, secondes, non_desservis
FROM site_bilan
ORDER BY id;
