/* Columns of the tables on access and deserts, for sheets.c alone, whose words they use. */
#ifndef MLG_OUTPUT_TABLES_SHEETS_ACCESS_H
#define MLG_OUTPUT_TABLES_SHEETS_ACCESS_H

static const mlg_sheet_column communes[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "lib_epci", FR("Intercommunalité"), "", TEXT, FILES },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "pop_std", FR("Population standardisée"), FR("habitants"), NUMBER(0), FILES },
    { "apl", FR("APL"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_publie", FR("APL publiée, tous âges"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_publie_65", FR("APL publiée, 65 ans et moins"), FR("consultations/an/hab. standardisé"), NUMBER(2),
      ALL },
    { "apl_ecart", FR("APL publiée de l’autre côté du seuil"), "", TEXT, ALL },
    { "nb_gp", FR("Médecins généralistes"), FR("nombre"), NUMBER(1), ALL },
    { "t_gp", FR("Trajet au médecin"), FR("minutes"), NUMBER(1), ALL },
    { "t_pharma", FR("Trajet à la pharmacie"), FR("minutes"), NUMBER(1), ALL },
    { "t_urgence", FR("Trajet aux urgences"), FR("minutes"), NUMBER(1), ALL },
    { "densite", FR("Grille de densité"), FR("niveau 1 à 7"), NUMBER(0), FILES },
    { "espace", FR("Espace"), "", TEXT, FILES },
    { "zonage", FR("Zonage"), "", TEXT, ALL },
    { "zonage_regle", FR("Zonage selon la règle"), "", TEXT, ALL },
    { "zonage_ecart", FR("Écart à la règle"), "", TEXT, FILES },
    { "desert_lib", FR("Ce qui manque"), FR("critères"), TEXT, ALL },
    { "n_qpv", FR("QPV"), FR("nombre"), NUMBER(0), FILES },
    { "approx", FR("Contour approché"), "", TEXT, FILES },
};

