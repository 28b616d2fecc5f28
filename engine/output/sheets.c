#include "output/sheets.h"

#define TEXT MLG_KIND_TEXT, 0
#define CODE MLG_KIND_CODE, 0
#define NUMBER(places) MLG_KIND_NUMBER, places
#define ALL false
#define FILES true

static const mlg_sheet_column communes[] = {
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "lib_epci", "Intercommunalité", "", TEXT, FILES },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "pop_std", "Population standardisée", "habitants", NUMBER(0), FILES },
    { "apl", "APL", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "nb_gp", "Médecins généralistes", "nombre", NUMBER(1), ALL },
    { "t_gp", "Trajet au médecin", "minutes", NUMBER(1), ALL },
    { "t_pharma", "Trajet à la pharmacie", "minutes", NUMBER(1), ALL },
    { "t_urgence", "Trajet aux urgences", "minutes", NUMBER(1), ALL },
    { "densite", "Grille de densité", "niveau 1 à 7", NUMBER(0), FILES },
    { "espace", "Espace", "", TEXT, FILES },
    { "zonage", "Zonage en vigueur", "", TEXT, ALL },
    { "zonage_regle", "Zonage selon la règle", "", TEXT, ALL },
    { "zonage_ecart", "Écart à la règle", "", TEXT, FILES },
    { "desert_lib", "Désert médical", "critères", TEXT, ALL },
    { "n_qpv", "QPV", "nombre", NUMBER(0), FILES },
    { "approx", "Contour approché", "", TEXT, FILES },
};

static const mlg_sheet_column qpv[] = {
    { "code_qp", "Code QPV", "", CODE, ALL },
    { "libelle", "Quartier", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "communes", "Communes", "codes INSEE", CODE, ALL },
    { "apl", "APL", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "t_pharma", "Trajet à la pharmacie", "minutes", NUMBER(1), ALL },
    { "t_urgence", "Trajet aux urgences", "minutes", NUMBER(1), ALL },
    { "desert", "Désert médical", "critères", TEXT, ALL },
    { "zonage", "Zonage", "", TEXT, ALL },
    { "approx", "Contour approché", "", TEXT, FILES },
};

static const mlg_sheet_column deserts[] = {
    { "nom", "Zone", "", TEXT, ALL },
    { "espace", "Espace", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "pop_moins_2000", "dont communes de moins de 2 000 hab.", "habitants", NUMBER(0), ALL },
    { "apl", "APL moyenne", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "manque", "Manque pour atteindre le seuil", "consultations/an", NUMBER(0), ALL },
    { "communes", "Communes de la zone", "codes INSEE", CODE, FILES },
    { "approx", "Contour approché", "", TEXT, FILES },
};

static const mlg_sheet_column desert_bilan[] = {
    { "groupe", "Communes", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "sans_medecin", "Sous le seuil d’APL", "habitants", NUMBER(0), ALL },
    { "sans_pharmacie", "Loin d’une pharmacie", "habitants", NUMBER(0), ALL },
    { "sans_urgence", "Loin des urgences", "habitants", NUMBER(0), ALL },
    { "un_manque", "Un manque ou plus", "habitants", NUMBER(0), ALL },
    { "trois_manques", "Les trois", "habitants", NUMBER(0), ALL },
};

static const mlg_sheet_column measures[] = {
    { "service", "Service", "", TEXT, ALL },
    { "mesure", "Mesure", "", TEXT, ALL },
    { "unite", "Unité", "", TEXT, ALL },
    { "communes", "Communes", "nombre", NUMBER(0), ALL },
    { "mini", "Minimum", "unité de la mesure", NUMBER(2), ALL },
    { "moyenne", "Moyenne par habitant", "unité de la mesure", NUMBER(2), ALL },
    { "maxi", "Maximum", "unité de la mesure", NUMBER(2), ALL },
    { "definition", "Définition et convention", "", TEXT, FILES },
    { "source", "Source de la méthode", "", TEXT, FILES },
    { "millesime", "Millésime de l’offre", "", TEXT, FILES },
};

