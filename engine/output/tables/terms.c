#include "output/tables/terms.h"

#include "base/among.h"
#include "base/language.h"
#include "output/tables/code_list.h"
#include "output/tables/code_names.h"
#include "output/tables/recorded.h"
#include "study/source.h"

#include <stdio.h>
#include <string.h>

#define T MLG_REPORT_MARK

const char *const mlg_report_terms[] = {
    /* labels of the style files of QGIS */
    T("Accès inconnu"), T("De la moitié aux trois quarts des calculs"), T("Du quart à la moitié des calculs"),
    T("Moins de 10 % des habitants"), T("De 10 à 20 %"), T("De 20 à 30 %"), T("De 30 à 40 %"), T("40 % et plus"),
    T("Jamais au-delà du seuil"), T("Moins du quart des calculs"), T("Plus des trois quarts des calculs"),
    T("Toujours au-delà du seuil"), T("commune du territoire"), T("commune voisine"),
    /* answers, days, horizons */
    T("oui"), T("non"), T("inconnu"), T("Ensemble"), T("lundi"), T("mardi"), T("mercredi"), T("jeudi"),
    T("vendredi"), T("samedi"), T("dimanche"), T("Aujourd’hui"), T("Dans 1 an"), T("Dans 2 ans"), T("Dans 3 ans"),
    T("Dans 4 ans"), T("Dans 5 ans"), T("Dans 6 ans"), T("Dans 7 ans"), T("Dans 8 ans"), T("Dans 9 ans"),
    T("Dans 10 ans"), T("Dans 15 ans"), T("Dans 20 ans"),
    /* services and facilities */
    T("Médecins généralistes"), T("Pharmacies"), T("Infirmiers"), T("Sages-femmes"), T("Kinésithérapeutes"),
    T("Chirurgiens-dentistes"), T("Orthophonistes"), T("médecin généraliste"), T("pharmacie"), T("urgences"),
    T("Hôpital"), T("Service d’urgences"), T("Centre de santé"), T("Centre de prévention"),
    T("Soins non programmés"), T("CSIPA et antennes"), T("établissements"), T("APL publiée"), T("population"),
    T("tranches d’âge"), T("densité"), T("carreaux"), T("offre : médecins généralistes"), T("offre : infirmiers"),
    T("offre : kinésithérapeutes"), T("offre : sages-femmes"), T("offre : chirurgiens-dentistes"),
    T("offre : orthophonistes"), T("offre : pharmacies"),
    /* communes and zoning */
    T("urbain"), T("rural"), T("mixte"), T("Urbaines (densité 1 à 4)"), T("Rurales (densité 5 à 7)"),
    T("2 000 habitants et plus"), T("Moins de 2 000 habitants"), T("Avec un QPV"), T("Sans QPV"), T("vivier"),
    T("hors vivier"), T("Hors vivier"), T("éligible, classe non donnée"), T("très sous-doté"), T("sous-doté"),
    T("très doté"), T("sur-doté"), T("ZIP"), T("ZAC"), T("ZAR"), T("ZV"), T("HZ"),
    T("Zone d’intervention prioritaire"), T("Zone d’action complémentaire"), T("Zone d’accompagnement régional"),
    T("Zone de vigilance"), T("Hors zonage"), T("Classe inconnue"), T("au moins"),
    T("aucune commune n’est à portée de toutes les autres"), T("rien ne manque"),
    T("ajouter en un seul lieu sert mal cette zone : le plus loin n’en profite presque pas"), T("tranches d’âge"),
    T("population standardisée donnée"), T("population totale, sans standardisation"),
    /* what siting seeks, and its units */
    T("le trajet moyen le plus court"), T("le plus long trajet réduit au minimum"),
    T("le moins de sites pour couvrir tout le monde"), T("le plus d’habitants à portée"),
    T("le plus d’habitants à portée, les plus loin comptés en partie"),
    T("l’accès le plus faible porté au plus haut"), T("le plus d’habitants au seuil d’accès"),
    T("le plus faible manque moyen sous le seuil (FGT1)"),
    T("le plus faible manque quadratique sous le seuil (FGT2)"), T("l’accès le plus égal (MAEP)"),
    T("le trajet moyen le plus court, dans la limite de la capacité de chaque site"),
    T("le plus d’habitants servis à portée, dans la limite de la capacité de chaque site"),
    T("le moins de sites pour servir tout le monde, dans la limite de la capacité de chacun"),
    T("les sites les plus éloignés les uns des autres"),
    T("le plus d’habitants à portée d’un site, et d’un second"),
    T("le moins de sites pour couvrir tout le monde, puis le plus d’habitants couverts deux fois"),
    T("le plus d’habitants à portée dans le budget"), T("le plus d’habitants à portée d’une consultation avancée"),
    T("l’accès aux demi-journées le plus égal"), T("le plus d’habitants à portée, du premier site au dernier"),
    T("habitants"), T("minutes"), T("sites"), T("part du seuil"), T("part du seuil au carré"),
    T("rien à gagner\u00a0: personne n’est sous le seuil"), T("rien à gagner là où l’accès est connu"),
    T("rien à gagner\u00a0: aucune demande"), T("rien à gagner\u00a0: tout le monde est déjà à portée"),
    T("aucun choix n’améliore l’objectif"), T("moins de sites suffisent"), T("parmi tous"),
    T("parmi ceux trouvés"), T("variance de l’accès"), T("habitants pondérés"), T("habitants couverts deux fois"),
    T("consultations/an/hab. standardisé"), T("y reste"), T("en sort"), T("passe sous le seuil"),
    T("repasse au-dessus"), T("calculée par l’étude"), T("publiée, médecins de tous âges"),
    T("publiée, médecins de 65 ans et moins"), T("sous le seuil (tous âges)"),
    T("au seuil ou au-dessus (tous âges)"), T("sous le seuil (65 ans et moins)"),
    T("au seuil ou au-dessus (65 ans et moins)"), T("APL publiée, tous âges"), T("APL publiée, 65 ans et moins"),
    T("APL calculée par l’étude"), T("pour daltoniens"), T("niveaux de gris"), T("médecins généralistes"),
    T("pharmacies"), T("infirmiers"), T("kinésithérapeutes"), T("sages-femmes"), T("chirurgiens-dentistes"),
    T("orthophonistes"),
    /* rounds, catchments */
    T("aucune consultation ne manque"), T("aucun habitant visé"),
    T("aucun arrêt n’est à portée de ceux qui sont visés"), T("une séance de plus n’apporterait rien"),
    T("aucun arrêt utile n’est ouvert ce jour-là"),
    T("les autres séances utiles passent le temps ou le nombre de passages permis"), T("personnes"),
    T("consultations"), T("commune"), T("QPV"), T("lieu"), T("ligne droite"), T("route"), T("site le plus proche"),
    T("couronne"), T("au-delà"), T("anneau"), T("tous les sites"), T("site après site"),
    T("temps total le plus court"),
    /* the road network */
    T("voies retenues"), T("voies fermées à ce mode de déplacement"), T("laissées de côté"),
    T("voies coupées au bord de l’extrait"), T("raccourcies là où leurs points manquent"),
    T("points de voies absents de l’extrait"), T("barrières fermées"), T("coupent la voie"),
    T("barrières d’un type inconnu du profil"), T("suivent sa règle générale"),
    T("barrières ouvertes aux seuls riverains"), T("fermées au transit"), T("droits d’accès non compris"),
    T("voie tenue pour ouverte"), T("sens de circulation non compris"), T("voie tenue pour à double sens"),
    T("vitesses limites non comprises"), T("vitesse de la catégorie de voie"),
    T("durées de ferry non comprises ou incomplètes"), T("vitesse du profil"), T("accès ou limites selon l’heure"),
    T("non lus"), T("interdictions de tourner appliquées"), T("interdictions de tourner hors du réseau"),
    T("sans effet"), T("interdictions de tourner selon l’heure"), T("non appliquées"),
    T("interdictions de tourner mal décrites"), T("carrefours sans demi-tour"),
    T("voisins d’une interdiction de tourner"), T("tronçons interdits au transit"),
    T("ouverts à qui en part ou s’y rend"), T("parties du réseau sans lien entre elles"),
    T("un îlot n’est atteint que par ce qui y mène"), T("points sans route à portée"), T("inaccessibles"),
    T("points sur un îlot du réseau"), T("accessibles depuis cet îlot seulement"),
    T("points dont la voie la plus proche est isolée"), T("raccordés à une voie plus éloignée, reliée au réseau"),
    /* conventions */
    T("limite de temps"), T("vitesse"), T("décroissance"), T("bornes des paliers"), T("offre"), T("population"),
    T("telle quelle"), T("standardisée"), T("totale"), T("à droite (t ≤ limite)"), T("à gauche (t < limite)"),
    T("étude"), T("défaut"), T("calcul"), T("convention"), T("Accessibilité"), T("Déserts"), T("Zonage"),
    T("Implantation"), T("Trajets"), T("Chargement"), T("Bassins"), T("Besoins"), T("Perspectives"),
    T("Sensibilité"), T("Incertitude"), T("sûrement sous le seuil"), T("près du seuil"), T("sûrement au-dessus"),
    T("sous le seuil, médiane des tirages"), T("accès inconnu"), T("sous le seuil"), T("au-dessus du seuil"),
    T("Trajets demandés"), T("à toute heure"), T("la nuit"), T("en journée"), T("en soirée"), T("le week-end"),
    T("Seuil d’APL"), T("Seuil de trajet à la pharmacie"), T("Seuil de trajet aux urgences"),
    T("Règle des déserts"), T("Règle de zonage"), T("Modèle de trajet"), T("Coefficient de détour"),
    T("Temps terminal"), T("Trajet interne à une commune"), T("Décroissance avec le temps de trajet"),
    T("Bornes de temps fermées"), T("Actes par an et par médecin"), T("Âge limite des médecins comptés"),
    T("Base de la population standardisée"), T("à vol d’oiseau corrigé"), NULL
};

