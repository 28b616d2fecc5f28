-- What each siting request changes: its objective, and what people see whatever the objective.
-- Columns: request, model, what is sought, sites added, sites asked for, sites that stand today, what is to be said of the answer, other
-- sets as good, how they were told apart, limit in minutes, objective before and after, bound, unit of these, gap in percent, optimum
-- proved, mean minutes before and after, persons within the limit before and after, persons with a shorter time, full-time equivalents
-- placed, access threshold of the request, persons and places under it before and after, least access before and after, method,
-- persons who reach no site before and after.
SELECT nom, modele, objet, nb_sites, nb_demandes, sites_avant,
       CASE constat WHEN 'seuil' THEN 'rien à gagner : personne n’est sous le seuil'
                    WHEN 'inconnu' THEN 'rien à gagner là où l’accès est connu'
                    WHEN 'demande' THEN 'rien à gagner : aucune demande'
                    WHEN 'couverts' THEN 'rien à gagner : tout le monde est déjà à portée'
                    WHEN 'effet' THEN 'aucun choix n’améliore l’objectif'
                    WHEN 'suffit' THEN 'moins de sites suffisent' END AS constat,
       ex_aequo, CASE departage WHEN 'prouve' THEN 'parmi tous' WHEN 'examines' THEN 'parmi ceux trouvés' END AS departage,
       minutes, avant, apres, borne, unite, ABS(ecart) * 100 AS ecart,
       CASE prouve WHEN 1 THEN 'oui' ELSE 'non' END AS prouve, trajet_avant, trajet_apres, couverts_avant, couverts_apres,
       rapproches, medecins, seuil, desert_avant, desert_apres, communes_avant, communes_apres, apl_min_avant, apl_min_apres,
       methode, non_desservis_avant, non_desservis,
       CASE ex_aequo_tous WHEN 1 THEN 'oui' WHEN 0 THEN 'non' END AS ex_aequo_tous
FROM site_bilan
ORDER BY id;