static const mlg_sheet_column need_areas[] = {
    { "service", "Service", "", TEXT, FILES },
    { "nom", "Zone", "", TEXT, ALL },
    { "nb_communes", "Communes sous le seuil", "nombre", NUMBER(0), ALL },
    { "population", "Population sous le seuil", "habitants", NUMBER(0), ALL },
    { "manque", "Manque", "consultations/an ou ETP", NUMBER(0), ALL },
    { "etp", "soit", "ETP", NUMBER(1), ALL },
    { "loin", "Trop loin d’un médecin", "habitants", NUMBER(0), ALL },
    { "inconnu", "Accès inconnu", "habitants", NUMBER(0), FILES },
    { "ou", "Où ajouter le moins", "commune", TEXT, ALL },
    { "ajout", "Ajout qui suffit", "consultations/an ou ETP", NUMBER(0), ALL },
    { "ajout_etp", "soit", "ETP", NUMBER(1), ALL },
};

static const mlg_sheet_column needs[] = {
    { "service", "Service", "", TEXT, FILES },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "acces", "APL", "unité de la mesure", NUMBER(2), ALL },
    { "manque", "Manque", "consultations/an ou ETP", NUMBER(0), ALL },
    { "etp", "soit", "ETP", NUMBER(2), ALL },
    { "sur_place", "À ajouter sur place", "consultations/an ou ETP", NUMBER(0), ALL },
    { "sur_place_etp", "soit", "ETP", NUMBER(2), FILES },
    { "minutes", "Trajet au plus proche", "minutes", NUMBER(1), ALL },
    { "loin", "Trop loin", "habitants", NUMBER(0), ALL },
    { "zone", "Zone", "", TEXT, ALL },
};

static const mlg_sheet_column outlook[] = {
    { "service", "Service", "", TEXT, FILES },
    { "horizon", "Horizon", "", TEXT, ALL },
    { "offre", "Offre attendue", "consultations/an ou ETP", NUMBER(0), ALL },
    { "partis", "Départs non remplacés", "consultations/an ou ETP", NUMBER(0), ALL },
    { "mouvements", "Arrivées moins départs annoncés", "consultations/an ou ETP", NUMBER(0), ALL },
    { "moyenne", "APL moyenne", "unité de la mesure", NUMBER(2), ALL },
    { "communes_sous", "Communes sous le seuil", "nombre", NUMBER(0), ALL },
    { "population_sous", "Population sous le seuil", "habitants", NUMBER(0), ALL },
    { "communes_tombees", "dont tombées depuis aujourd’hui", "communes", NUMBER(0), ALL },
    { "population_tombee", "Leur population", "habitants", NUMBER(0), ALL },
};

static const mlg_sheet_column crossings[] = {
    { "horizon", "Horizon", "", TEXT, ALL },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "maintenant", "APL aujourd’hui", "unité de la mesure", NUMBER(2), ALL },
    { "acces", "APL à l’horizon", "unité de la mesure", NUMBER(2), ALL },
    { "bascule", "Ce qui change", "", TEXT, ALL },
};

static const mlg_sheet_column outlook_communes[] = {
    { "service", "Service", "", TEXT, FILES },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "annees", "Horizon", "années", NUMBER(0), ALL },
    { "offre", "Offre attendue", "consultations/an ou ETP", NUMBER(0), ALL },
    { "acces", "APL", "unité de la mesure", NUMBER(2), ALL },
    { "bascule", "Ce qui change", "", TEXT, ALL },
};

static const mlg_sheet_column sensitivity_levels[] = {
    { "facteur", "Convention", "", TEXT, ALL },
    { "niveau", "Valeur", "", TEXT, ALL },
    { "calculs", "Calculs", "nombre", NUMBER(0), ALL },
    { "moyenne", "Mesure moyenne", "unité de la mesure", NUMBER(2), ALL },
    { "communes_sous", "Communes au-delà du seuil", "nombre moyen", NUMBER(1), ALL },
    { "population_sous", "Leur population", "habitants, en moyenne", NUMBER(0), ALL },
    { "part_variance", "Part de la variance expliquée", "%", NUMBER(1), ALL },
};

static const mlg_sheet_column sensitivity[] = {
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "part", "Au-delà du seuil dans", "% des calculs", NUMBER(0), ALL },
    { "mini", "Minimum", "unité de la mesure", NUMBER(2), ALL },
    { "mediane", "Médiane", "unité de la mesure", NUMBER(2), ALL },
    { "maxi", "Maximum", "unité de la mesure", NUMBER(2), ALL },
    { "decide", "Convention qui décide", "", TEXT, ALL },
    { "decide_part", "Part de la variance", "%", NUMBER(0), ALL },
};

