/* Columns of the tables of deserts and zoning, for sheets.c alone, whose words they use. */
#ifndef MLG_OUTPUT_TABLES_SHEETS_ZONING_H
#define MLG_OUTPUT_TABLES_SHEETS_ZONING_H

static const mlg_sheet_column desert_sets[] = {
    { "libelle", FR("Ce qui manque"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Part"), FR("%"), NUMBER(2), ALL },
};

static const mlg_sheet_column desert_kinds[] = {
    { "typologie", FR("Typologie"), "", TEXT, ALL },
    { "classe", FR("Classe"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "en_desert", FR("En désert"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Part en désert"), FR("%"), NUMBER(2), ALL },
};

static const mlg_sheet_column desert_areas[] = {
    { "nom", FR("Zone"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "nb_gp", FR("Médecins généralistes"), FR("nombre"), NUMBER(1), ALL },
    { "nb_gp_55", FR("dont 55 ans et plus"), FR("nombre"), NUMBER(1), ALL },
    { "nb_gp_60", FR("dont 60 ans et plus"), FR("nombre"), NUMBER(1), ALL },
    { "lib_relais", FR("Relais le plus proche"), "", TEXT, ALL },
    { "minutes", FR("À"), FR("minutes"), NUMBER(1), ALL },
    { "marqueurs", FR("Marqueurs sociaux"), "", TEXT, ALL },
};

static const mlg_sheet_column clusters[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "genre", FR("Grappe"), FR("sa valeur-celle des voisines"), TEXT, ALL },
    { "apl", FR("APL"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "moran", FR("Indice local de Moran"), "", NUMBER(3), ALL },
    { "p", FR("Probabilité"), FR("d’un côté"), NUMBER(4), ALL },
};

static const mlg_sheet_column fragility[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "score", FR("Vulnérabilité"), FR("0 à 1"), NUMBER(3), ALL },
    { "rang", FR("Rang"), FR("1 la plus fragile"), NUMBER(0), ALL },
    { "connus", FR("Indicateurs connus"), FR("nombre"), NUMBER(0), ALL },
    { "en_desert", FR("En désert"), "", TEXT, ALL },
};

static const mlg_sheet_column territories[] = {
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Territoire de vie-santé"), "", TEXT, ALL },
    { "nature", FR("Maille"), "", TEXT, FILES },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "region_majoritaire", FR("Région majoritaire"), "", TEXT, FILES },
    { "part_region", FR("Part de la région"), FR("%"), NUMBER(1), FILES },
    { "apl", FR("Indicateur"), FR("consultations/an/hab. ou ETP/100 000"), NUMBER(3), ALL },
    { "part_connue", FR("Indicateur connu pour"), FR("% des habitants"), NUMBER(1), ALL },
    { "rang", FR("Rang"), FR("1 le plus bas"), NUMBER(0), ALL },
    { "nb_gp", FR("Professionnels"), FR("nombre"), NUMBER(1), ALL },
    { "nb_gp_60", FR("dont 60 ans et plus"), FR("nombre"), NUMBER(1), FILES },
    { "cadre", FR("Cadre national"), "", TEXT, ALL },
    { "zonage", FR("Zonage"), "", TEXT, ALL },
    { "zonage_regle", FR("Zonage selon la règle"), "", TEXT, ALL },
    { "ecart", FR("Écart à la règle"), "", TEXT, ALL },
    { "echange", FR("Zone d’échange"), "", TEXT, FILES },
};

static const mlg_sheet_column at_risk[] = {
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Territoire sous le seuil et hors ZIP"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "apl", FR("Indicateur"), FR("consultations/an/hab. standardisé"), NUMBER(3), ALL },
    { "zonage", FR("Zonage"), "", TEXT, ALL },
    { "ecart", FR("Écart à la règle"), "", TEXT, ALL },
};

static const mlg_sheet_column zoning_checks[] = {
    { "motif", FR("Anomalie"), "", TEXT, ALL },
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "detail", FR("Détail"), "", TEXT, ALL },
};

static const mlg_sheet_column zoning_gauges[] = {
    { "cote", FR("Zonage"), "", TEXT, ALL },
    { "jauge", FR("Jauge"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Part"), FR("%"), NUMBER(4), ALL },
    { "minimum", FR("Minimum"), FR("%"), NUMBER(4), ALL },
    { "maximum", FR("Plafond"), FR("%"), NUMBER(1), ALL },
    { "feu", FR("Signal"), "", TEXT, ALL },
    { "reserve", FR("Réserve"), "", TEXT, ALL },
};

static const mlg_sheet_column zoning_changes[] = {
    { "cote", FR("Zonage"), "", TEXT, ALL },
    { "nature", FR("Nature"), "", TEXT, ALL },
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "avant", FR("Avant"), "", TEXT, ALL },
    { "apres", FR("Après"), "", TEXT, ALL },
    { "justification", FR("Justification"), "", TEXT, ALL },
    { "refus", FR("Refus outrepassé"), "", TEXT, ALL },
};

static const mlg_sheet_column transitions[] = {
    { "avant", FR("Classe avant"), "", TEXT, ALL },
    { "apres", FR("Classe après"), "", TEXT, ALL },
    { "nb_tvs", FR("Territoires"), FR("nombre"), NUMBER(0), ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "nb_qpv", FR("QPV zonés à part"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "nb_gp", FR("Professionnels"), FR("nombre"), NUMBER(1), ALL },
    { "nb_gp_60", FR("dont 60 ans et plus"), FR("nombre"), NUMBER(1), ALL },
};

static const mlg_sheet_column aids[] = {
    { "libelle", FR("Aide"), "", TEXT, ALL },
    { "montant", FR("Montant"), FR("EUR par médecin"), NUMBER(0), ALL },
    { "par", FR("Par"), "", TEXT, ALL },
    { "beneficiaires", FR("Pour"), "", TEXT, ALL },
    { "habitants_gagnent", FR("La gagnent"), FR("habitants"), NUMBER(0), ALL },
    { "habitants_perdent", FR("La perdent"), FR("habitants"), NUMBER(0), ALL },
    { "gp_gagnent", FR("La gagnent"), FR("médecins en exercice"), NUMBER(1), ALL },
    { "gp_perdent", FR("La perdent"), FR("médecins en exercice"), NUMBER(1), ALL },
    { "enjeu_gagne", FR("Enjeu si tous la demandent"), FR("EUR gagnés"), NUMBER(0), FILES },
    { "enjeu_perdu", FR("Enjeu si tous la demandent"), FR("EUR perdus"), NUMBER(0), FILES },
    { "debut", FR("Ouverte le"), "", TEXT, ALL },
    { "fin", FR("Close le"), "", TEXT, ALL },
    { "conditions", FR("Conditions"), "", TEXT, FILES },
    { "preuve", FR("Vérification"), "", TEXT, ALL },
    { "source", FR("Source"), "", TEXT, FILES },
};

static const mlg_sheet_column sights[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "classe", FR("Sa classe"), "", TEXT, ALL },
    { "voisine", FR("Code de la voisine"), "", CODE, FILES },
    { "lib_voisine", FR("Voisine mieux aidée"), "", TEXT, ALL },
    { "classe_voisine", FR("Classe de la voisine"), "", TEXT, ALL },
    { "minutes", FR("À"), FR("minutes"), NUMBER(1), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "nb_gp", FR("Professionnels"), FR("nombre"), NUMBER(1), ALL },
};

static const mlg_sheet_column near_thresholds[] = {
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Territoire"), "", TEXT, ALL },
    { "seuil", FR("Seuil"), FR("consultations/an/hab."), NUMBER(2), ALL },
    { "apl", FR("APL"), FR("consultations/an/hab."), NUMBER(3), ALL },
    { "ecart", FR("Écart"), FR("consultations/an/hab."), NUMBER(3), ALL },
    { "commune", FR("Commune où l’offre changerait"), FR("code INSEE"), CODE, ALL },
    { "actes", FR("Ce qui le ferait basculer"), FR("consultations/an"), NUMBER(0), ALL },
    { "medecins", FR("soit"), FR("médecins"), NUMBER(2), ALL },
};

static const mlg_sheet_column zoning_ranks[] = {
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Territoire"), "", TEXT, ALL },
    { "indicateur", FR("Indicateur"), "", TEXT, ALL },
    { "valeur", FR("Valeur"), "", NUMBER(3), ALL },
    { "rang", FR("Rang"), FR("1 le plus fragile"), NUMBER(0), ALL },
};

static const mlg_sheet_column zoning_units[] = {
    { "maille", FR("Maille"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Libellé"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "apl_avant", FR("Indicateur avant"), FR("consultations/an/hab."), NUMBER(3), ALL },
    { "apl_apres", FR("Indicateur après"), FR("consultations/an/hab."), NUMBER(3), ALL },
    { "avant", FR("Classe avant"), "", TEXT, ALL },
    { "apres", FR("Classe après"), "", TEXT, ALL },
    { "change", FR("Change"), "", TEXT, ALL },
};

static const mlg_sheet_column coverage[] = {
    { "kind", FR("Périmètre"), "", TEXT, ALL },
    { "perimetres", FR("Périmètres"), FR("nombre"), NUMBER(0), ALL },
    { "communes", FR("Communes couvertes"), FR("nombre"), NUMBER(0), ALL },
    { "part_communes", FR("Communes couvertes"), FR("%"), NUMBER(2), ALL },
    { "population", FR("Population couverte"), FR("habitants"), NUMBER(0), ALL },
    { "part_population", FR("Population couverte"), FR("%"), NUMBER(2), ALL },
    { "manquantes", FR("Communes hors périmètre"), FR("nombre"), NUMBER(0), ALL },
};

static const mlg_sheet_column coverage_gaps[] = {
    { "kind", FR("Périmètre"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune non couverte"), "", TEXT, ALL },
    { "lib_epci", FR("Intercommunalité"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
};

#endif