/* As the report writes decimals. */
static const char *limit_of(char *digits)
{
    char *comma = strchr(digits, ',');
    if (comma && strcmp(mlg_report_language(), "en") == 0)
        *comma = '.';
    return digits;
}

/* Rings of catchments are named by their minutes: "5 à 10 min", "au-delà de 20 min". */
static const char *ring_of(mlg_text *room, const char *words)
{
    char low[16], high[16];
    int end = 0;
    if (sscanf(words, "%15[0-9,] à %15[0-9,] min%n", low, high, &end) == 2 && end > 0 && !words[end])
        mlg_text_printf(room, mlg_report_tr("%s à %s min"), limit_of(low), limit_of(high));
    else if (sscanf(words, "au-delà de %15[0-9,] min%n", low, &end) == 1 && end > 0 && !words[end])
        mlg_text_printf(room, mlg_report_tr("au-delà de %s min"), limit_of(low));
    else
        return words;
    return mlg_text_words(room);
}

/* A key of the study file, in words: supply[1] is the second file of the supply. */
static const char *source_of(mlg_text *room, const char *key)
{
    static const char *const roles[][2] = {
        { "changes", T("Changements de communes") },
        { "communes", T("Communes") },
        { "other_year", T("Contours d’une autre année") },
        { "population", T("Population") },
        { "density", T("Densité") },
        { "ages", T("Tranches d’âge") },
        { "cells", T("Carreaux") },
        { "qpv", T("Quartiers prioritaires") },
        { "sites", T("Établissements") },
        { "postal", T("Codes postaux") },
        { "supply", T("Offre") },
        { "tvs", T("Territoires de vie-santé") },
        { "zoning", T("Zonage") },
        { "apl", T("APL publiée") },
        { "income", T("Revenus") },
        { "indicators", T("Indicateurs") },
        { "membership", T("Périmètres") },
        { "parameters", T("Paramètres de l’APL") },
    };
    char role[32] = "";
    int place = 0, end = 0;
    if (sscanf(key, "%31[a-z_][%9d]%n", role, &place, &end) != 2 || end == 0 || key[end])
        return key;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(role, roles[i][0]) == 0) {
            mlg_text_printf(room, "%s %d", mlg_report_tr(roles[i][1]), place + 1);
            return mlg_text_words(room);
        }
    return key;
}

