/* Columns of the tables of deserts and zoning, for sheets.c alone, whose words they use. */
#ifndef MLG_OUTPUT_SHEETS_ZONING_H
#define MLG_OUTPUT_SHEETS_ZONING_H

static const mlg_sheet_column desert_sets[] = {
    { "libelle", "Ce qui manque", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "part", "Part", "%", NUMBER(2), ALL },
};

static const mlg_sheet_column desert_kinds[] = {
    { "typologie", "Typologie", "", TEXT, ALL },
    { "classe", "Classe", "", TEXT, ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "en_desert", "En désert", "habitants", NUMBER(0), ALL },
    { "part", "Part en désert", "%", NUMBER(2), ALL },
};

static const mlg_sheet_column desert_areas[] = {
    { "nom", "Zone", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "nb_gp", "Médecins généralistes", "nombre", NUMBER(1), ALL },
    { "nb_gp_55", "dont 55 ans et plus", "nombre", NUMBER(1), ALL },
    { "nb_gp_60", "dont 60 ans et plus", "nombre", NUMBER(1), ALL },
    { "lib_relais", "Relais le plus proche", "", TEXT, ALL },
    { "minutes", "À", "minutes", NUMBER(1), ALL },
    { "marqueurs", "Marqueurs sociaux", "", TEXT, ALL },
};

static const mlg_sheet_column clusters[] = {
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "genre", "Grappe", "sa valeur-celle des voisines", TEXT, ALL },
    { "apl", "APL", "consultations/an/hab. standardisé", NUMBER(2), ALL },
    { "moran", "Indice local de Moran", "", NUMBER(3), ALL },
    { "p", "Probabilité", "d’un côté", NUMBER(4), ALL },
};

static const mlg_sheet_column fragility[] = {
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "score", "Vulnérabilité", "0 à 1", NUMBER(3), ALL },
    { "rang", "Rang", "1 la plus fragile", NUMBER(0), ALL },
    { "connus", "Indicateurs connus", "nombre", NUMBER(0), ALL },
    { "en_desert", "En désert", "", TEXT, ALL },
};

static const mlg_sheet_column territories[] = {
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Territoire de vie-santé", "", TEXT, ALL },
    { "nature", "Maille", "", TEXT, FILES },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "region_majoritaire", "Région majoritaire", "", CODE, FILES },
    { "part_region", "Part de la région", "%", NUMBER(1), FILES },
    { "apl", "Indicateur", "consultations/an/hab. ou ETP/100 000", NUMBER(3), ALL },
    { "rang", "Rang", "1 le plus bas", NUMBER(0), ALL },
    { "nb_gp", "Médecins généralistes", "nombre", NUMBER(1), ALL },
    { "nb_gp_60", "dont 60 ans et plus", "nombre", NUMBER(1), FILES },
    { "cadre", "Cadre national", "", TEXT, ALL },
    { "zonage", "Zonage en vigueur", "", TEXT, ALL },
    { "zonage_regle", "Zonage selon la règle", "", TEXT, ALL },
    { "ecart", "Écart à la règle", "", TEXT, ALL },
};

static const mlg_sheet_column at_risk[] = {
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Territoire sous le seuil et hors ZIP", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "apl", "Indicateur", "consultations/an/hab. standardisé", NUMBER(3), ALL },
    { "zonage", "Zonage en vigueur", "", TEXT, ALL },
    { "ecart", "Écart à la règle", "", TEXT, ALL },
};

static const mlg_sheet_column zoning_checks[] = {
    { "motif", "Ce qui ne va pas", "", TEXT, ALL },
    { "maille", "Maille", "", TEXT, ALL },
    { "code", "Code", "", CODE, ALL },
    { "detail", "Détail", "", TEXT, ALL },
};

static const mlg_sheet_column zoning_gauges[] = {
    { "cote", "Zonage", "", TEXT, ALL },
    { "jauge", "Jauge", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "part", "Part", "%", NUMBER(4), ALL },
    { "minimum", "Minimum", "%", NUMBER(4), ALL },
    { "maximum", "Plafond", "%", NUMBER(1), ALL },
    { "feu", "Signal", "", TEXT, ALL },
};

static const mlg_sheet_column zoning_changes[] = {
    { "cote", "Zonage", "", TEXT, ALL },
    { "nature", "Nature", "", TEXT, ALL },
    { "maille", "Maille", "", TEXT, ALL },
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Libellé", "", TEXT, ALL },
    { "avant", "Avant", "", TEXT, ALL },
    { "apres", "Après", "", TEXT, ALL },
    { "justification", "Justification", "", TEXT, ALL },
    { "refus", "Refus passé outre", "", TEXT, ALL },
};

