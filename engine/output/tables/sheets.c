#include "output/tables/sheets.h"

#include "output/figure.h"

/* Labels, units and titles are translated where they are printed. */
#define FR(text) text
#define TEXT MLG_KIND_TEXT, 0
#define CODE MLG_KIND_CODE, 0
#define NUMBER(places) MLG_KIND_NUMBER, places
#define LIMIT MLG_KIND_NUMBER, MLG_AS_NEEDED
#define ALL false
#define FILES true

#include "output/tables/sheets_access.h"

static const mlg_sheet_column need_areas[] = {
    { "service", FR("Service"), "", TEXT, FILES },
    { "nom", FR("Zone"), "", TEXT, ALL },
    { "nb_communes", FR("Communes sous le seuil"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population sous le seuil"), FR("habitants"), NUMBER(0), ALL },
    { "manque", FR("Manque"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "etp", FR("soit"), FR("professionnels"), NUMBER(1), ALL },
    { "loin", FR("Trop loin d’un médecin"), FR("habitants"), NUMBER(0), ALL },
    { "inconnu", FR("Accès inconnu"), FR("habitants"), NUMBER(0), FILES },
    { "ou", FR("Où l’ajout est le plus faible"), FR("commune"), TEXT, ALL },
    { "ajout", FR("Ajout suffisant"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "ajout_etp", FR("soit"), FR("professionnels"), NUMBER(1), ALL },
    { "motif", FR("Pourquoi"), "", TEXT, ALL },
};

static const mlg_sheet_column needs[] = {
    { "service", FR("Service"), "", TEXT, FILES },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "acces", FR("APL"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "manque", FR("Manque"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "etp", FR("soit"), FR("professionnels"), NUMBER(2), ALL },
    { "sur_place", FR("À ajouter sur place"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "sur_place_etp", FR("soit"), FR("professionnels"), NUMBER(2), FILES },
    { "minutes", FR("Trajet au plus proche"), FR("minutes"), NUMBER(1), ALL },
    { "loin", FR("Trop loin"), FR("habitants"), NUMBER(0), ALL },
    { "zone", FR("Zone"), "", TEXT, ALL },
};

static const mlg_sheet_column outlook[] = {
    { "service", FR("Service"), "", TEXT, FILES },
    { "horizon", FR("Horizon"), "", TEXT, ALL },
    { "offre", FR("Offre attendue"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "partis", FR("Départs non remplacés"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "mouvements", FR("Arrivées moins départs annoncés"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "moyenne", FR("APL moyenne"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "communes_sous", FR("Communes sous le seuil"), FR("nombre"), NUMBER(0), ALL },
    { "population_sous", FR("Population sous le seuil"), FR("habitants"), NUMBER(0), ALL },
    { "communes_tombees", FR("dont passées sous le seuil depuis aujourd’hui"), FR("communes"), NUMBER(0), ALL },
    { "population_tombee", FR("Leur population"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column crossings[] = {
    { "horizon", FR("Horizon"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "maintenant", FR("APL aujourd’hui"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "acces", FR("APL à l’horizon"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "bascule", FR("Ce qui change"), "", TEXT, ALL },
};

static const mlg_sheet_column outlook_communes[] = {
    { "service", FR("Service"), "", TEXT, FILES },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "annees", FR("Horizon"), FR("années"), NUMBER(0), ALL },
    { "offre", FR("Offre attendue"), FR("consultations/an ou ETP"), NUMBER(0), ALL },
    { "acces", FR("APL"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "bascule", FR("Ce qui change"), "", TEXT, ALL },
};

static const mlg_sheet_column sensitivity_levels[] = {
    { "facteur", FR("Convention"), "", TEXT, ALL },
    { "niveau", FR("Valeur"), "", TEXT, ALL },
    { "calculs", FR("Calculs"), FR("nombre"), NUMBER(0), ALL },
    { "moyenne", FR("Mesure moyenne"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "communes_sous", FR("Communes du mauvais côté du seuil"), FR("nombre moyen"), NUMBER(1), ALL },
    { "population_sous", FR("Leur population"), FR("habitants, en moyenne"), NUMBER(0), ALL },
    { "part_variance", FR("Part de la variance expliquée"), FR("%"), NUMBER(1), ALL },
};

static const mlg_sheet_column sensitivity[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Du mauvais côté du seuil dans"), /* xgettext:no-c-format */ FR("% des calculs"), NUMBER(0),
      ALL },
    { "mini", FR("Minimum"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "mediane", FR("Médiane"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "maxi", FR("Maximum"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "decide", FR("Convention déterminante"), "", TEXT, ALL },
    { "decide_part", FR("Part de la variance"), FR("%"), NUMBER(0), ALL },
};

static const mlg_sheet_column certainty_balance[] = {
    { "constat", FR("Communes"), "", TEXT, ALL },
    { "communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "bas", FR("Au moins"), FR("habitants, un tirage sur vingt en dessous"), NUMBER(0), ALL },
    { "haut", FR("Au plus"), FR("habitants, un tirage sur vingt au-dessus"), NUMBER(0), ALL },
};

static const mlg_sheet_column certainty[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "valeur", FR("Mesure"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "probabilite", FR("Du mauvais côté du seuil dans"), /* xgettext:no-c-format */ FR("% des tirages"),
      NUMBER(0), ALL },
    { "constat", FR("Ce qu’on peut en dire"), "", TEXT, ALL },
    { "bas", FR("Au moins"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "mediane", FR("Médiane"), FR("unité de la mesure"), NUMBER(2), FILES },
    { "haut", FR("Au plus"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "rang", FR("Rang"), FR("1\u00a0: la moins bien servie"), NUMBER(0), ALL },
    { "rang_bas", FR("Rang, au moins"), "", NUMBER(0), ALL },
    { "rang_haut", FR("Rang, au plus"), "", NUMBER(0), ALL },
};

static const mlg_sheet_column beside_balance[] = {
    { "constat", FR("Ce qui fait l’écart"), "", TEXT, ALL },
    { "moyenne", FR("Part moyenne"), FR("unité de la mesure, par habitant"), NUMBER(2), ALL },
    { "absolue", FR("Part moyenne, sans signe"), FR("unité de la mesure, par habitant"), NUMBER(2), ALL },
    { "communes", FR("Communes où c’est le principal"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Leur population"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column beside[] = {
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "calculee", FR("Calculée"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "publiee", FR("Publiée"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "ecart", FR("Écart"), FR("calculée moins publiée"), NUMBER(2), ALL },
    { "offre", FR("dû à l’offre"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "demande", FR("dû à la population comptée"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "decroissance", FR("dû à la décroissance"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "trajet", FR("dû aux trajets"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "reste", FR("dû à autre chose"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "constat", FR("Ce qui fait l’essentiel de l’écart"), "", TEXT, ALL },
    { "dans_intervalle", FR("Publiée dans l’intervalle de l’incertitude"), "", TEXT, FILES },
};

static const mlg_sheet_column times_balance[] = {
    { "libelle", FR("Trajet"), "", TEXT, ALL },
    { "quand", FR("Quand"), "", TEXT, ALL },
    { "qui", FR("Qui est compté"), "", TEXT, ALL },
    { "sites", FR("Sites ouverts"), FR("nombre"), NUMBER(0), ALL },
    { "sites_fermes", FR("Sites fermés"), FR("nombre"), NUMBER(0), ALL },
    { "minutes", FR("Temps limite"), FR("minutes"), LIMIT, ALL },
    { "personnes", FR("Personnes"), FR("nombre"), NUMBER(0), ALL },
    { "au_dela", FR("Au-delà du temps limite"), FR("personnes"), NUMBER(0), ALL },
    { "au_dela_sans", FR("Au-delà à toute heure"), FR("personnes"), NUMBER(0), ALL },
    { "passent", FR("Passent au-delà à cause des horaires"), FR("personnes"), NUMBER(0), ALL },
    { "communes", FR("Communes au-delà"), FR("nombre"), NUMBER(0), ALL },
    { "t_moyen", FR("Trajet moyen"), FR("minutes"), NUMBER(1), ALL },
    { "inconnu", FR("Sans aucun site"), FR("personnes"), NUMBER(0), FILES },
};

static const mlg_sheet_column times[] = {
    { "demande", FR("Trajet"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "personnes", FR("Personnes comptées"), FR("nombre"), NUMBER(0), ALL },
    { "minutes", FR("Trajet"), FR("minutes"), NUMBER(1), ALL },
    { "lib_site", FR("Site le plus proche"), "", TEXT, ALL },
    { "minutes_sans", FR("Trajet à toute heure"), FR("minutes"), NUMBER(1), ALL },
    { "passe", FR("Temps limite dépassé à cause des horaires"), FR("minutes"), LIMIT, ALL },
};

static const mlg_sheet_column equity[] = {
    { "service", FR("Service"), "", TEXT, ALL },
    { "mesure", FR("Mesure"), "", TEXT, ALL },
    { "groupe", FR("Communes"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "moyenne", FR("Moyenne par habitant"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "gini", FR("Gini"), "", NUMBER(3), ALL },
    { "d10_d1", FR("D10/D1"), "", NUMBER(2), ALL },
    { "theil", FR("Theil"), "", NUMBER(4), ALL },
    { "theil_entre", FR("Theil entre urbain et rural"), "", NUMBER(4), FILES },
    { "theil_dans", FR("Theil à l’intérieur"), "", NUMBER(4), FILES },
    { "theil_entre_qpv", FR("Theil entre avec et sans QPV"), "", NUMBER(4), FILES },
    { "theil_entre_groupes", FR("Theil entre les groupes de l’étude"), "", NUMBER(4), FILES },
    { "palma", FR("Palma par revenu"), "", NUMBER(2), ALL },
    { "concentration", FR("Concentration par revenu"), "", NUMBER(3), ALL },
    { "erreygers", FR("Erreygers"), "", NUMBER(3), FILES },
    { "sans_revenu", FR("Sans revenu connu"), FR("habitants"), NUMBER(0), FILES },
    { "seuil", FR("Seuil"), FR("unité de la mesure"), NUMBER(2), ALL },
    { "fgt0", FR("Sous le seuil"), /* xgettext:no-c-format */ FR("% des habitants"), NUMBER(1), ALL },
    { "fgt1", FR("Écart moyen au seuil"), FR("part du seuil"), NUMBER(4), FILES },
    { "fgt2", FR("Écart quadratique"), "", NUMBER(4), FILES },
};

static const mlg_sheet_column sites[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "modele", FR("Modèle"), "", TEXT, FILES },
    { "rang", FR("Rang"), "", NUMBER(0), ALL },
    { "code", FR("Code du site"), "", CODE, FILES },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Site proposé"), "", TEXT, ALL },
    { "personnes", FR("Personnes rapprochées"), FR("habitants"), NUMBER(0), ALL },
    { "minutes", FR("à moins de"), FR("minutes"), LIMIT, ALL },
    { "medecins", FR("Médecins"), FR("nombre"), NUMBER(1), ALL },
    { "desservis", FR("Site le plus proche de"), FR("habitants"), NUMBER(0), ALL },
    { "par_medecin", FR("Habitants par médecin"), FR("nombre, médecins en place compris"), NUMBER(0), ALL },
    { "perte", FR("Perdu sans lui"), FR("unité de la perte"), NUMBER(4), ALL },
    { "unite_perte", FR("Unité de la perte"), "", TEXT, ALL },
    { "force", FR("Imposé"), "", TEXT, FILES },
};

static const mlg_sheet_column balances[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "modele", FR("Modèle"), "", TEXT, ALL },
    { "objet", FR("Objectif recherché"), "", TEXT, FILES },
    { "nb_sites", FR("Sites ajoutés"), FR("nombre"), NUMBER(0), ALL },
    { "nb_demandes", FR("Sites demandés"), FR("nombre"), NUMBER(0), FILES },
    { "sites_avant", FR("Sites aujourd’hui"), FR("nombre"), NUMBER(0), ALL },
    { "constat", FR("Constat"), "", TEXT, ALL },
    { "ex_aequo", FR("Autres choix à égalité"), FR("nombre"), NUMBER(0), ALL },
    { "departage", FR("Départagé par les habitants rapprochés, puis le trajet moyen"), "", TEXT, FILES },
    { "minutes", FR("Temps limite"), FR("minutes"), LIMIT, ALL },
    { "avant", FR("Objectif avant"), FR("unité du modèle"), NUMBER(4), FILES },
    { "apres", FR("Objectif atteint"), FR("unité du modèle"), NUMBER(4), FILES },
    { "borne", FR("Borne"), FR("unité du modèle"), NUMBER(4), FILES },
    { "unite", FR("Unité du modèle"), "", TEXT, FILES },
    { "ecart", FR("Écart à la borne"), FR("%"), NUMBER(2), ALL },
    { "prouve", FR("Optimum prouvé"), "", TEXT, ALL },
    { "trajet_avant", FR("Trajet moyen avant"), FR("minutes"), NUMBER(1), ALL },
    { "trajet_apres", FR("Trajet moyen après"), FR("minutes"), NUMBER(1), ALL },
    { "couverts_avant", FR("Couverts avant"), FR("habitants"), NUMBER(0), ALL },
    { "couverts_apres", FR("Couverts après"), FR("habitants"), NUMBER(0), ALL },
    { "rapproches", FR("Rapprochés d’un site"), FR("habitants"), NUMBER(0), ALL },
    { "medecins", FR("Médecins placés"), FR("nombre"), NUMBER(1), ALL },
    { "seuil", FR("Seuil d’accès"), FR("consultations/an/hab."), NUMBER(2), ALL },
    { "desert_avant", FR("Sous le seuil d’accès avant"), FR("habitants"), NUMBER(0), ALL },
    { "desert_apres", FR("Sous le seuil d’accès après"), FR("habitants"), NUMBER(0), ALL },
    { "communes_avant", FR("Communes sous le seuil avant"), FR("nombre"), NUMBER(0), FILES },
    { "communes_apres", FR("Communes sous le seuil après"), FR("nombre"), NUMBER(0), FILES },
    { "apl_min_avant", FR("Accès le plus faible avant"), FR("consultations/an/hab."), NUMBER(2), FILES },
    { "apl_min_apres", FR("Accès le plus faible après"), FR("consultations/an/hab."), NUMBER(2), FILES },
    { "methode", FR("Méthode"), "", TEXT, FILES },
    { "non_desservis_avant", FR("Hors d’atteinte avant"), FR("habitants"), NUMBER(0), FILES },
    { "non_desservis", FR("Hors d’atteinte"), FR("habitants"), NUMBER(0), ALL },
    { "ex_aequo_tous", FR("Égalités toutes connues"), "", TEXT, FILES },
};

static const mlg_sheet_column assignment[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "code", FR("Lieu"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "site", FR("Site rejoint"), "", CODE, ALL },
    { "minutes", FR("Trajet"), FR("minutes"), NUMBER(1), ALL },
    { "avant", FR("Trajet avant"), FR("minutes"), NUMBER(1), ALL },
    { "apl", FR("Accès"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_avant", FR("Accès avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "desert", FR("Sous le seuil"), FR("sort, reste"), TEXT, ALL },
    { "impute", FR("Carreau imputé"), FR("1\u00a0: oui"), NUMBER(0), FILES },
};

static const mlg_sheet_column gains[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "code", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "avant", FR("Trajet avant"), FR("minutes"), NUMBER(1), ALL },
    { "minutes", FR("Trajet après"), FR("minutes"), NUMBER(1), ALL },
    { "gagnees", FR("Minutes gagnées"), FR("minutes"), NUMBER(1), ALL },
    { "apl_avant", FR("Accès avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl", FR("Accès après"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "consultations", FR("Consultations gagnées"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "desert", FR("Seuil d’accès"), FR("sort, reste"), TEXT, ALL },
};

static const mlg_sheet_column neighbourhood_gains[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "code", FR("Code QPV"), "", CODE, ALL },
    { "libelle", FR("Quartier"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "avant", FR("Trajet avant"), FR("minutes"), NUMBER(1), ALL },
    { "minutes", FR("Trajet après"), FR("minutes"), NUMBER(1), ALL },
    { "gagnees", FR("Minutes gagnées"), FR("minutes"), NUMBER(1), ALL },
    { "apl_avant", FR("Accès avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl", FR("Accès après"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "consultations", FR("Consultations gagnées"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "desert", FR("Seuil d’accès"), FR("sort, reste"), TEXT, ALL },
};

static const mlg_sheet_column fronts[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "nb_sites", FR("Sites ajoutés"), FR("nombre"), NUMBER(0), ALL },
    { "couverts", FR("Couverts"), FR("habitants"), NUMBER(0), ALL },
    { "plus_long", FR("Plus long trajet"), FR("minutes"), NUMBER(1), ALL },
    { "trajet", FR("Trajet moyen"), FR("minutes"), NUMBER(1), ALL },
    { "libelles", FR("Sites"), "", TEXT, ALL },
    { "codes", FR("Codes"), "", CODE, FILES },
    { "prouve", FR("Prouvé"), "", TEXT, ALL },
};

static const mlg_sheet_column equity_fronts[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "nb_sites", FR("Sites ajoutés"), FR("nombre"), NUMBER(0), ALL },
    { "couverts", FR("Couverts"), FR("habitants"), NUMBER(0), ALL },
    { "manque", FR("Manque moyen sous le seuil"), FR("%"), NUMBER(2), ALL },
    { "gini", FR("Gini de l’accès"), FR("0 à 1"), NUMBER(3), ALL },
    { "libelles", FR("Sites"), "", TEXT, ALL },
    { "codes", FR("Codes"), "", CODE, FILES },
    { "prouve", FR("Prouvé"), "", TEXT, ALL },
};

static const mlg_sheet_column alternatives[] = {
    { "nom", FR("Recherche"), "", TEXT, ALL },
    { "rang", FR("Rang"), "", NUMBER(0), ALL },
    { "libelles", FR("Sites"), "", TEXT, ALL },
    { "codes", FR("Codes"), "", CODE, FILES },
    { "valeur", FR("Objectif"), FR("unité du modèle"), NUMBER(4), ALL },
    { "perte", FR("Écart avec la proposition"), FR("unité du modèle"), NUMBER(4), ALL },
    { "unite", FR("Unité du modèle"), "", TEXT, ALL },
    { "rapproches", FR("Rapprochés d’un site"), FR("unité de la demande"), NUMBER(0), ALL },
    { "prouve", FR("Rang prouvé"), "", TEXT, FILES },
};

static const mlg_sheet_column tours[] = {
    { "nom", FR("Tournées"), "", TEXT, ALL },
    { "but", FR("But"), "", TEXT, ALL },
    { "unites", FR("Unités mobiles"), FR("nombre"), NUMBER(0), ALL },
    { "semaines", FR("Cycle"), FR("semaines"), NUMBER(0), FILES },
    { "nb_arrets", FR("Séances"), FR("nombre"), NUMBER(0), ALL },
    { "nb_lieux", FR("Lieux"), FR("nombre"), NUMBER(0), ALL },
    { "nb_qpv", FR("dont QPV"), FR("nombre"), NUMBER(0), ALL },
    { "cible", FR("Cible"), FR("habitants ou consultations"), NUMBER(0), ALL },
    { "a_portee", FR("À portée d’une séance"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Part de la cible"), FR("%"), NUMBER(1), ALL },
    { "apport", FR("Apport, nouveaux passages compris"), FR("habitants pondérés ou consultations"), NUMBER(0),
      ALL },
    { "capacite", FR("Consultations possibles"), FR("par cycle"), NUMBER(0), ALL },
    { "jours_libres", FR("Journées où une séance de plus tiendrait"), FR("nombre, hors trajet"), NUMBER(0), ALL },
    { "constat", FR("Pourquoi"), "", TEXT, ALL },
    { "borne", FR("Borne de l’apport"), FR("habitants pondérés ou consultations"), NUMBER(0), FILES },
    { "ecart", FR("Écart à la borne"), FR("%"), NUMBER(2), ALL },
    { "prouve", FR("Optimum prouvé"), "", TEXT, FILES },
    { "manques", FR("Passages prévus non assurés"), FR("nombre"), NUMBER(0), ALL },
    { "impossibles", FR("Arrêts impossibles"), FR("nombre"), NUMBER(0), ALL },
    { "heures_route", FR("Conduite"), FR("heures"), NUMBER(1), ALL },
    { "heures_soin", FR("Soins"), FR("heures"), NUMBER(1), ALL },
    { "km", FR("Distance"), FR("km"), NUMBER(0), ALL },
    { "methode", FR("Méthode"), "", TEXT, FILES },
};

static const mlg_sheet_column days[] = {
    { "nom", FR("Tournées"), "", TEXT, ALL },
    { "unite", FR("Unité"), FR("numéro"), NUMBER(0), ALL },
    { "semaine", FR("Semaine"), FR("numéro"), NUMBER(0), ALL },
    { "jour", FR("Jour"), "", TEXT, ALL },
    { "depart", FR("Départ"), FR("heure"), CODE, ALL },
    { "retour", FR("Retour"), FR("heure"), CODE, ALL },
    { "arrets", FR("Arrêts"), "", TEXT, ALL },
    { "minutes_route", FR("Conduite"), FR("minutes"), NUMBER(0), ALL },
    { "minutes_soin", FR("Soins"), FR("minutes"), NUMBER(0), ALL },
    { "km", FR("Distance"), FR("km"), NUMBER(1), ALL },
    { "constat", FR("Pourquoi pas une séance de plus"), "", TEXT, ALL },
    { "trace", FR("Tracé"), "", TEXT, FILES },
};

static const mlg_sheet_column timetable[] = {
    { "nom", FR("Tournées"), "", TEXT, ALL },
    { "unite", FR("Unité"), FR("numéro"), NUMBER(0), ALL },
    { "semaine", FR("Semaine"), FR("numéro"), NUMBER(0), ALL },
    { "jour", FR("Jour"), "", TEXT, ALL },
    { "ordre", FR("Ordre"), FR("numéro"), NUMBER(0), FILES },
    { "libelle", FR("Arrêt"), "", TEXT, ALL },
    { "nature", FR("Nature"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, FILES },
    { "route", FR("Route"), FR("minutes"), NUMBER(0), ALL },
    { "arrivee", FR("Arrivée"), FR("heure"), CODE, ALL },
    { "debut", FR("Début"), FR("heure"), CODE, ALL },
    { "fin", FR("Fin"), FR("heure"), CODE, ALL },
    { "pause", FR("Pause"), FR("heure"), CODE, ALL },
    { "reprise", FR("Reprise de la route"), FR("heure"), CODE, ALL },
    { "habitants", FR("À portée"), FR("habitants visés"), NUMBER(0), ALL },
    { "apport", FR("Apport"), FR("habitants pondérés ou consultations"), NUMBER(0), ALL },
    { "actes", FR("Consultations"), FR("par séance"), NUMBER(0), FILES },
};

static const mlg_sheet_column tour_access[] = {
    { "nom", FR("Tournées"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "apl_avant", FR("APL avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_apres", FR("APL avec les tournées"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "ecart", FR("Écart"), FR("consultations/an/hab. standardisé"), NUMBER(3), ALL },
};

static const mlg_sheet_column tour_neighbourhoods[] = {
    { "nom", FR("Tournées"), "", TEXT, ALL },
    { "code", FR("Code QPV"), "", CODE, ALL },
    { "libelle", FR("Quartier"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "apl_avant", FR("APL avant"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "apl_apres", FR("APL avec les tournées"), FR("consultations/an/hab. standardisé"), NUMBER(2), ALL },
    { "ecart", FR("Écart"), FR("consultations/an/hab. standardisé"), NUMBER(3), ALL },
};

static const mlg_sheet_column zoning[] = {
    { "zonage", FR("Classe"), "", TEXT, ALL },
    { "libelle", FR("Intitulé"), "", TEXT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "part", FR("Part de la population"), FR("%"), NUMBER(1), ALL },
    { "reserve", FR("Réserve"), "", TEXT, ALL },
};

static const mlg_sheet_column catchments[] = {
    { "nom", FR("Bassins"), "", TEXT, ALL },
    { "nature", FR("Nature"), "", TEXT, ALL },
    { "site", FR("Code du site"), "", CODE, FILES },
    { "libelle", FR("Site"), "", TEXT, ALL },
    { "minutes", FR("Jusqu’à"), FR("minutes"), LIMIT, ALL },
    { "nb_communes", FR("Communes"), FR("nombre"), NUMBER(0), ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "t_moyen", FR("Trajet moyen"), FR("minutes"), NUMBER(1), ALL },
};

static const mlg_sheet_column catchment_sites[] = {
    { "nom", FR("Bassins"), "", TEXT, ALL },
    { "site", FR("Code du site"), "", CODE, FILES },
    { "libelle", FR("Site"), "", TEXT, ALL },
    { "capacite", FR("Capacité"), FR("habitants"), NUMBER(0), ALL },
    { "servis", FR("Servis"), FR("habitants"), NUMBER(0), ALL },
    { "t_moyen", FR("Trajet moyen"), FR("minutes"), NUMBER(1), ALL },
    { "methode", FR("Partage"), "", TEXT, ALL },
};

static const mlg_sheet_column within_reach[] = {
    { "nom", FR("Bassins"), "", TEXT, ALL },
    { "code", FR("Code INSEE"), "", CODE, ALL },
    { "minutes", FR("En moins de"), FR("minutes"), LIMIT, ALL },
    { "sites", FR("Sites à portée"), FR("nombre"), NUMBER(0), ALL },
    { "gp", FR("Médecins à portée"), FR("nombre"), NUMBER(1), ALL },
};

#include "output/tables/sheets_compare.h"
#include "output/tables/sheets_zoning.h"

static const mlg_sheet_column conventions[] = {
    { "etape", FR("Étape"), "", TEXT, ALL },     { "nom", FR("Paramètre"), "", TEXT, ALL },
    { "valeur", FR("Valeur"), "", CODE, ALL },   { "unite", FR("Unité"), "", TEXT, ALL },
    { "origine", FR("Origine"), "", TEXT, ALL },
};

static const mlg_sheet_column tariffs[] = {
    { "indicateur", FR("Indicateur"), "", TEXT, ALL },
    { "lieux", FR("Lieux d’exercice"), FR("nombre"), NUMBER(0), ALL },
    { "opposables", FR("Au tarif opposable"), FR("nombre"), NUMBER(0), ALL },
    { "part", FR("Part au tarif opposable"), FR("%"), NUMBER(1), ALL },
    { "communes", FR("Communes où l’on exerce"), FR("communes"), NUMBER(0), ALL },
    { "communes_sans", FR("dont sans tarif opposable"), FR("communes"), NUMBER(0), ALL },
    { "population_sans", FR("Leur population"), FR("habitants"), NUMBER(0), ALL },
};

static const mlg_sheet_column commune_tariffs[] = {
    { "indicateur", FR("Indicateur"), "", TEXT, ALL },
    { "insee_com", FR("Code INSEE"), "", CODE, ALL },
    { "libelle", FR("Commune"), "", TEXT, ALL },
    { "population", FR("Population"), FR("habitants"), NUMBER(0), ALL },
    { "lieux", FR("Lieux d’exercice"), FR("nombre"), NUMBER(0), ALL },
    { "opposables", FR("Au tarif opposable"), FR("nombre"), NUMBER(0), ALL },
    { "part", FR("Part au tarif opposable"), FR("%"), NUMBER(1), ALL },
};

static const mlg_sheet_column sources[] = {
    { "source", FR("Source"), "", TEXT, ALL },
    { "jeu", FR("Jeu de données"), "", TEXT, ALL },
    { "producteur", FR("Producteur"), "", TEXT, ALL },
    { "millesime", FR("Millésime"), "", CODE, ALL },
    { "licence", FR("Licence"), "", TEXT, ALL },
    { "chemin", FR("Fichier"), "", TEXT, ALL },
    { "lues", FR("Lues"), FR("lignes"), NUMBER(0), ALL },
    { "gardees", FR("Gardées"), FR("lignes"), NUMBER(0), ALL },
    { "rejetees", FR("Écartées"), FR("lignes"), NUMBER(0), ALL },
    { "sha256", FR("SHA-256"), "", CODE, FILES },
    { "note", FR("Service ou catégorie"), "", TEXT, ALL },
};

static const mlg_sheet_column mentions[] = {
    { "mention", FR("Mention obligatoire"), "", TEXT, ALL },
    { "nature", FR("Nature"), "", TEXT, FILES },
};

static const mlg_sheet_column secrets[] = {
    { "nom", FR("Table"), "", TEXT, ALL },
    { "colonnes", FR("Colonnes"), "", TEXT, ALL },
    { "motif", FR("Motif"), "", TEXT, ALL },
    { "nombre", FR("Non diffusées"), FR("lignes"), NUMBER(0), ALL },
    { "lignes", FR("Lignes"), FR("lignes"), NUMBER(0), ALL },
    { "imputes", FR("Carreaux imputés"), FR("lignes"), NUMBER(0), ALL },
};

static const mlg_sheet_column network[] = {
    { "element", FR("Élément du réseau"), "", TEXT, ALL },
    { "nombre", FR("Nombre"), "", NUMBER(0), ALL },
    { "effet", FR("Effet"), "", TEXT, ALL },
};

static const mlg_sheet_column rejects[] = {
    { "source", FR("Source"), "", TEXT, ALL },     { "ligne", FR("Ligne"), FR("numéro"), NUMBER(0), ALL },
    { "code", FR("Code"), "", CODE, ALL },         { "motif", FR("Motif"), "", TEXT, ALL },
    { "valeur", FR("Valeur lue"), "", CODE, ALL },
};

#define TABLE(name, title, columns)                                                                               \
    {                                                                                                             \
        name, title, columns, (int)(sizeof(columns) / sizeof(columns)[0])                                         \
    }

const mlg_sheet mlg_sheets[] = {
    TABLE("communes", FR("Communes"), communes),
    TABLE("qpv", FR("QPV"), qpv),
    TABLE("groupes", FR("Groupes, communes"), groups_of_people),
    TABLE("groupes_qpv", FR("Groupes, QPV"), groups_of_neighbourhoods),
    TABLE("deserts", FR("Déserts"), deserts),
    TABLE("desert_bilan", FR("Déserts, bilan"), desert_bilan),
    TABLE("apl_comparee", FR("APL calculée et publiée"), compared_access),
    TABLE("mesures", FR("Mesures"), measures),
    TABLE("temps_bilan", FR("Trajets demandés"), times_balance),
    TABLE("temps", FR("Trajets demandés, communes"), times),
    TABLE("tarifs", FR("Tarifs"), tariffs),
    TABLE("tarif_communes", FR("Tarifs, communes"), commune_tariffs),
    TABLE("desert_combinaisons", FR("Combinaisons de manques"), desert_sets),
    TABLE("desert_types", FR("Déserts par type"), desert_kinds),
    TABLE("desert_zones", FR("Zones de désert"), desert_areas),
    TABLE("grappes", FR("Grappes"), clusters),
    TABLE("vulnerabilites", FR("Vulnérabilité"), fragility),
    TABLE("besoin_zones", FR("Besoins"), need_areas),
    TABLE("besoins", FR("Besoins, communes"), needs),
    TABLE("perspectives", FR("Perspectives"), outlook),
    TABLE("perspective_chutes", FR("Perspectives, seuil"), crossings),
    TABLE("perspective_communes", FR("Perspectives, communes"), outlook_communes),
    TABLE("sensibilite_niveaux", FR("Sensibilité"), sensitivity_levels),
    TABLE("sensibilite", FR("Sensibilité, communes"), sensitivity),
    TABLE("incertitude_bilan", FR("Incertitude"), certainty_balance),
    TABLE("incertitude", FR("Incertitude, communes"), certainty),
    TABLE("ecart_publie_bilan", FR("Écart à l’APL publiée"), beside_balance),
    TABLE("ecart_publie", FR("Écart à l’APL publiée, communes"), beside),
    TABLE("equite", FR("Équité"), equity),
    TABLE("sites", FR("Sites"), sites),
    TABLE("bilans", FR("Bilans"), balances),
    TABLE("gains", FR("Gains"), gains),
    TABLE("gains_qpv", FR("Gains, QPV"), neighbourhood_gains),
    TABLE("variantes", FR("Variantes"), alternatives),
    TABLE("fronts", FR("Fronts"), fronts),
    TABLE("fronts_equite", FR("Fronts d’équité"), equity_fronts),
    TABLE("affectation", FR("Affectation"), assignment),
    TABLE("tournees", FR("Tournées"), tours),
    TABLE("journees", FR("Tournées, journées"), days),
    TABLE("calendrier", FR("Tournées, calendrier"), timetable),
    TABLE("tournee_acces", FR("Tournées, APL"), tour_access),
    TABLE("tournee_acces_qpv", FR("Tournées, QPV"), tour_neighbourhoods),
    TABLE("changements", FR("Scénario"), scenario_changes),
    TABLE("comparaison_seuils", FR("Avant et après, seuils"), compared_thresholds),
    TABLE("comparaison_passages", FR("Avant et après, passages"), compared_crossings),
    TABLE("comparaison_publics", FR("Avant et après, publics"), compared_people),
    TABLE("comparaison_territoires", FR("Avant et après, territoires"), compared_areas),
    TABLE("comparaison_communes", FR("Avant et après, communes"), compared_communes),
    TABLE("comparaison_quartiers", FR("Avant et après, quartiers"), compared_quarters),
    TABLE("comparaison_zonages", FR("Avant et après, zonage"), compared_zonings),
    TABLE("comparaison_groupes", FR("Avant et après, modes"), compared_groups),
    TABLE("comparaison_equite", FR("Avant et après, équité"), compared_equity),
    TABLE("comparaison_accueil", FR("Patients à accueillir"), compared_rehoming),
    TABLE("comparaison_absents", FR("Non comparés"), compared_absents),
    TABLE("serie_annees", FR("Années"), series_years),
    TABLE("serie_cibles", FR("Objectifs"), series_targets),
    TABLE("serie_groupes", FR("Années, territoires"), series_groups),
    TABLE("serie_communes", FR("Années, communes"), series_communes),
    TABLE("serie_absents", FR("Années, absents"), series_absents),
    TABLE("zonage", FR("Zonage"), zoning),
    TABLE("tvs", FR("Territoires"), territories),
    TABLE("zonage_risque", FR("Risque contentieux"), at_risk),
    TABLE("zonage_controle", FR("Zonage, contrôles"), zoning_checks),
    TABLE("zonage_jauge", FR("Jauges"), zoning_gauges),
    TABLE("zonage_changement", FR("Changements"), zoning_changes),
    TABLE("zonage_transition", FR("Transitions"), transitions),
    TABLE("zonage_aide", FR("Aides"), aids),
    TABLE("zonage_voisin", FR("Voisines mieux aidées"), sights),
    TABLE("zonage_seuil", FR("Près d’un seuil"), near_thresholds),
    TABLE("zonage_rang", FR("Rangs"), zoning_ranks),
    TABLE("zonage_unites", FR("Zonages comparés"), zoning_units),
    TABLE("couverture", FR("Couverture"), coverage),
    TABLE("couverture_lacunes", FR("Couverture, lacunes"), coverage_gaps),
    TABLE("bassins", FR("Bassins"), catchments),
    TABLE("bassin_sites", FR("Bassins, capacités"), catchment_sites),
    TABLE("bassin_nombre", FR("Sites à portée"), within_reach),
    TABLE("conventions", FR("Conventions"), conventions),
    TABLE("sources", FR("Sources"), sources),
    TABLE("couverture_sources", FR("Zone tampon"), buffer_coverage),
    TABLE("mentions", FR("Mentions"), mentions),
    TABLE("reseau", FR("Réseau routier"), network),
    TABLE("secret", FR("Secret statistique"), secrets),
    TABLE("rejets", FR("Rejets"), rejects),
    { NULL, NULL, NULL, 0 },
};