/* A known data set by its title, which is French, then its name. */
static const char *data_set_of(mlg_text *room, const char *name)
{
    const mlg_dataset *set = mlg_dataset_find(name);
    if (strcmp(name, "table") == 0)
        return mlg_report_tr(MLG_REPORT_MARK("fichier décrit dans l’étude"));
    if (!set || strcmp(mlg_report_language(), "fr") != 0)
        return name;
    mlg_text_printf(room, "%s (%s)", set->title, name);
    return mlg_text_words(room);
}

/* The first separator of a list of terms, or NULL; what is unknown follows what is known: "a + b ; inconnu : c, d". */
static const char *separator_in(const char *words, bool unknown, size_t *length)
{
    static const char *const separators[] = { " + ", " ; ", " : ", ", " };
    const char *first = NULL;
    for (size_t i = 0; i < (unknown ? sizeof separators / sizeof *separators : 1); i++) {
        const char *at = strstr(words, separators[i]);
        if (at && (!first || at < first)) {
            first = at;
            *length = strlen(separators[i]);
        }
    }
    return first;
}

static const char *list_of(mlg_text *room, const char *words)
{
    bool unknown = strstr(words, "inconnu : ") != NULL;
    size_t gap = 0;
    for (const char *at; (at = separator_in(words, unknown, &gap)) != NULL; words = at + gap) {
        char part[200];
        size_t n = (size_t)(at - words);
        if (n < sizeof part) { /* longer than any term otherwise */
            memcpy(part, words, n);
            part[n] = '\0';
            mlg_text_add(room, mlg_report_tr(part));
        } else
            mlg_text_add_bytes(room, words, n);
        mlg_text_add_bytes(room, at, gap);
    }
    if (room->length == 0)
        return mlg_report_tr(words);
    mlg_text_add(room, mlg_report_tr(words));
    return mlg_text_words(room);
}