static const mlg_sheet_column transitions[] = {
    { "avant", "Classe avant", "", TEXT, ALL },
    { "apres", "Classe après", "", TEXT, ALL },
    { "nb_tvs", "Territoires", "nombre", NUMBER(0), ALL },
    { "nb_communes", "Communes", "nombre", NUMBER(0), ALL },
    { "nb_qpv", "QPV zonés à part", "nombre", NUMBER(0), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "nb_gp", "Médecins généralistes", "nombre", NUMBER(1), ALL },
    { "nb_gp_60", "dont 60 ans et plus", "nombre", NUMBER(1), ALL },
};

static const mlg_sheet_column aids[] = {
    { "libelle", "Aide", "", TEXT, ALL },
    { "montant", "Montant", "EUR par médecin", NUMBER(0), ALL },
    { "par", "Par", "", TEXT, ALL },
    { "beneficiaires", "Pour", "", TEXT, ALL },
    { "habitants_gagnent", "La gagnent", "habitants", NUMBER(0), ALL },
    { "habitants_perdent", "La perdent", "habitants", NUMBER(0), ALL },
    { "gp_gagnent", "La gagnent", "médecins en exercice", NUMBER(1), ALL },
    { "gp_perdent", "La perdent", "médecins en exercice", NUMBER(1), ALL },
    { "enjeu_gagne", "Enjeu si tous la demandent", "EUR gagnés", NUMBER(0), FILES },
    { "enjeu_perdu", "Enjeu si tous la demandent", "EUR perdus", NUMBER(0), FILES },
    { "conditions", "Conditions", "", TEXT, FILES },
    { "preuve", "Preuve", "C lue, S citée, M de mémoire", TEXT, FILES },
    { "source", "Source", "", TEXT, FILES },
};

static const mlg_sheet_column sights[] = {
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune", "", TEXT, ALL },
    { "classe", "Sa classe", "", TEXT, ALL },
    { "voisine", "Code de la voisine", "", CODE, FILES },
    { "lib_voisine", "Voisine mieux aidée", "", TEXT, ALL },
    { "classe_voisine", "Classe de la voisine", "", TEXT, ALL },
    { "minutes", "À", "minutes", NUMBER(1), ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "nb_gp", "Médecins généralistes", "nombre", NUMBER(1), ALL },
};

static const mlg_sheet_column near_thresholds[] = {
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Territoire", "", TEXT, ALL },
    { "seuil", "Seuil", "consultations/an/hab.", NUMBER(2), ALL },
    { "apl", "APL", "consultations/an/hab.", NUMBER(3), ALL },
    { "ecart", "Écart", "consultations/an/hab.", NUMBER(3), ALL },
    { "commune", "Commune où l’offre changerait", "code INSEE", CODE, ALL },
    { "actes", "Ce qui le ferait basculer", "consultations/an", NUMBER(0), ALL },
    { "medecins", "soit", "médecins", NUMBER(2), ALL },
};

static const mlg_sheet_column zoning_ranks[] = {
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Territoire", "", TEXT, ALL },
    { "indicateur", "Indicateur", "", TEXT, ALL },
    { "valeur", "Valeur", "", NUMBER(3), ALL },
    { "rang", "Rang", "1 le plus fragile", NUMBER(0), ALL },
};

static const mlg_sheet_column zoning_units[] = {
    { "maille", "Maille", "", TEXT, ALL },
    { "code", "Code", "", CODE, ALL },
    { "libelle", "Libellé", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
    { "apl_avant", "Indicateur avant", "consultations/an/hab.", NUMBER(3), ALL },
    { "apl_apres", "Indicateur après", "consultations/an/hab.", NUMBER(3), ALL },
    { "avant", "Classe avant", "", TEXT, ALL },
    { "apres", "Classe après", "", TEXT, ALL },
    { "change", "Change", "", TEXT, ALL },
};

static const mlg_sheet_column coverage[] = {
    { "kind", "Périmètre", "", TEXT, ALL },
    { "perimetres", "Périmètres", "nombre", NUMBER(0), ALL },
    { "communes", "Communes couvertes", "nombre", NUMBER(0), ALL },
    { "part_communes", "Communes couvertes", "%", NUMBER(2), ALL },
    { "population", "Population couverte", "habitants", NUMBER(0), ALL },
    { "part_population", "Population couverte", "%", NUMBER(2), ALL },
    { "manquantes", "Communes hors périmètre", "nombre", NUMBER(0), ALL },
};

static const mlg_sheet_column coverage_gaps[] = {
    { "kind", "Périmètre", "", TEXT, ALL },
    { "insee_com", "Code INSEE", "", CODE, ALL },
    { "libelle", "Commune non couverte", "", TEXT, ALL },
    { "lib_epci", "Intercommunalité", "", TEXT, ALL },
    { "population", "Population", "habitants", NUMBER(0), ALL },
};

#endif
