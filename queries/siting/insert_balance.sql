-- Writes what a siting request came to.
-- :nom             request
-- :modele          its model
-- :objet           what is sought
-- :sens            max or min
-- :nb_sites        sites chosen
-- :minutes         limit, min
-- :avant           objective with the sites that stand, in :unite
-- :apres           with the chosen ones
-- :borne           bound that no choice can beat, in :unite
-- :ecart           gap, share of the objective
-- :prouve          1 when proved optimal
-- :arret           1 when a limit was met before the proof
-- :methode         how the answer was closed
-- :secondes        time to the answer, s
-- :unite           unit of objective and bound
-- :unite_perte     unit of gains and losses of sites
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
INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, minutes, avant, apres, borne, ecart, prouve, arret, methode, secondes,
  unite, unite_perte, non_desservis, trajet_avant, trajet_apres, couverts_avant, couverts_apres, rapproches,
  medecins, seuil, desert_avant, desert_apres, communes_avant, communes_apres, apl_min_avant, apl_min_apres)
VALUES (:nom, :modele, :objet, :sens, :nb_sites, :minutes, :avant, :apres, :borne, :ecart, :prouve, :arret, :methode,
  :secondes, :unite, :unite_perte, :non_desservis, :trajet_avant, :trajet_apres, :couverts_avant, :couverts_apres,
  :rapproches, :medecins, :seuil, :desert_avant, :desert_apres, :communes_avant, :communes_apres, :apl_min_avant,
  :apl_min_apres);