const char *mlg_compared_words(mlg_text *room, const char *compared)
{
    static const mlg_code known[] = {
        { "gp.apl", T("APL des généralistes") },         { "gp.apl_jugee", T("APL qui juge les déserts") },
        { "gp.temps", T("trajet au généraliste") },      { "pharmacy.temps", T("trajet à la pharmacie") },
        { "emergency.temps", T("trajet aux urgences") }, { NULL, NULL },
    };
    const char *words = mlg_words_among(known, compared), *measure = strrchr(compared, '.');
    if (words != compared || !measure)
        return mlg_report_tr(words);
    char service[100];
    snprintf(service, sizeof service, "%.*s", (int)(measure++ - compared), compared);
    mlg_text_clear(room);
    if (strcmp(measure, "temps_demande") == 0)
        mlg_text_printf(room, mlg_report_tr("trajet : %s"), service);
    else
        mlg_text_printf(room, "%s, %s", mlg_report_tr(mlg_code_words("profession", service)),
                        mlg_report_tr(mlg_code_words("mesure", measure)));
    return mlg_text_words(room);
}

/* Tables whose texts stages write as sentences. */
static bool is_recorded(const char *table)
{
    static const char *const names[] = { "bilans",
                                         "changements",
                                         "desert_combinaisons",
                                         "desert_types",
                                         "desert_zones",
                                         "mesures",
                                         "qpv",
                                         "rejets",
                                         "sensibilite_niveaux",
                                         "temps_bilan",
                                         "zonage_aide",
                                         "zonage_changement",
                                         "zonage_controle",
                                         "zonage_jauge",
                                         "zonage_rang",
                                         "zonage_risque",
                                         NULL };
    return mlg_is_among(names, table);
}

