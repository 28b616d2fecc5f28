-- Conventions and parameters behind the figures, in French where the name is known.
-- Columns: stage, parameter, value (decimal comma), unit, origin. Signs and apostrophes as French print has them.
-- "antennes.minutes" is the parameter `minutes` of the request antennes; "critere.gp" the criterion of the service gp.
WITH mots (cle, mots) AS (VALUES
  ('arrets', 'Arrêts des horaires'),
  ('capacites_propres', 'Sites qui ont leur propre capacité'),
  ('arrivees', 'Heures d’arrivée'),
  ('avance_arret', 'À l’arrêt avant le départ du véhicule'),
  ('correspondances_max', 'Correspondances, au plus'),
  ('courses', 'Courses de la période'),
  ('courses_deviees', 'Courses qui quittent leur ligne sur demande'),
  ('departs', 'Heures de départ'),
  ('jour', 'Jour des horaires'),
  ('marche_correspondance_max', 'Marche entre deux véhicules, au plus'),
  ('marche_max', 'Marche vers le premier arrêt ou depuis le dernier, au plus'),
  ('percentile', 'Part des minutes où le trajet ne dure pas plus'),
  ('travel.tirages', 'Horaires tirés au sort'),
  ('trajet_a_pied_max', 'Trajet tout à pied, au plus'),
  ('trajet_max', 'Trajet en transports en commun, au plus'),
  ('vitesse_marche', 'Vitesse de marche'),
  ('a_portee', 'Qui compte à portée d’un arrêt'),
  ('a_portee_entier', 'Qui compte en entier'),
  ('actes', 'Actes d’une séance'),
  ('actes_max', 'Actes d’un médecin, au plus'),
  ('actes_min', 'Actes d’un médecin, au moins'),
  ('actes_locaux', 'Actes par an et par médecin, dans certains départements'),
  ('actes_par_medecin', 'Actes par an et par médecin'),
  ('actes_temps_plein', 'Actes par an d’un temps plein'),
  ('age_inconnu', 'Médecins d’âge inconnu'),
  ('age_max', 'Âge limite des médecins comptés'),
  ('age_max.*', 'Âge limite des professionnels comptés'),
  ('aides_date', 'Date des aides'),
  ('ajout', 'Ce qu’il faut ajouter'),
  ('but', 'But des tournées'),
  ('calculs', 'Nombre de calculs'),
  ('candidats', 'Candidats'),
  ('candidats_libres', 'Candidats retenus'),
  ('carreaux_hors_etude', 'Carreaux hors de l’étude'),
  ('categorie', 'Catégorie de sites'),
  ('centre', 'Centre des communes'),
  ('centre_deplacement_max', 'Du point intérieur à la mairie, au plus'),
  ('centre_deplacement_median', 'Du point intérieur à la mairie, médiane'),
  ('centre_ecartes', 'Mairies écartées'),
  ('centre_mairie', 'Communes placées à leur mairie'),
  ('cible', 'Qui est visé'),
  ('classes', 'Bornes des classes de couleur'),
  ('commune', 'Commune'),
  ('conduite_max', 'Conduite par journée, au plus'),
  ('contiguite', 'Voisinage de deux communes'),
  ('decide', 'Convention qui décide'),
  ('demande', 'Points de demande'),
  ('demi_journees', 'Demi-journées'),
  ('depart', 'Départ du dépôt'),
  ('ecartes_age', 'Médecins écartés pour leur âge'),
  ('ecartes_age.*', 'Professionnels écartés pour leur âge'),
  ('ecartes_nombre', 'Médecins écartés, trop nombreux dans leur commune'),
  ('entree', 'Entrée mesurée'),
  ('equite', 'Habitants comptés dans les inégalités'),
  ('equite_revenu', 'Revenu compté dans les inégalités'),
  ('ex_aequo', 'À égalité de temps'),
  ('existants', 'Sites existants'),
  ('graine', 'Graine des tirages'),
  ('grappes.fausses_decouvertes', 'Grappes : fausses découvertes admises'),
  ('grappes.graine', 'Grappes : graine du tirage'),
  ('grappes.moran', 'Grappes : indice de Moran du territoire'),
  ('grappes.p_limite', 'Grappes : probabilité limite'),
  ('grappes.permutations', 'Grappes : permutations'),
  ('habitants_non_raccordes', 'Habitants sans route à portée'),
  ('habitants_par_medecin_max', 'Habitants par médecin, avertissement au-dessus de'),
  ('habitants_par_medecin_min', 'Habitants par médecin, avertissement au-dessous de'),
  ('heures', 'Heures de circulation'),
  ('horaires_inconnus', 'Sites sans horaires'),
  ('iles', 'Îles sans pont'), ('estuaires', 'Estuaires'),
  ('indicateur_millesime', 'Millésime de l’indicateur'),
  ('indicateur', 'Indicateur'),
  ('installation', 'Installation de l’unité'),
  ('journee', 'Durée d’une journée'),
  ('k', 'Constante de normalisation'),
  ('lieux', 'Où sont les habitants et les médecins'),
  ('lieux_non_raccordes', 'Lieux sans route à portée'),
  ('libelle', 'Nom'),
  ('limite', 'Temps limite'),
  ('limites', 'Temps limites'),
  ('limites_classes', 'Limites des classes du zonage'),
  ('limite_pharmacie', 'Temps limite à la pharmacie'),
  ('limite_urgence', 'Temps limite aux urgences'),
  ('loi', 'Loi des tirages'),
  ('maille', 'Maille du zonage'),
  ('manque', 'Ce qui manque'),
  ('marge_hors_vivier', 'Marge hors vivier'),
  ('matrice', 'Temps donnés'),
  ('matrice_sens_unique', 'Temps donnés dans un seul sens'),
  ('max_minutes', 'Temps de recherche, au plus'),
  ('medecins', 'Médecins à répartir'),
  ('medecins_comptes', 'Médecins comptés en'),
  ('medecins_par_site', 'Médecins par nouveau site'),
  ('medecins_pour_1000_max', 'Médecins comptés pour 1 000 habitants de leur commune, au plus'),
  ('mesure', 'Mesure'),
  ('minutes', 'Temps limite'),
  ('modele', 'Modèle'),
  ('moteur', 'Méthode de calcul des temps'),
  ('offre_attendue', 'Offre attendue'),
  ('offre_sans_population', 'Offre que personne n’atteint'),
  ('offre_totale', 'Offre totale'),
  ('paires', 'Temps donnés : paires'),
  ('paires_contradictoires', 'Temps donnés : paires contradictoires'),
  ('paires_contradictoires_regle', 'Temps donnés : règle des paires contradictoires'),
  ('paires_retour', 'Temps donnés : retours ajoutés'),
  ('paires_sans_route', 'Temps donnés : paires sans trajet'),
  ('paires_sens_unique', 'Temps donnés : paires sans retour'),
  ('palette', 'Couleurs'),
  ('paliers', 'Paliers de la décroissance'),
  ('passage_toutes_les', 'Passages, toutes les'),
  ('passages', 'Passages'),
  ('passages_par_commune', 'Passages par commune, au plus'),
  ('passages_qpv', 'Passages par quartier, au plus'),
  ('pause', 'Pause de midi'),
  ('pause_des', 'Pause de midi, pas avant'),
  ('pause_jusqu_a', 'Pause de midi, finie à'),
  ('personnes_hors_etude', 'Personnes des carreaux hors de l’étude'),
  ('plafond_zac', 'Plafond de population en ZAC'),
  ('plafond_zip', 'Plafond de population en ZIP'),
  ('poids', 'Ce qui est pesé'),
  ('poids_age', 'Poids par âge'),
  ('population', 'Population'),
  ('population_max', 'Population des communes visées, au plus'),
  ('population_min', 'Population d’un candidat, au moins'),
  ('portee_hors_route', 'Portée hors des routes'),
  ('pres', 'Près du seuil : probabilité au-delà de'),
  ('profession', 'Profession zonée'),
  ('proche_du_seuil', 'Près d’un seuil'),
  ('professionnels', 'Professionnels'),
  ('profil', 'Mode de déplacement'),
  ('qpv', 'Accès d’un quartier'),
  ('quand', 'Heure de la semaine'),
  ('qpv.population', 'Population des quartiers'),
  ('quartiers_laisses', 'Quartiers laissés de côté'),
  ('raccordement_max', 'Distance à la route, au plus'),
  ('raccordement_moyen', 'Distance à la route, en moyenne'),
  ('raccordement_plus_long', 'Distance à la route, la plus longue'),
  ('recherche', 'Temps de recherche'),
  ('region', 'Région'),
  ('regle', 'Règle'),
  ('regle_preuve', 'Règle : vérification'),
  ('remplacement', 'Remplacement des départs'),
  ('repli', 'Rangement de l’unité'),
  ('reseau', 'Réseau routier'),
  ('resolution', 'Finesse des isochrones'),
  ('sans', 'Communes sans'),
  ('seance', 'Durée d’une séance'),
  ('semaines_par_an', 'Semaines par an'),
  ('sens', 'Sens du trajet'),
  ('service', 'Service'),
  ('seuil', 'Seuil d’accès'),
  ('seuil_vivier', 'Seuil du vivier'),
  ('seuil_zip', 'Seuil de la sélection nationale'),
  ('sites_fermes', 'Sites fermés'),
  ('tampon', 'Zone tampon'),
  ('tampon_mesure', 'Mesure de la zone tampon'),
  ('temps', 'Temps'),
  ('temps_intra_absents', 'Temps internes absents'),
  ('temps_intra_communal', 'Trajet interne à une commune'),
  ('temps_plein', 'Un professionnel'),
  ('temps_terminal', 'Temps terminal'),
  ('tirages', 'Tirages'),
  ('trajets', 'Temps de trajet'),
  ('tvs_hors_territoire', 'Communes voisines des territoires'),
  ('variation_offre', 'Variation de l’activité d’un professionnel'),
  ('variation_population', 'Variation de la population d’un lieu'), ('variation_methode', 'Variation de ce que la mesure ne dit pas'),
  ('variation_temps', 'Variation d’un temps de trajet'),
  ('vitesse', 'Vitesse'),
  ('vitesse_densite_inconnue', 'Vitesse où la densité est inconnue'),
  ('vitesses', 'Vitesses par niveau de densité'),
  ('vivier', 'Vivier'),
  ('voisinage', 'Voisines mieux aidées'),
  ('zoning.indicateur', 'Indicateur des territoires'),
  ('desert.indicateur', 'Indicateur des déserts'),
  ('desert.regle', 'Règle des déserts'),
  ('zoning.regle', 'Règle du zonage'),
  ('changements.detachees', 'Communes détachées'),
  ('changements.fusions', 'Communes fusionnées'),
  ('changements.gardees', 'Communes gardées malgré un changement'),
  ('hors_commune', 'Lignes loin de leur commune'),
  ('mesure.*', 'Mesure'),
  ('categories.*', 'Catégories de sites'),
  ('sites.*', 'Points d’offre'),
  ('demande.*', 'Demande'),
  ('population.*', 'Personnes comptées'),
  ('critere.*', 'Critère'),
  ('vulnerabilite.*', 'Vulnérabilité'),
  ('=gp', 'médecins généralistes'), ('=gp.apl', 'médecins généralistes, APL'), ('=pharmacy', 'pharmacies'), ('=emergency', 'urgences'),
  ('=nurse', 'infirmiers'), ('=nurse.apl', 'infirmiers, APL'), ('=physio', 'kinésithérapeutes'), ('=midwife', 'sages-femmes'), ('=dentist', 'chirurgiens-dentistes'), ('=speech_therapist', 'orthophonistes'),
  ('=apl', 'APL'), ('=css', 'complémentaire santé solidaire'), ('=part_75', 'part des 75 ans et plus'), ('=pauvrete', 'pauvreté'),
  ('=sans_medecin_traitant', 'sans médecin traitant'), ('=t_urgence', 'trajet aux urgences'), ('=t_pharma', 'trajet à la pharmacie')
), nomme AS (
  SELECT *, rtrim(nom, replace(nom, '.', '')) AS debut, substr(nom, length(rtrim(nom, replace(nom, '.', ''))) + 1) AS fin,
         substr(nom, 1, instr(nom, '.') - 1) AS tete, substr(nom, instr(nom, '.') + 1) AS suite FROM parametre
)
SELECT CASE etape WHEN 'access' THEN 'Accessibilité' WHEN 'desert' THEN 'Déserts' WHEN 'siting' THEN 'Implantation'
                  WHEN 'travel' THEN 'Trajets' WHEN 'zoning' THEN 'Zonage' WHEN 'catchment' THEN 'Bassins'
                  WHEN 'load' THEN 'Chargement' WHEN 'tours' THEN 'Tournées' WHEN 'outputs' THEN 'Présentation'
                  WHEN 'scenario' THEN 'Scénario' WHEN 'need' THEN 'Besoins' WHEN 'outlook' THEN 'Perspectives' WHEN 'sensitivity' THEN 'Sensibilité'
                  WHEN 'times' THEN 'Trajets demandés' WHEN 'uncertainty' THEN 'Incertitude' WHEN 'published' THEN 'Écart à l’APL publiée' ELSE etape END AS etape,
       CASE etape || '.' || nom
            WHEN 'access.decay' THEN 'Décroissance avec le temps de trajet'
            WHEN 'access.closure' THEN 'Bornes de temps fermées'
            WHEN 'access.base_std' THEN 'Base de la population standardisée'
            WHEN 'access.acts' THEN 'Actes par an et par médecin'
            WHEN 'access.age_limit' THEN 'Âge limite des médecins comptés'
            WHEN 'desert.seuil_apl' THEN 'Seuil d’APL'
            WHEN 'desert.seuil_pharma' THEN 'Seuil de trajet à la pharmacie'
            WHEN 'desert.seuil_urgence' THEN 'Seuil de trajet aux urgences'
            WHEN 'desert.rules' THEN 'Règle des déserts'
            WHEN 'zoning.rules' THEN 'Règle de zonage'
            WHEN 'travel.model' THEN 'Modèle de trajet'
            WHEN 'travel.detour' THEN 'Coefficient de détour'
            WHEN 'travel.terminal' THEN 'Temps terminal'
            WHEN 'travel.intra' THEN 'Trajet interne à une commune'
            ELSE coalesce((SELECT m.mots FROM mots m WHERE m.cle = etape || '.' || nom), (SELECT m.mots FROM mots m WHERE m.cle = nom),
                          (SELECT m.mots || ' (' || coalesce((SELECT s.mots FROM mots s WHERE s.cle = '=' || suite), suite) || ')' FROM mots m WHERE m.cle = tete || '.*'),
                          (SELECT rtrim(debut, '.') || char(160) || ': ' || m.mots FROM mots m WHERE m.cle = fin AND debut <> ''), nom) END AS nom,
       CASE WHEN nom = 'closure' AND valeur LIKE 'right%' THEN 'à droite (t ≤ limite)'
            WHEN nom = 'closure' AND valeur LIKE 'left%' THEN 'à gauche (t < limite)'
            WHEN nom = 'base_std' AND valeur = 'ages' THEN 'tranches d’âge'
            WHEN nom = 'base_std' AND valeur = 'donnee' THEN 'population standardisée donnée'
            WHEN nom = 'base_std' AND valeur = 'population' THEN 'population totale, sans standardisation'
            WHEN nom = 'model' AND valeur = 'crow' THEN 'à vol d’oiseau corrigé'
            WHEN nom = 'region' AND etape = 'zoning' THEN coalesce(unite, valeur)
            WHEN nom = 'regle' AND etape = 'zoning' THEN coalesce((SELECT p.origine || ' (' || nomme.valeur || ')' FROM parametre p
              WHERE p.etape = 'zoning' AND p.nom = 'regle_preuve'), valeur)
            WHEN nom LIKE 'critere.%' THEN replace(replace(replace(replace(replace(valeur, 'apl ', 'APL '), 't_pharma ', 'trajet à la pharmacie '),
              't_urgence ', 'trajet aux urgences '), 't_gp ', 'trajet au médecin '), '''', '’')
            WHEN fin = 'service' OR fin = 'sans' THEN coalesce((SELECT s.mots FROM mots s WHERE s.cle = '=' || valeur), valeur)
            WHEN nom = 'palette' THEN CASE valeur WHEN 'colourblind' THEN 'pour daltoniens' WHEN 'grey' THEN 'niveaux de gris'
                                                  WHEN 'drees' THEN 'DREES' ELSE valeur END
            WHEN unite IS NOT NULL AND valeur GLOB '[0-9]*' AND valeur NOT GLOB '*[^0-9]*' AND length(valeur) > 4
              THEN replace(printf('%,d', CAST(valeur AS INTEGER)), ',', char(8239))
            WHEN valeur GLOB '[0-9]*.[0-9][0-9][0-9][0-9][0-9]*' AND valeur NOT GLOB '*[^0-9.]*'
              THEN replace(rtrim(printf('%.4f', valeur), '0'), '.', ',')
            WHEN valeur GLOB '*[^0-9.]*'
              THEN replace(replace(replace(replace(valeur, '<=', '≤'), '>=', '≥'), ' x ', ' × '), '''', '’')
            ELSE replace(valeur, '.', ',') END AS valeur, CASE WHEN nom <> 'region' OR etape <> 'zoning' THEN replace(unite, '''', '’') END AS unite,
       replace(CASE WHEN origine LIKE 'etude%' THEN 'étude' || substr(origine, 6)
                    WHEN origine LIKE 'defaut:%' THEN 'défaut' || char(160) || ': ' || trim(substr(origine, 8))
                    WHEN origine LIKE 'defaut%' THEN 'défaut' || substr(origine, 7) ELSE origine END, '''', '’') AS origine
FROM nomme
ORDER BY nomme.etape, 2 COLLATE francais;
