-- Writes what a siting request came to.
-- :nom             request
-- :modele          its model
-- :objet           what is sought
-- :sens            max or min
-- :nb_sites        sites chosen
-- :nb_demandes     sites asked for, or NULL
-- :sites_avant     sites that stand today
-- :minutes         limit, min
-- :avant           objective with the sites that stand, in :unite, or NULL
-- :apres           with the chosen ones
-- :borne           bound that no choice can beat, in :unite
-- :ecart           gap, share of the objective
-- :prouve          1 when proved optimal
-- :arret           1 when a limit was met before the proof
-- :methode         how the answer was closed
-- :unite           unit of objective and bound
-- :unite_perte     unit of gains and losses of sites
-- :non_desservis_avant  persons who reach no site today, or NULL
-- :non_desservis   persons nobody reaches within the search limit
-- :trajet_avant    mean minutes to the nearest site
-- :trajet_apres    the same after
-- :couverts_avant  persons within :minutes
-- :couverts_apres  the same after
-- :rapproches      persons with a shorter time
-- :medecins        full-time equivalents placed
-- :seuil           threshold of the access, or NULL
-- :desert_avant    persons under it
-- :desert_apres    the same after
-- :communes_avant  places under it
-- :communes_apres  the same after
-- :apl_min_avant   least access
-- :apl_min_apres   the same after
-- :constat         why fewer sites are proposed than asked for, or NULL
-- :ex_aequo        other sets as good on the objective, or NULL
-- :ex_aequo_tous   1 when there are no others, or NULL
-- :departage       prouve, examines or NULL
INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, nb_demandes, sites_avant, minutes, avant, apres, borne, ecart, prouve,
  arret, methode, unite, unite_perte, non_desservis_avant, non_desservis, trajet_avant, trajet_apres, couverts_avant,
  couverts_apres, rapproches, medecins, seuil, desert_avant, desert_apres, communes_avant, communes_apres, apl_min_avant,
  apl_min_apres, constat, ex_aequo, ex_aequo_tous, departage)
VALUES (:nom, :modele, :objet, :sens, :nb_sites, :nb_demandes, :sites_avant, :minutes, :avant, :apres, :borne, :ecart, :prouve,
  :arret, :methode, :unite, :unite_perte, :non_desservis_avant, :non_desservis, :trajet_avant, :trajet_apres,
  :couverts_avant, :couverts_apres, :rapproches, :medecins, :seuil, :desert_avant, :desert_apres, :communes_avant, :communes_apres,
  :apl_min_avant, :apl_min_apres, :constat, :ex_aequo, :ex_aequo_tous, :departage);