const char *mlg_shown_text(mlg_text *room, const mlg_sheet *table, const mlg_sheet_column *what,
                           const mlg_cell *cell)
{
    static const char *const names[] = { "libelle",    "nom",    "libelles", "communes",   "arrets",
                                         "lib_epci",   "zone",   "ou",       "lib_relais", "source",
                                         "producteur", "chemin", "licence",  "mention",    NULL };
    /* Columns that people read in words, of one sheet or of all, and the list of their codes. The dictionary of columns
     * names a list for every coded column of a study; most stay codes in the sheets too (ZIP, C0, 2154). */
    static const char *const coded[][3] = {
        { "*", "service", "profession" },
        { "*", "mesure", "mesure" },
        { "*", "cadre", "cadre" },
        { "*", "maille", "maille" },
        { "comparaison_groupes", "groupe", "public" },
        { "tvs", "nature", "maille" },
        { "tvs", "echange", "echange" },
        { "*", "modele", "modele" },
        { "bilans", "methode", "methode" },
        { "tournees", "methode", "methode" },
        { "tvs", "region_majoritaire", "region" },
    };
    const char *words = cell->text;
    mlg_text_clear(room);
    if (words && (strcmp(table->name, "conventions") == 0 || strcmp(table->name, "sensibilite_niveaux") == 0)) {
        const char *decay = mlg_words_among(mlg_decay_words, words);
        if (decay != words)
            return mlg_report_tr(decay);
    }
    if (strcmp(table->name, "conventions") == 0 || strcmp(table->name, "mentions") == 0)
        return mlg_recorded_words(room, words);
    if (what->kind != MLG_KIND_TEXT || !words)
        return words;
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++)
        if (strcmp(what->name, coded[i][1]) == 0 &&
            (coded[i][0][0] == '*' || strcmp(table->name, coded[i][0]) == 0))
            return mlg_report_tr(mlg_code_words(coded[i][2], words));
    if (strcmp(what->name, "quoi") == 0)
        return mlg_compared_words(room, words);
    if (strcmp(table->name, "serie_annees") == 0)
        return mlg_report_tr(strcmp(words, "calculée") == 0 ? MLG_REPORT_MARK("calculée par l’étude") : words);
    if (strcmp(table->name, "sources") == 0 && strcmp(what->name, "jeu") == 0)
        return data_set_of(room, words);
    if (strcmp(table->name, "sources") == 0 && strcmp(what->name, "note") == 0)
        return mlg_report_tr(mlg_code_words("etablissement", mlg_code_words("profession", words)));
    if (strcmp(table->name, "sources") == 0 || strcmp(table->name, "rejets") == 0)
        if (strcmp(what->name, "source") == 0)
            return source_of(room, words);
    static const char *const described[] = { "besoin_zones", "couverture_sources", "desert_combinaisons",
                                             "zonage",       "zonage_aide",        NULL };
    bool terms = strcmp(what->name, "zone") == 0 || /* an area, or all of the territory */
                 (strcmp(table->name, "changements") == 0 && strcmp(what->name, "libelle") == 0) ||
                 mlg_is_among(described, table->name);
    if (!terms && mlg_is_among(names, what->name))
        return ring_of(room, words);
    return is_recorded(table->name) ? mlg_recorded_words(room, words) : list_of(room, words);
}