static const mlg_sheet_column qpv[] = {
    { "code_qp", FR("Code QPV"), "", CODE, ALL },
    { "libelle", FR("Quartier"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "population_source", FR("Précision de la population"), "", TEXT, ALL },
    { "noms", FR("Communes"), "", TEXT, ALL },
    { "communes", FR("Communes"), FR("codes INSEE"), CODE, FILES },
    { "apl", FR("APL"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "t_gp", FR("Trajet au médecin"), FR("minutes"), NUMBER(1), ALL },
    { "t_pharma", FR("Trajet à la pharmacie"), FR("minutes"), NUMBER(1), ALL },
    { "t_urgence", FR("Trajet aux urgences"), FR("minutes"), NUMBER(1), ALL },
    { "desert", FR("Ce qui manque"), FR("critères"), TEXT, ALL },
    { "zonage", FR("Zonage"), "", TEXT, ALL },
    { "approx", FR("Contour approché"), "", TEXT, FILES },
};

/* Of a group of people, then of everybody. */
#define GROUP_FIGURES                                                                                             \
    { "part", FR("Part des habitants"), FR("%"), NUMBER(1), ALL },                                                \
        { "population", FR("Personnes du groupe"), FR("habitants"), NUMBER(0), ALL },                             \
        { "apl", FR("APL du groupe"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },                  \
        { "apl_ensemble", FR("APL de tous, chacun par son mode"), FR("consultations/an/hab. standardisé"),        \
          NUMBER(2), ALL },                                                                                       \
        { "t_gp", FR("Trajet au médecin"), FR("minutes"), NUMBER(1), ALL },                                       \
        { "t_pharma", FR("Trajet à la pharmacie"), FR("minutes"), NUMBER(1), ALL },                               \
        { "t_urgence", FR("Trajet aux urgences"), FR("minutes"), NUMBER(1), ALL },                                \
        { "sans_trajet", FR("Sans trajet possible, pour une partie au moins"), "", TEXT, ALL },                   \
        { "t_gp_etude", FR("Trajet au médecin, mode de l’étude"), FR("minutes"), NUMBER(1), ALL },                \
        { "t_pharma_etude", FR("Trajet à la pharmacie, mode de l’étude"), FR("minutes"), NUMBER(1), ALL },        \
        { "t_urgence_etude", FR("Trajet aux urgences, mode de l’étude"), FR("minutes"), NUMBER(1), ALL },         \
        { "desert", FR("Ce qui manque au groupe"), FR("critères"), TEXT, ALL },                                   \
        { "desert_etude", FR("Ce qui manque à tous"), FR("critères"), TEXT, ALL },

static const mlg_sheet_column groups_of_people[] = { { "groupe", FR("Groupe d’habitants"), "", TEXT, ALL },
                                                     { "code", FR("Code INSEE"), "", CODE, ALL },
                                                     { "libelle", FR("Commune"), "", TEXT, ALL },
                                                     GROUP_FIGURES };

static const mlg_sheet_column groups_of_neighbourhoods[] = { { "groupe", FR("Groupe d’habitants"), "", TEXT, ALL },
                                                             { "code", FR("Code QPV"), "", CODE, ALL },
                                                             { "libelle", FR("Quartier"), "", TEXT, ALL },
                                                             GROUP_FIGURES };

static const mlg_sheet_column deserts[] = {
    { "nom", FR("Zone"), "", TEXT, ALL },
    { "espace", FR("Espace"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "pop_moins_2000", FR("dont communes de moins de 2 000 hab."), FR("habitants"), NUMBER(0), ALL },
    { "apl", FR("APL moyenne jugée"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_calcule", FR("APL moyenne calculée"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_publie", FR("APL publiée moyenne, tous âges"), FR("consultations/an/hab. standardisé"), NUMBER(2),
      ALL },
    { "apl_publie_65", FR("APL publiée moyenne, 65 ans et moins"), FR("consultations/an/hab. standardisé"),
      NUMBER(2), ALL },
    { "manque", FR("Manque pour atteindre le seuil"), FR("consultations/an"), NUMBER(0), ALL },
    { "communes", FR("Communes de la zone"), FR("codes INSEE"), CODE, FILES },
    { "approx", FR("Contour approché"), "", TEXT, FILES },
};

static const mlg_sheet_column desert_bilan[] = {
    { "groupe", FR("Communes"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "sans_medecin", FR("Sous le seuil d’APL"), FR("habitants"), NUMBER(0), ALL },
    { "sans_pharmacie", FR("Loin d’une pharmacie"), FR("habitants"), NUMBER(0), ALL },
    { "sans_urgence", FR("Loin des urgences"), FR("habitants"), NUMBER(0), ALL },
    { "un_manque", FR("Au moins un manque"), FR("habitants"), NUMBER(0), ALL },
    { "trois_manques", FR("Les trois"), FR("habitants"), NUMBER(0), ALL },
    { "inconnu", FR("Un critère inconnu"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column compared_access[] = {
    { "apl", FR("APL"), "", TEXT, ALL },
    { "millesime", FR("Millésime"), "", CODE, ALL },
    { "communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population dont l’APL est connue"), FR("habitants"), NUMBER(0), ALL },
    { "moyenne", FR("APL moyenne"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "seuil", FR("Seuil"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "communes_sous", FR("Communes sous le seuil"), FR("nombre"), NUMBER(0), ALL },
    { "population_sous", FR("Population sous le seuil"), FR("habitants"), NUMBER(0), ALL },
    { "part_sous", FR("Part sous le seuil"), FR("%"), NUMBER(1), ALL },
    { "communes_autres", FR("Communes de l’autre côté du seuil que l’APL calculée"), FR("nombre"), NUMBER(0),
      ALL },
    { "population_autre", FR("Leur population"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column buffer_coverage[] = {
    { "source", FR("Données"), "", TEXT, ALL },
    { "part", FR("Habitants de la zone tampon couverts"), FR("%"), NUMBER(1), ALL },
    { "departements", FR("Départements de la zone tampon"), FR("nombre"), NUMBER(0), ALL },
    { "sans_ligne", FR("Départements sans aucune ligne"), FR("nombre"), NUMBER(0), ALL },
    { "noms", FR("Lesquels"), "", TEXT, ALL },
};

static const mlg_sheet_column measures[] = {
    { "service", FR("Service"), "", TEXT, ALL },
    { "mesure", FR("Mesure"), "", TEXT, ALL },
    { "unite", FR("Unité"), "", TEXT, ALL },
    { "communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "mini", FR("Minimum"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "moyenne", FR("Moyenne par habitant"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "maxi", FR("Maximum"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "definition", FR("Définition et convention"), "", TEXT, FILES },
    { "source", FR("Source de la méthode"), "", TEXT, FILES },
    { "millesime", FR("Millésime de l’offre"), "", TEXT, FILES },
};

#endif
