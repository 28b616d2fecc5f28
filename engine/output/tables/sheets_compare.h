/* Columns of the tables of scenarios and of two results compared, for sheets.c alone, whose words they use. */
#ifndef MLG_OUTPUT_TABLES_SHEETS_COMPARE_H
#define MLG_OUTPUT_TABLES_SHEETS_COMPARE_H

static const mlg_sheet_column scenario_changes[] = {
    { "nature", FR("Nature"), "", TEXT, ALL },
    { "service", FR("Service"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Lieu"), "", TEXT, ALL },
    { "lib_vers", FR("Vers"), "", TEXT, ALL },
    { "avant", FR("Avant"), "", TEXT, ALL },
    { "apres", FR("Après"), "", TEXT, ALL },
    { "depuis", FR("Depuis"), "", TEXT, ALL },
    { "motif", FR("Motif"), "", TEXT, ALL },
    { "source", FR("Source"), "", TEXT, ALL },
    { "effet", FR("Pris en compte"), "", TEXT, ALL },
};

static const mlg_sheet_column compared_thresholds[] = {
    { "quoi", FR("Mesure"), "", TEXT, ALL },
    { "sens", FR("Du mauvais côté"), "", TEXT, ALL },
    { "seuil_avant", FR("Seuil avant"), "", NUMBER(2), FILES },
    { "seuil", FR("Seuil"), "", NUMBER(2), ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "communes_avant", FR("Communes avant"), FR("nombre"), NUMBER(0), ALL },
    { "communes", FR("Communes après"), FR("nombre"), NUMBER(0), ALL },
    { "population_avant", FR("Population avant"), FR("habitants"), NUMBER(0), ALL },
    { "population", FR("Population après"), FR("habitants"), NUMBER(0), ALL },
    { "communes_tombent", FR("Communes qui passent le seuil"), FR("nombre"), NUMBER(0), FILES },
    { "tombent", FR("Passent du mauvais côté"), FR("habitants"), NUMBER(0), ALL },
    { "communes_sortent", FR("Communes qui repassent le seuil"), FR("nombre"), NUMBER(0), FILES },
    { "sortent", FR("Repassent du bon côté"), FR("habitants"), NUMBER(0), ALL },
    { "inconnus", FR("Inconnu"), FR("habitants"), NUMBER(0), ALL },
    { "qpv_avant", FR("Dont en quartier prioritaire avant"), FR("habitants"), NUMBER(0), ALL },
    { "qpv", FR("Dont en quartier prioritaire après"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column compared_crossings[] = {
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "quoi", FR("Mesure"), "", TEXT, ALL },
    { "passage", FR("Sens"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "lib_epci", FR("Intercommunalité"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "n_qpv", FR("QPV"), FR("nombre"), NUMBER(0), ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "avant", FR("Avant"), "", NUMBER(2), ALL },
    { "apres", FR("Après"), "", NUMBER(2), ALL },
    { "seuil", FR("Seuil"), "", NUMBER(2), ALL },
};

/* What communes and neighbourhoods have before and after. */
#define COMPARED_ACCESS                                                                                           \
    { "apl_avant", FR("APL avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },                    \
        { "apl", FR("APL après"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },                      \
    {                                                                                                             \
        "apl_ecart", FR("Écart d’APL"), FR("consultations/an/hab. standardisé"), NUMBER(3), ALL                   \
    }
#define COMPARED_REST                                                                                             \
    { "t_gp_avant", FR("Trajet au généraliste avant"), FR("minutes"), NUMBER(1), ALL },                           \
        { "t_gp", FR("Trajet au généraliste après"), FR("minutes"), NUMBER(1), ALL },                             \
        { "t_pharma_avant", FR("Trajet à la pharmacie avant"), FR("minutes"), NUMBER(1), FILES },                 \
        { "t_pharma", FR("Trajet à la pharmacie après"), FR("minutes"), NUMBER(1), FILES },                       \
        { "t_urgence_avant", FR("Trajet aux urgences avant"), FR("minutes"), NUMBER(1), ALL },                    \
        { "t_urgence", FR("Trajet aux urgences après"), FR("minutes"), NUMBER(1), ALL },                          \
        { "zonage_avant", FR("Zonage avant"), "", TEXT, FILES },                                                  \
        { "zonage", FR("Zonage après"), "", TEXT, FILES },                                                        \
    {                                                                                                             \
        "passage", FR("Seuils passés"), "", TEXT, ALL                                                             \
    }

static const mlg_sheet_column compared_communes[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "lib_epci", FR("Intercommunalité"), "", TEXT, FILES },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "n_qpv", FR("QPV"), FR("nombre"), NUMBER(0), FILES },
    COMPARED_ACCESS,
    { "nb_gp_avant", FR("Médecins généralistes avant"), FR("nombre"), NUMBER(1), FILES },
    { "nb_gp", FR("Médecins généralistes après"), FR("nombre"), NUMBER(1), FILES },
    COMPARED_REST,
};

static const mlg_sheet_column compared_quarters[] = {
    { "code_qp", FR("Code QPV"), "", CODE, ALL },
    { "libelle", FR("Quartier"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    COMPARED_ACCESS,
    COMPARED_REST,
};

/* A mean, who gains and who loses, who is on the wrong side of a threshold. */
#define COMPARED_PERSONS                                                                                          \
    { "avant", FR("Avant"), FR("moyenne par habitant"), NUMBER(2), ALL },                                         \
        { "apres", FR("Après"), FR("moyenne par habitant"), NUMBER(2), ALL },                                     \
        { "ecart", FR("Écart"), "", NUMBER(3), ALL },                                                             \
        { "gagnent", FR("Y gagnent"), FR("habitants"), NUMBER(0), ALL },                                          \
        { "perdent", FR("Y perdent"), FR("habitants"), NUMBER(0), ALL },                                          \
        { "inchanges", FR("Sans changement"), FR("habitants"), NUMBER(0), FILES },                                \
        { "inconnus", FR("Inconnu"), FR("habitants"), NUMBER(0), FILES },                                         \
        { "sous_avant", FR("Du mauvais côté du seuil avant"), FR("habitants"), NUMBER(0), ALL },                  \
    {                                                                                                             \
        "sous_apres", FR("Du mauvais côté du seuil après"), FR("habitants"), NUMBER(0), ALL                       \
    }

static const mlg_sheet_column compared_people[] = {
    { "maille", FR("Selon"), "", TEXT, ALL },
    { "libelle", FR("Groupe"), "", TEXT, ALL },
    { "quoi", FR("Mesure"), "", TEXT, ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    COMPARED_PERSONS,
};

static const mlg_sheet_column compared_areas[] = {
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "quoi", FR("Mesure"), "", TEXT, ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), FILES },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "avant", FR("Avant"), FR("moyenne par habitant"), NUMBER(2), ALL },
    { "apres", FR("Après"), FR("moyenne par habitant"), NUMBER(2), ALL },
    { "ecart", FR("Écart"), "", NUMBER(3), ALL },
    { "gagnent", FR("Y gagnent"), FR("habitants"), NUMBER(0), ALL },
    { "perdent", FR("Y perdent"), FR("habitants"), NUMBER(0), ALL },
    { "tombent", FR("Passent du mauvais côté"), FR("habitants"), NUMBER(0), ALL },
    { "sortent", FR("Repassent du bon côté"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column compared_groups[] = {
    { "groupe", FR("Groupe d’habitants"), "", TEXT, ALL },
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, FILES },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "quoi", FR("Mesure"), "", TEXT, ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "seuil_avant", FR("Seuil avant"), "", NUMBER(2), FILES },
    { "seuil", FR("Seuil"), "", NUMBER(2), ALL },
    { "population", FR("Personnes du groupe"), FR("habitants"), NUMBER(0), ALL },
    COMPARED_PERSONS,
    { "tombent", FR("Passent du mauvais côté"), FR("habitants"), NUMBER(0), ALL },
    { "sortent", FR("Repassent du bon côté"), FR("habitants"), NUMBER(0), ALL },
    { "indecis", FR("Côté du seuil inconnu"), FR("habitants"), NUMBER(0), ALL },
    { "qpv_avant", FR("Dont en quartier prioritaire avant"), FR("habitants"), NUMBER(0), ALL },
    { "qpv", FR("Dont en quartier prioritaire après"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column compared_equity[] = {
    { "quoi", FR("Mesure"), "", TEXT, ALL },      { "groupe", FR("Communes"), "", TEXT, ALL },
    { "indice", FR("Indice"), "", TEXT, ALL },    { "avant", FR("Avant"), "", NUMBER(4), ALL },
    { "apres", FR("Après"), "", NUMBER(4), ALL }, { "ecart", FR("Écart"), "", NUMBER(4), ALL },
};

static const mlg_sheet_column compared_rehoming[] = {
    { "service", FR("Service"), "", TEXT, FILES },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune des patients"), "", TEXT, ALL },
    { "n_qpv", FR("QPV"), FR("nombre"), NUMBER(0), ALL },
    { "perdus", FR("Offre perdue"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "accueillis", FR("Peut être accueillie"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "sans_place", FR("Sans place à portée"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "minutes", FR("Trajet"), FR("minutes"), NUMBER(1), ALL },
    { "vers", FR("Vers"), "", TEXT, ALL },
};

static const mlg_sheet_column compared_zonings[] = {
    { "zonage_avant", FR("Zonage avant"), "", TEXT, ALL },
    { "zonage", FR("Zonage après"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column compared_absents[] = {
    { "cote", FR("Résultat"), "", TEXT, ALL },
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "motif", FR("Motif"), "", TEXT, ALL },
};

/* ---- several years ---- */

static const mlg_sheet_column series_years[] = {
    { "annee", FR("Année"), "", TEXT, ALL },
    { "source", FR("APL"), "", TEXT, ALL },
    { "millesime", FR("Millésime"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "apl", FR("APL moyenne"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "seuil", FR("Seuil"), FR("consultations/an/hab. standardisé"), NUMBER(2), FILES },
    { "sous", FR("Sous le seuil"), FR("habitants"), NUMBER(0), ALL },
    { "couverts", FR("Au seuil ou au-dessus"), FR("habitants"), NUMBER(0), ALL },
    { "part_couverte", FR("Part au seuil ou au-dessus"), FR("%"), NUMBER(1), ALL },
    { "inconnus", FR("Inconnu"), FR("habitants"), NUMBER(0), ALL },
    { "nb_gp", FR("Médecins généralistes"), FR("nombre"), NUMBER(1), ALL },
    { "consultations", FR("Consultations déployées"), FR("par an"), NUMBER(0), ALL },
    { "arrivees", FR("Arrivées, au moins"), FR("médecins"), NUMBER(1), ALL },
    { "departs", FR("Départs, au moins"), FR("médecins"), NUMBER(1), ALL },
    { "depuis", FR("Depuis"), "", TEXT, ALL },
};

static const mlg_sheet_column series_targets[] = {
    { "indicateur", FR("Indicateur"), "", TEXT, ALL },
    { "cible", FR("Objectif"), "", NUMBER(2), ALL },
    { "annee_cible", FR("À l’échéance de"), "", TEXT, ALL },
    { "debut", FR("Au départ"), "", NUMBER(2), ALL },
    { "annee_debut", FR("Année de départ"), "", TEXT, ALL },
    { "fin", FR("Aujourd’hui"), "", NUMBER(2), ALL },
    { "annee_fin", FR("Dernière année connue"), "", TEXT, ALL },
    { "reste", FR("Reste à gagner"), "", NUMBER(2), ALL },
    { "attendu", FR("Attendu à cette date"), "", NUMBER(2), ALL },
    { "avance", FR("Avance (retard si négatif)"), "", NUMBER(2), ALL },
};

static const mlg_sheet_column series_groups[] = {
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Nom"), "", TEXT, ALL },
    { "annees", FR("Années connues"), FR("nombre"), NUMBER(0), FILES },
    { "annee_debut", FR("De"), "", TEXT, ALL },
    { "annee_fin", FR("À"), "", TEXT, ALL },
    { "apl_debut", FR("APL au départ"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_fin", FR("APL à la fin"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_ecart", FR("Écart d’APL"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_pente", FR("Pente"), FR("par an"), NUMBER(3), ALL },
    { "sous_debut", FR("Sous le seuil au départ"), FR("habitants"), NUMBER(0), ALL },
    { "sous_fin", FR("Sous le seuil à la fin"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column series_communes[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "lib_epci", FR("Intercommunalité"), "", TEXT, FILES },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "annees", FR("Années connues"), FR("nombre"), NUMBER(0), ALL },
    { "annee_debut", FR("De"), "", TEXT, ALL },
    { "annee_fin", FR("À"), "", TEXT, ALL },
    { "apl_debut", FR("APL au départ"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_fin", FR("APL à la fin"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_ecart", FR("Écart d’APL"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_pente", FR("Pente"), FR("par an"), NUMBER(3), ALL },
};

static const mlg_sheet_column series_absents[] = {
    { "annee", FR("Année"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "motif", FR("Motif"), "", TEXT, ALL },
};

#endif