static const mlg_sheet_column equity[] = {
    { "service", "Service", "", TEXT, ALL },
    { "mesure", "Mesure", "", TEXT, ALL },
    { "groupe", "Communes", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "moyenne", "Moyenne par habitant", "unité de la mesure", NUMBER(2), ALL },
    { "gini", "Gini", "", NUMBER(3), ALL },
    { "d10_d1", "D10/D1", "", NUMBER(2), ALL },
    { "theil", "Theil", "", NUMBER(4), ALL },
    { "theil_entre", "Theil entre urbain et rural", "", NUMBER(4), FILES },
    { "theil_dans", "Theil à l’intérieur", "", NUMBER(4), FILES },
    { "theil_entre_qpv", "Theil entre avec et sans QPV", "", NUMBER(4), FILES },
    { "palma", "Palma par revenu", "", NUMBER(2), ALL },
    { "concentration", "Concentration par revenu", "", NUMBER(3), ALL },
    { "erreygers", "Erreygers", "", NUMBER(3), FILES },
    { "sans_revenu", "Sans revenu connu", "habitants", NUMBER(0), FILES },
    { "seuil", "Seuil", "unité de la mesure", NUMBER(2), ALL },
    { "fgt0", "Sous le seuil", "% des habitants", NUMBER(1), ALL },
    { "fgt1", "Écart moyen au seuil", "part du seuil", NUMBER(4), FILES },
    { "fgt2", "Écart quadratique", "", NUMBER(4), FILES },
};

static const mlg_sheet_column sites[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "modele", "Modèle", "", TEXT, FILES },
    { "rang", "Rang", "", NUMBER(0), ALL },
    { "code", "Code du site", "", CODE, FILES },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Site proposé", "", TEXT, ALL },
    { "personnes", "Personnes rapprochées", "habitants", NUMBER(0), ALL },
    { "minutes", "à moins de", "minutes", NUMBER(0), ALL },
    { "medecins", "Médecins", "ETP", NUMBER(1), ALL },
    { "perte", "Perdu sans lui", "unité de la perte", NUMBER(4), ALL },
    { "unite_perte", "Unité de la perte", "", TEXT, ALL },
    { "force", "Imposé", "", TEXT, FILES },
};

static const mlg_sheet_column balances[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "modele", "Modèle", "", TEXT, ALL },
    { "objet", "Ce qui est cherché", "", TEXT, FILES },
    { "nb_sites", "Sites ajoutés", "nombre", NUMBER(0), ALL },
    { "minutes", "Temps limite", "minutes", NUMBER(0), ALL },
    { "avant", "Objectif avant", "unité du modèle", NUMBER(4), FILES },
    { "apres", "Objectif atteint", "unité du modèle", NUMBER(4), FILES },
    { "borne", "Borne", "unité du modèle", NUMBER(4), FILES },
    { "unite", "Unité du modèle", "", TEXT, FILES },
    { "ecart", "Écart à la borne", "%", NUMBER(2), ALL },
    { "prouve", "Optimum prouvé", "", TEXT, ALL },
    { "trajet_avant", "Trajet moyen avant", "minutes", NUMBER(1), ALL },
    { "trajet_apres", "Trajet moyen après", "minutes", NUMBER(1), ALL },
    { "couverts_avant", "Couverts avant", "habitants", NUMBER(0), ALL },
    { "couverts_apres", "Couverts après", "habitants", NUMBER(0), ALL },
    { "rapproches", "Rapprochés d’un site", "habitants", NUMBER(0), ALL },
    { "medecins", "Médecins placés", "ETP", NUMBER(1), ALL },
    { "desert_avant", "Sous le seuil d’accès avant", "habitants", NUMBER(0), ALL },
    { "desert_apres", "Sous le seuil d’accès après", "habitants", NUMBER(0), ALL },
    { "communes_avant", "Communes sous le seuil avant", "nombre", NUMBER(0), FILES },
    { "communes_apres", "Communes sous le seuil après", "nombre", NUMBER(0), FILES },
    { "apl_min_avant", "Accès le plus faible avant", "consultations/an/hab.", NUMBER(2), FILES },
    { "apl_min_apres", "Accès le plus faible après", "consultations/an/hab.", NUMBER(2), FILES },
    { "methode", "Méthode", "", TEXT, FILES },
    { "secondes", "Temps de calcul", "s", NUMBER(2), FILES },
    { "non_desservis", "Hors d’atteinte", "habitants", NUMBER(0), ALL },
};

static const mlg_sheet_column assignment[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "code", "Lieu", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "site", "Site rejoint", "", CODE, ALL },
    { "minutes", "Trajet", "minutes", NUMBER(1), ALL },
    { "avant", "Trajet avant", "minutes", NUMBER(1), ALL },
    { "apl", "Accès", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "apl_avant", "Accès avant", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "desert", "Sous le seuil", "sort, reste", TEXT, ALL },
    { "impute", "Carreau imputé", "1 : oui", NUMBER(0), FILES },
};

static const mlg_sheet_column gains[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "code", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "avant", "Trajet avant", "minutes", NUMBER(1), ALL },
    { "minutes", "Trajet après", "minutes", NUMBER(1), ALL },
    { "gagnees", "Minutes gagnées", "minutes", NUMBER(1), ALL },
    { "apl_avant", "Accès avant", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "apl", "Accès après", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "consultations", "Consultations gagnées", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "desert", "Désert", "", TEXT, ALL },
};

static const mlg_sheet_column fronts[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "nb_sites", "Sites ajoutés", "nombre", NUMBER(0), ALL },
    { "couverts", "Couverts", "habitants", NUMBER(0), ALL },
    { "plus_long", "Plus long trajet", "minutes", NUMBER(1), ALL },
    { "trajet", "Trajet moyen", "minutes", NUMBER(1), ALL },
    { "libelles", "Sites", "", TEXT, ALL },
    { "codes", "Codes", "", CODE, FILES },
    { "prouve", "Prouvé", "", TEXT, ALL },
};

static const mlg_sheet_column alternatives[] = {
    { "nom", "Recherche", "", TEXT, ALL },
    { "rang", "Rang", "", NUMBER(0), ALL },
    { "libelles", "Sites", "", TEXT, ALL },
    { "codes", "Codes", "", CODE, FILES },
    { "valeur", "Objectif", "unité du modèle", NUMBER(4), ALL },
    { "perte", "Moins bien de", "unité du modèle", NUMBER(4), ALL },
    { "unite", "Unité du modèle", "", TEXT, ALL },
    { "prouve", "Rang prouvé", "", TEXT, FILES },
};

static const mlg_sheet_column tours[] = {
    { "nom", "Tournées", "", TEXT, ALL },
    { "but", "But", "", TEXT, ALL },
    { "unites", "Unités mobiles", "nombre", NUMBER(0), ALL },
    { "semaines", "Cycle", "semaines", NUMBER(0), FILES },
    { "nb_arrets", "Séances", "nombre", NUMBER(0), ALL },
    { "nb_lieux", "Lieux", "nombre", NUMBER(0), ALL },
    { "nb_qpv", "dont QPV", "nombre", NUMBER(0), ALL },
    { "cible", "Cible", "habitants ou consultations", NUMBER(0), ALL },
    { "apport", "Desservis", "habitants ou consultations", NUMBER(0), ALL },
    { "part", "Part de la cible", "%", NUMBER(1), ALL },
    { "borne", "Borne", "habitants ou consultations", NUMBER(0), FILES },
    { "ecart", "Écart à la borne", "%", NUMBER(2), ALL },
    { "prouve", "Optimum prouvé", "", TEXT, FILES },
    { "manques", "Passages dus non tenus", "nombre", NUMBER(0), ALL },
    { "impossibles", "Arrêts impossibles", "nombre", NUMBER(0), ALL },
    { "heures_route", "Conduite", "heures", NUMBER(1), ALL },
    { "heures_soin", "Soins", "heures", NUMBER(1), ALL },
    { "km", "Distance", "km", NUMBER(0), ALL },
    { "methode", "Méthode", "", TEXT, FILES },
};

static const mlg_sheet_column days[] = {
    { "nom", "Tournées", "", TEXT, ALL },
    { "unite", "Unité", "numéro", NUMBER(0), ALL },
    { "semaine", "Semaine", "numéro", NUMBER(0), ALL },
    { "jour", "Jour", "", TEXT, ALL },
    { "depart", "Départ", "heure", CODE, ALL },
    { "retour", "Retour", "heure", CODE, ALL },
    { "arrets", "Arrêts", "", TEXT, ALL },
    { "minutes_route", "Conduite", "minutes", NUMBER(0), ALL },
    { "minutes_soin", "Soins", "minutes", NUMBER(0), ALL },
    { "km", "Distance", "km", NUMBER(1), ALL },
    { "trace", "Tracé", "", TEXT, FILES },
};

static const mlg_sheet_column timetable[] = {
    { "nom", "Tournées", "", TEXT, ALL },
    { "unite", "Unité", "numéro", NUMBER(0), ALL },
    { "semaine", "Semaine", "numéro", NUMBER(0), ALL },
    { "jour", "Jour", "", TEXT, ALL },
    { "ordre", "Ordre", "numéro", NUMBER(0), FILES },
    { "libelle", "Arrêt", "", TEXT, ALL },
    { "nature", "Nature", "", TEXT, ALL },
    { "code", "Code", "", CODE, FILES },
    { "route", "Route", "minutes", NUMBER(0), ALL },
    { "arrivee", "Arrivée", "heure", CODE, ALL },
    { "debut", "Début", "heure", CODE, ALL },
    { "fin", "Fin", "heure", CODE, ALL },
    { "pause", "Pause", "heure", CODE, ALL },
    { "reprise", "Reprise de la route", "heure", CODE, ALL },
    { "habitants", "À portée", "habitants visés", NUMBER(0), ALL },
    { "apport", "Apport", "habitants ou consultations", NUMBER(0), ALL },
    { "actes", "Consultations", "par séance", NUMBER(0), FILES },
};

static const mlg_sheet_column tour_access[] = {
    { "nom", "Tournées", "", TEXT, ALL },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "apl_avant", "APL avant", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "apl_apres", "APL avec les tournées", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "ecart", "Écart", "consultations/an/hab. standardisé", NUMBER(3), ALL },
};

static const mlg_sheet_column zoning[] = {
    { "zonage", "Classe", "", TEXT, ALL },
    { "libelle", "Intitulé", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "part", "Part de la population", "%", NUMBER(1), ALL },
};

static const mlg_sheet_column catchments[] = {
    { "nom", "Bassins", "", TEXT, ALL },
    { "nature", "Nature", "", TEXT, ALL },
    { "site", "Code du site", "", CODE, FILES },
    { "libelle", "Site", "", TEXT, ALL },
    { "minutes", "Jusqu’à", "minutes", NUMBER(0), ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "t_moyen", "Trajet moyen", "minutes", NUMBER(1), ALL },
};

static const mlg_sheet_column catchment_sites[] = {
    { "nom", "Bassins", "", TEXT, ALL },
    { "site", "Code du site", "", CODE, FILES },
    { "libelle", "Site", "", TEXT, ALL },
    { "capacite", "Capacité", "habitants", NUMBER(0), ALL },
    { "servis", "Servis", "habitants", NUMBER(0), ALL },
    { "t_moyen", "Trajet moyen", "minutes", NUMBER(1), ALL },
    { "methode", "Partage", "", TEXT, ALL },
};

static const mlg_sheet_column within_reach[] = {
    { "nom", "Bassins", "", TEXT, ALL },
    { "code", "Code INSEE", "", CODE, ALL },
    { "minutes", "En moins de", "minutes", NUMBER(0), ALL },
    { "sites", "Sites à portée", "nombre", NUMBER(0), ALL },
    { "gp", "Médecins à portée", "nombre", NUMBER(1), ALL },
};

#include "output/sheets_zoning.h"

static const mlg_sheet_column conventions[] = {
    { "etape", "Étape", "", TEXT, ALL },     { "nom", "Paramètre", "", TEXT, ALL },
    { "valeur", "Valeur", "", CODE, ALL },   { "unite", "Unité", "", TEXT, ALL },
    { "origine", "Origine", "", TEXT, ALL },
};

static const mlg_sheet_column sources[] = {
    { "source", "Source", "", TEXT, ALL },
    { "jeu", "Jeu de données", "", TEXT, ALL },
    { "producteur", "Producteur", "", TEXT, ALL },
    { "millesime", "Millésime", "", CODE, ALL },
    { "licence", "Licence", "", TEXT, ALL },
    { "chemin", "Fichier", "", TEXT, ALL },
    { "lues", "Lues", "lignes", NUMBER(0), ALL },
    { "gardees", "Gardées", "lignes", NUMBER(0), ALL },
    { "rejetees", "Écartées", "lignes", NUMBER(0), ALL },
    { "sha256", "SHA-256", "", CODE, FILES },
    { "note", "Service ou catégorie", "", TEXT, ALL },
};

static const mlg_sheet_column mentions[] = {
    { "mention", "Mention obligatoire", "", TEXT, ALL },
    { "nature", "Nature", "", TEXT, FILES },
};

static const mlg_sheet_column secrets[] = {
    { "nom", "Table", "", TEXT, ALL },
    { "colonnes", "Colonnes", "", TEXT, ALL },
    { "motif", "Motif", "", TEXT, ALL },
    { "nombre", "Non diffusées", "lignes", NUMBER(0), ALL },
    { "lignes", "Lignes", "lignes", NUMBER(0), ALL },
    { "imputes", "Carreaux imputés", "lignes", NUMBER(0), ALL },
};

static const mlg_sheet_column rejects[] = {
    { "source", "Source", "", TEXT, ALL },     { "ligne", "Ligne", "numéro", NUMBER(0), ALL },
    { "code", "Code", "", CODE, ALL },         { "motif", "Motif", "", TEXT, ALL },
    { "valeur", "Valeur lue", "", CODE, ALL },
};

#define TABLE(name, title, columns)                                                                               \
    {                                                                                                             \
        name, title, columns, (int)(sizeof(columns) / sizeof(columns)[0])                                         \
    }

const mlg_sheet mlg_sheets[] = {
    TABLE("communes", "Communes", communes),
    TABLE("qpv", "QPV", qpv),
    TABLE("deserts", "Déserts", deserts),
    TABLE("desert_bilan", "Déserts, bilan", desert_bilan),
    TABLE("mesures", "Mesures", measures),
    TABLE("desert_combinaisons", "Combinaisons de manques", desert_sets),
    TABLE("desert_types", "Déserts par type", desert_kinds),
    TABLE("desert_zones", "Zones de désert", desert_areas),
    TABLE("grappes", "Grappes", clusters),
    TABLE("vulnerabilites", "Vulnérabilité", fragility),
    TABLE("besoin_zones", "Besoins", need_areas),
    TABLE("besoins", "Besoins, communes", needs),
    TABLE("perspectives", "Perspectives", outlook),
    TABLE("perspective_chutes", "Perspectives, seuil", crossings),
    TABLE("perspective_communes", "Perspectives, communes", outlook_communes),
    TABLE("sensibilite_niveaux", "Sensibilité", sensitivity_levels),
    TABLE("sensibilite", "Sensibilité, communes", sensitivity),
    TABLE("equite", "Équité", equity),
    TABLE("sites", "Sites", sites),
    TABLE("bilans", "Bilans", balances),
    TABLE("gains", "Gains", gains),
    TABLE("variantes", "Variantes", alternatives),
    TABLE("fronts", "Fronts", fronts),
    TABLE("affectation", "Affectation", assignment),
    TABLE("tournees", "Tournées", tours),
    TABLE("journees", "Tournées, journées", days),
    TABLE("calendrier", "Tournées, calendrier", timetable),
    TABLE("tournee_acces", "Tournées, APL", tour_access),
    TABLE("zonage", "Zonage", zoning),
    TABLE("tvs", "Territoires", territories),
    TABLE("zonage_risque", "Risque contentieux", at_risk),
    TABLE("zonage_controle", "Zonage, contrôles", zoning_checks),
    TABLE("zonage_jauge", "Jauges", zoning_gauges),
    TABLE("zonage_changement", "Changements", zoning_changes),
    TABLE("zonage_transition", "Transitions", transitions),
    TABLE("zonage_aide", "Aides", aids),
    TABLE("zonage_voisin", "Voisines mieux aidées", sights),
    TABLE("zonage_seuil", "Près d’un seuil", near_thresholds),
    TABLE("zonage_rang", "Rangs", zoning_ranks),
    TABLE("zonage_unites", "Zonages comparés", zoning_units),
    TABLE("couverture", "Couverture", coverage),
    TABLE("couverture_lacunes", "Couverture, lacunes", coverage_gaps),
    TABLE("bassins", "Bassins", catchments),
    TABLE("bassin_sites", "Bassins, capacités", catchment_sites),
    TABLE("bassin_nombre", "Sites à portée", within_reach),
    TABLE("conventions", "Conventions", conventions),
    TABLE("sources", "Sources", sources),
    TABLE("mentions", "Mentions", mentions),
    TABLE("secret", "Secret statistique", secrets),
    TABLE("rejets", "Rejets", rejects),
    { NULL, NULL, NULL, 0 },
};
