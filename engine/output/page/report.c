#include "base/language.h"
#include "output/page/report.h"

#include "base/base64.h"
#include "base/resource.h"
#include "base/sha.h"
#include "output/figure.h"
#include "output/tables/attribution.h"
#include "output/tables/findings.h"
#include "output/map/map.h"
#include "output/page/cards.h"
#include "output/page/cards_change.h"
#include "output/page/charts.h"
#include "output/html.h"
#include "output/page/sections.h"
#include "output/page/series.h"
#include "output/page/sheets_print.h"
#include "output/page/trial.h"
#include "output/tables/sheets.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* ---- frame ------------------------------------------------------------------------------------------- */

static const mlg_resource *asset_of(const char *name)
{
    char path[96];
    snprintf(path, sizeof path, "engine/output/page/assets/%s", name);
    const mlg_resource *asset = mlg_resource_find(path);
    assert(asset);
    return asset;
}

static void add_asset(mlg_text *page, const char *name)
{
    const mlg_resource *asset = asset_of(name);
    mlg_text_add_bytes(page, (const char *)asset->data, asset->size);
}

/* A single script, concatenated from these in order: each may use those before it. */
static const char *const scripts[] = { "report.js", "atlas.js",    "swipe.js", "sheets.js",
                                       "whatif.js", "scenario.js", "trial.js", "series.js" };
enum { SCRIPTS = sizeof scripts / sizeof *scripts };

/* The CSP source of the only script allowed to run: 'sha256-...' of the text between its tags. */
static void add_script_source(mlg_text *page)
{
    uint8_t digest[32];
    char out[MLG_BASE64_SIZE(sizeof digest)];
    mlg_sha sha;
    mlg_sha256_init(&sha);
    mlg_sha_add(&sha, "\n", 1);
    for (int i = 0; i < SCRIPTS; i++)
        mlg_sha_add(&sha, asset_of(scripts[i])->data, asset_of(scripts[i])->size);
    mlg_sha_digest(&sha, digest);
    mlg_base64(out, digest, sizeof digest);
    mlg_text_printf(page, "'sha256-%s'", out);
}

/* Content security policy: nothing is loaded and no other script runs, whatever the page contains. A picture can only be of bytes that
 * the page holds: the map saved as PNG is drawn from one. */
static void add_policy(mlg_text *page)
{
    mlg_text_add(
        page,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
        "'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src ");
    add_script_source(page);
    mlg_text_add(page, "\">\n");
}

static const char *title_of(const mlg_findings *found)
{
    const char *title = mlg_sheet_text(&found->study, 0, "titre");
    return *title ? title : mlg_report_tr("Étude d’accès aux soins");
}

/* "100 communes, 275 028 habitants" */
static void add_size(mlg_text *page, const mlg_findings *found)
{
    double communes = mlg_sheet_number(&found->totals, 0, "communes");
    mlg_html(page,
             mlg_report_tr_count("<p class=\"taille\">%s commune, %s habitants</p>\n",
                                 "<p class=\"taille\">%s communes, %s habitants</p>\n", (int64_t)communes),
             mlg_shown(communes, 0).text, mlg_shown(mlg_sheet_number(&found->totals, 0, "population"), 0).text);
}

static void add_top(mlg_text *page, const mlg_findings *found)
{
    mlg_html(page, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
             mlg_report_language());
    add_policy(page);
    mlg_html(page,
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>%s – %s</title>\n<style>\n",
             title_of(found), mlg_report_tr("accès aux soins"));
    add_asset(page, "report.css");
    mlg_html(page, "</style>\n</head>\n<body>\n<a class=\"saut\" href=\"#resultats\">%s</a>\n<header>\n",
             mlg_report_tr("Aller aux résultats"));
    mlg_html(page, "<p class=\"sur\">%s</p>\n<h1>%s</h1>\n", mlg_report_tr("Accès aux soins – rapport d’étude"),
             title_of(found));
    add_size(page, found);
    mlg_text_add(page, "</header>\n");
}

/* The sentences of the script. */
static void add_words(mlg_text *page)
{
    mlg_json *json = NULL;
    if (mlg_json_new(&json, NULL) == MLG_OK) {
        mlg_json_text(json, "deux", mlg_report_tr("\u00a0: "));
        mlg_json_text(
            json, "lignes",
            mlg_report_tr(
                "{n} lignes affichées, sur {m}\u00a0; la suite s’affiche quand on fait défiler le tableau."));
        mlg_json_text(json, "trouvee", mlg_report_tr("{n} commune trouvée"));
        mlg_json_text(json, "trouvees", mlg_report_tr("{n} communes trouvées"));
        mlg_json_text(json, "nombre", mlg_report_tr("nombre"));
        mlg_json_text(json, "rang", mlg_report_tr("{n} sur {m}"));
        mlg_json_text(json, "exaequo", mlg_report_tr("{n} ex aequo, sur {m}"));
        mlg_json_text(json, "aucune", mlg_report_tr("Aucune ligne."));
        mlg_json_text(json, "volet", mlg_report_tr("{n}\u00a0%, à gauche\u00a0: {g}, à droite\u00a0: {d}"));
        mlg_json_text(json, "gauche", mlg_report_tr("À gauche\u00a0: "));
        mlg_json_text(json, "droite", mlg_report_tr("À droite\u00a0: "));
        mlg_json_text(json, "avantapres", mlg_report_tr("Avant et après"));
    }
    mlg_html_data(page, "mots", json);
}

/* "INSEE, millésime 2024, Licence Ouverte 2.0": only some of these words are ours to translate. */
static void add_mention(mlg_text *page, const char *mention)
{
    mlg_text text = { 0 };
    mlg_attribution_add_mention(&text, mention, mlg_report_tr);
    mlg_html(page, "%s", text.data ? text.data : "");
    if (page->status == MLG_OK)
        page->status = text.status;
    mlg_text_release(&text);
}

static void add_bottom(mlg_text *page, const mlg_findings *found)
{
    const char *version = mlg_sheet_text(&found->study, 0, "version");
    mlg_text_add(page, "</main>\n<footer><p>");
    mlg_html(page,
             mlg_report_tr("Rapport produit par Maillage %s. Les conventions et les sources de chaque chiffre "
                           "sont données dans les "
                           "sections Méthode et Sources."),
             *version ? version : mlg_version());
    mlg_html(page, "</p>\n<p id=\"mentions\">%s ", mlg_report_tr("Données\u00a0:"));
    for (int32_t i = 0; i < found->mentions.count; i++) {
        mlg_text_add(page, i ? " ; " : "");
        add_mention(page, mlg_sheet_text(&found->mentions, i, "mention"));
    }
    mlg_text_add(page, "</p></footer>\n");
    add_words(page);
    mlg_text_add(page, "<script>\n");
    for (int i = 0; i < SCRIPTS; i++)
        add_asset(page, scripts[i]);
    mlg_text_add(page, "</script>\n</body>\n</html>\n");
}

static void open_section(mlg_text *page, const char *id, const char *title)
{
    mlg_html(page, "<section id=\"%s\" aria-labelledby=\"%s-titre\">\n<h2 id=\"%s-titre\">%s</h2>\n", id, id, id,
             title);
}

/* A section of the first screen: its title is heard, not seen. */
static void open_first(mlg_text *page, const char *id, const char *title)
{
    mlg_html(page, "<section id=\"%s\" aria-labelledby=\"%s-titre\">\n", id, id);
    mlg_html(page, "<h2 id=\"%s-titre\" class=\"lu\">%s</h2>\n", id, title);
}

static void close_section(mlg_text *page)
{
    mlg_text_add(page, "</section>\n");
}

/* ---- sections ---------------------------------------------------------------------------------------- */

static mlg_status add_map(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    bool drawn = false;
    open_first(page, "carte", mlg_report_tr("La carte"));
    MLG_TRY(mlg_map_add(page, &drawn, db, found, err));
    if (!drawn)
        mlg_text_add(page, mlg_report_tr("<p>Aucun contour de commune n’est connu.</p>\n"));
    close_section(page);
    return MLG_OK;
}

static mlg_status add_questions(mlg_text *page, mlg_db *db, const mlg_findings *found,
                                const mlg_references *lacking, mlg_error *err)
{
    open_section(page, "questions", mlg_report_tr("Question par question"));
    mlg_text_add(page, "<div class=\"fiches\">\n");
    MLG_TRY(mlg_page_cards(page, db, found, lacking, err));
    mlg_text_add(page, "</div>\n");
    close_section(page);
    return MLG_OK;
}

static mlg_status add_trial(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    bool can;
    MLG_TRY(mlg_page_can_try(&can, db, err));
    if (!can)
        return MLG_OK;
    open_section(page, "essayer", mlg_report_tr("Essayer"));
    MLG_TRY(mlg_page_trial(page, db, found, err));
    close_section(page);
    return MLG_OK;
}

/* This section, and those of the list below, are closed by what follows them. */
static void add_communes(mlg_text *page, const mlg_findings *found)
{
    open_section(page, "communes", mlg_report_tr("Toutes les communes"));
    mlg_text_add(
        page,
        mlg_report_tr("<p id=\"cherche\" hidden><label for=\"nom\">Chercher une commune (nom ou code)</label> "
                      "<input id=\"nom\" type=\"search\" autocomplete=\"off\"> <span id=\"trouvees\" "
                      "role=\"status\"></span></p>\n"));
    mlg_page_table(
        page, &found->communes, "t-communes",
        mlg_findings_worst(found, 1) > 0
            ? MLG_REPORT_MARK("Communes du territoire, de la moins bien à la mieux desservie en généralistes")
            : MLG_REPORT_MARK("Communes du territoire"),
        &found->look);
    mlg_text_add(page,
                 mlg_report_tr("<p class=\"note\">Un tiret (–) marque une valeur inconnue ou sans objet. Les "
                               "temps de trajet sont ceux "
                               "du modèle décrit dans la section <a href=\"#conventions\">Méthode</a>.</p>\n"));
}

/* A section made of one table of the list, left out when empty; `before` adds what precedes the table. */
typedef void (*section_fn)(mlg_text *page, const mlg_findings *found);
typedef struct section {
    const char *table;   /* or the id of a section without one */
    const char *title;   /* NULL: continues the previous section */
    const char *caption; /* NULL: no table, only what `before` adds */
    const char *words;
    section_fn before;
} section;

static const section sections[] = {
    { "changements", MLG_REPORT_MARK("Ce que le scénario change"),
      MLG_REPORT_MARK("Changements apportés à l’étude avant le calcul"),
      MLG_REPORT_MARK("Tous les chiffres de ce rapport sont ceux de l’étude une fois ces changements faits."),
      NULL },
    { "comparaison_seuils", MLG_REPORT_MARK("Avant et après"),
      MLG_REPORT_MARK("Habitants du mauvais côté de chaque seuil, avant et après"),
      MLG_REPORT_MARK("Un habitant passe un seuil quand sa commune le passe. Là où un des deux résultats ne dit "
                      "rien, il est compté comme inconnu."),
      NULL },
    { "comparaison_passages", NULL,
      MLG_REPORT_MARK("Communes et quartiers prioritaires qui passent un seuil, et dans quel sens"), NULL, NULL },
    { "comparaison_publics", NULL,
      MLG_REPORT_MARK(
          "Qui y gagne et qui y perd, selon la densité, le revenu, l’âge et les quartiers prioritaires"),
      NULL, NULL },
    { "comparaison_territoires", NULL,
      MLG_REPORT_MARK("Intercommunalités, territoires et quartiers pour lesquels quelque chose change"), NULL,
      NULL },
    { "comparaison_communes", NULL, MLG_REPORT_MARK("Communes pour lesquelles quelque chose change"), NULL, NULL },
    { "comparaison_quartiers", NULL, MLG_REPORT_MARK("Quartiers prioritaires pour lesquels quelque chose change"),
      NULL, NULL },
    { "comparaison_groupes", NULL,
      MLG_REPORT_MARK("Ce qui change pour chaque groupe d’habitants, par son mode de déplacement"),
      MLG_REPORT_MARK(
          "Les groupes se partagent la même offre. Là où il n’y a pas de trajet, le plus long trajet "
          "recherché compte comme un minimum\u00a0: il dit qui reste au-delà d’un seuil, ou que le côté "
          "du seuil est inconnu."),
      NULL },
    { "comparaison_zonages", NULL, MLG_REPORT_MARK("Zonage avant et après"), NULL, NULL },
    { "comparaison_equite", NULL, MLG_REPORT_MARK("Inégalités d’accès avant et après"), NULL, NULL },
    { "comparaison_accueil", NULL, MLG_REPORT_MARK("Patients à accueillir, par commune"),
      MLG_REPORT_MARK("Les patients d’un cabinet qui ferme sont répartis selon l’usage que la mesure suppose. Ils "
                      "vont aux cabinets à portée qui ont de la place\u00a0: "
                      "ceux qui ouvrent, et une part de l’offre des autres (voir la section Méthode), au plus "
                      "court trajet total. C’est une capacité, pas une prévision."),
      NULL },
    { "comparaison_absents", NULL, MLG_REPORT_MARK("Lieux qu’un seul des deux résultats contient"), NULL, NULL },
    { "serie_annees", MLG_REPORT_MARK("Les chiffres au fil des années"),
      MLG_REPORT_MARK("Indicateurs de suivi, année par année"),
      MLG_REPORT_MARK(
          "Les arrivées et les départs sont comptés commune par commune\u00a0: un médecin qui en remplace "
          "un autre la même année n’y paraît pas. Une année sans donnée est inconnue, jamais "
          "estimée."),
      NULL },
    { "serie_cibles", NULL, MLG_REPORT_MARK("Distance aux objectifs"),
      MLG_REPORT_MARK("L’avance se mesure sur la droite qui va de la première année à l’objectif."), NULL },
    { "serie_groupes", NULL, MLG_REPORT_MARK("Évolution de l’APL par intercommunalité, territoire et quartier"),
      NULL, NULL },
    { "serie_communes", NULL, MLG_REPORT_MARK("Évolution de l’APL par commune, les plus fortes baisses d’abord"),
      NULL, NULL },
    { "serie_absents", NULL, MLG_REPORT_MARK("Communes d’autres années, absentes de la dernière"), NULL, NULL },
    { "apl_comparee", MLG_REPORT_MARK("L’APL calculée et l’APL publiée"),
      MLG_REPORT_MARK("Moyenne et habitants sous le seuil selon l’APL retenue"),
      MLG_REPORT_MARK("L’APL publiée par la DREES repose sur d’autres données et d’autres trajets que l’étude. Là "
                      "où les deux ne "
                      "placent pas une commune du même côté du seuil, son classement dépend de l’APL retenue."),
      NULL },
    { "desert_bilan", MLG_REPORT_MARK("Les déserts médicaux"),
      MLG_REPORT_MARK("Habitants selon ce qui leur manque et le type de commune"),
      MLG_REPORT_MARK("Un habitant est réputé manquer de ce dont manque sa commune\u00a0; les seuils sont donnés "
                      "dans la section Méthode."),
      mlg_page_unknown_lacks },
    { "deserts", NULL, MLG_REPORT_MARK("Zones d’un seul tenant dont toutes les communes sont sous le seuil d’APL"),
      MLG_REPORT_MARK("Le manque est le nombre de consultations qu’il faudrait ajouter chaque année pour que la "
                      "zone atteigne le seuil."),
      NULL },
    { "mesures", MLG_REPORT_MARK("Les mesures d’accès"),
      MLG_REPORT_MARK("Mesures calculées sur les communes du territoire"),
      MLG_REPORT_MARK("Une mesure d’accès rapporte l’offre qu’une commune peut atteindre aux besoins de ses "
                      "habitants. Voici comment lire chacune."),
      mlg_page_measures },
    { "temps_bilan", MLG_REPORT_MARK("Les trajets demandés"),
      MLG_REPORT_MARK("Personnes au-delà de chaque temps limite"),
      MLG_REPORT_MARK(
          "Un site compte s’il est ouvert pendant toute la période demandée. Ceux qui passent au-delà à cause des "
          "horaires sont en deçà du temps limite quand tous les sites sont ouverts."),
      NULL },
    { "temps", NULL, MLG_REPORT_MARK("Trajet de chaque commune au site le plus proche"), NULL, NULL },
    { "tarifs", MLG_REPORT_MARK("Le tarif des soins"), MLG_REPORT_MARK("Lieux d’exercice au tarif opposable"),
      MLG_REPORT_MARK(
          "Un professionnel est au tarif opposable en secteur 1, ou s’il a signé l’option qui limite ses "
          "dépassements (OPTAM)\u00a0; qui exerce à deux endroits compte deux fois. L’annuaire ne donne que le "
          "code postal\u00a0: un lieu d’exercice compte dans la commune la plus peuplée de ce code."),
      NULL },
    { "tarif_communes", NULL, MLG_REPORT_MARK("Part des lieux d’exercice au tarif opposable, commune par commune"),
      NULL, NULL },
    { "besoin_zones", MLG_REPORT_MARK("Ce qui manque"),
      MLG_REPORT_MARK("Consultations qui manquent pour que chaque commune atteigne le seuil"),
      MLG_REPORT_MARK("Le manque est l’offre qu’il faudrait ajouter chaque année, si elle ne profitait pas aux "
                      "communes voisines, pour que toutes les communes d’une zone d’un seul tenant atteignent le "
                      "seuil. L’ajout suffisant est celui qu’il faudrait installer en un seul lieu, d’où il "
                      "servirait aussi les communes voisines\u00a0: l’accès augmente en proportion de l’ajout, "
                      "mais d’autant moins que le trajet est long."),
      mlg_page_vintages },
    { "besoins", NULL,
      MLG_REPORT_MARK("Communes sous le seuil, ou dont les habitants sont trop loin d’un médecin"), NULL, NULL },
    { "perspectives", MLG_REPORT_MARK("Dans quelques années"),
      MLG_REPORT_MARK("L’offre et l’accès d’aujourd’hui, et ce qu’ils deviennent"),
      MLG_REPORT_MARK("Chaque médecin compte selon la probabilité qu’il exerce encore à cet horizon, d’après son "
                      "âge ou, à défaut, d’après les âges observés sur le territoire\u00a0; les arrivées et "
                      "départs annoncés s’y ajoutent. Ce n’est pas une prévision, mais ce qui arriverait sans "
                      "nouvelle installation\u00a0: ce qu’il faudrait remplacer."),
      mlg_page_vintages },
    { "perspective_chutes", NULL, MLG_REPORT_MARK("Communes qui franchissent le seuil d’accès"), NULL, NULL },
    { "sensibilite_niveaux", MLG_REPORT_MARK("Ce qui dépend des conventions"),
      MLG_REPORT_MARK("L’accès du territoire selon chaque convention, en moyenne sur les calculs"),
      MLG_REPORT_MARK(
          "La mesure est recalculée avec toutes les combinaisons de conventions défendables, et l’on compte la "
          "part des calculs qui placent chaque commune du mauvais côté du seuil. La convention déterminante est "
          "celle qui explique à elle seule la plus grande part de ces changements (indice de premier ordre)."),
      mlg_page_vintages },
    { "sensibilite", NULL,
      MLG_REPORT_MARK("Communes selon la part des calculs qui les placent du mauvais côté du seuil, celles que "
                      "les conventions "
                      "départagent d’abord"),
      NULL, NULL },
    { "incertitude_bilan", MLG_REPORT_MARK("Ce qui est sûr, et ce qui ne l’est pas"),
      MLG_REPORT_MARK("Communes selon la probabilité qu’elles soient sous le seuil"),
      MLG_REPORT_MARK("L’activité des médecins, les temps de trajet et la population ne sont connus qu’à peu "
                      "près. La mesure est "
                      "recalculée avec des valeurs tirées au hasard autour d’eux\u00a0; une commune près du seuil "
                      "est tantôt d’un côté, "
                      "tantôt de l’autre, et rien ne permet de la classer sur ce chiffre seul. Elle est hachurée "
                      "sur la carte."),
      mlg_page_vintages },
    { "incertitude", NULL,
      MLG_REPORT_MARK("Probabilité et rang de chaque commune, celles qui sont près du seuil d’abord"), NULL,
      NULL },
    { "ecart_publie_bilan", MLG_REPORT_MARK("L’APL calculée à côté de l’APL publiée"),
      MLG_REPORT_MARK("Ce qui fait l’écart"),
      MLG_REPORT_MARK(
          "L’APL est recalculée avec chacun des ingrédients mis à la place de celui de l’étude, dans toutes les "
          "combinaisons\u00a0; la part d’un ingrédient est la moyenne de ce qu’il change, quel que soit l’ordre. "
          "Les parts et le reste font exactement l’écart. Un écart dû à l’offre vient du millésime des "
          "médecins\u00a0; "
          "un écart dû aux trajets, de la façon de les estimer."),
      mlg_page_vintages },
    { "ecart_publie", NULL,
      MLG_REPORT_MARK("APL calculée et publiée de chaque commune, les plus grands écarts d’abord"), NULL, NULL },
    { "equite", MLG_REPORT_MARK("Les inégalités d’accès"),
      MLG_REPORT_MARK("Inégalités entre habitants, par mesure et type de communes"),
      MLG_REPORT_MARK(
          /* xgettext:no-c-format */
          "Les indices de Gini et de Theil valent 0 quand tous les habitants ont le même accès et croissent avec "
          "les écarts\u00a0; D10/D1 rapporte l’accès du dixième des habitants le mieux servi à celui du dixième "
          "le moins bien servi. L’indice de Palma rapporte l’accès des plus riches à celui des 40 % les moins "
          "riches\u00a0; l’indice de concentration est positif quand les plus riches sont mieux servis. Chaque "
          "habitant compte pour un, sans standardisation."),
      mlg_page_vintages },
    { "qpv", MLG_REPORT_MARK("Les quartiers prioritaires"),
      MLG_REPORT_MARK("Quartiers prioritaires de la politique de la ville (QPV)"),
      MLG_REPORT_MARK("L’accès d’un quartier est déduit de celui des communes où vivent ses habitants."), NULL },
    { "groupes_qpv", NULL,
      MLG_REPORT_MARK("Quartiers prioritaires, par groupe d’habitants et son mode de déplacement"),
      MLG_REPORT_MARK(
          "Tous les groupes se partagent la même offre. Un groupe manque de ce dont il est trop loin "
          "par son propre mode\u00a0; là où il n’y a pas de trajet possible, le temps n’est pas donné, et le "
          "plus long trajet recherché compte comme un minimum."),
      NULL },
    { "groupes", MLG_REPORT_MARK("Les habitants par mode de déplacement"),
      MLG_REPORT_MARK("Communes, par groupe d’habitants et son mode de déplacement"), NULL, NULL },
    { "bilans", MLG_REPORT_MARK("Les implantations proposées"),
      MLG_REPORT_MARK("Avant et après les implantations"), NULL, NULL },
    { "sites", NULL, MLG_REPORT_MARK("Sites proposés, dans l’ordre de ce qu’ils apportent"),
      MLG_REPORT_MARK(
          "«\u00a0Perdu sans lui\u00a0»\u00a0: ce qui serait perdu si ce site, et lui seul, n’ouvrait pas."),
      NULL },
    { "gains", NULL, MLG_REPORT_MARK("Qui y gagne, et qui reste sous le seuil d’accès"), NULL, NULL },
    { "gains_qpv", NULL, MLG_REPORT_MARK("Ce que les implantations changent pour les quartiers prioritaires"),
      MLG_REPORT_MARK("Les chiffres d’un quartier sont ceux des communes où vivent ses habitants."), NULL },
    { "fronts", NULL,
      MLG_REPORT_MARK("Nombre de sites, couverture et plus long trajet\u00a0: les meilleurs compromis"), NULL,
      NULL },
    { "fronts_equite", NULL,
      MLG_REPORT_MARK("Nombre de sites, couverture et manque d’accès\u00a0: les meilleurs compromis"), NULL,
      NULL },
    { "variantes", NULL, MLG_REPORT_MARK("Autres ensembles de sites, du meilleur au moins bon"),
      MLG_REPORT_MARK("Un ensemble dont l’écart est nul est ex æquo avec celui qui est proposé."), NULL },
    { "tournees", MLG_REPORT_MARK("Les tournées d’unités mobiles"),
      MLG_REPORT_MARK("Ce qu’apporte chaque demande de tournées"),
      MLG_REPORT_MARK(
          "Une unité mobile part de son dépôt, s’installe, tient une séance et repart. Une personne "
          "est à portée quand une séance se tient assez près, et compte une fois\u00a0: c’est bien plus que les "
          "consultations que les séances peuvent donner. L’apport ajoute les nouveaux passages auprès des mêmes "
          "personnes, qui comptent moins (voir la section Méthode)."),
      NULL },
    { "journees", NULL, MLG_REPORT_MARK("Les journées de chaque unité"), NULL, NULL },
    { "calendrier", NULL, MLG_REPORT_MARK("Le calendrier, arrêt par arrêt"),
      MLG_REPORT_MARK("L’apport d’une séance est ce qu’elle ajoute à celui des séances précédentes du cycle."),
      NULL },
    { "tournee_acces_qpv", NULL, MLG_REPORT_MARK("Ce que les tournées changent pour les quartiers prioritaires"),
      MLG_REPORT_MARK("Les chiffres d’un quartier sont ceux des communes où vivent ses habitants."), NULL },
    { "bassins", MLG_REPORT_MARK("Les bassins de desserte"),
      MLG_REPORT_MARK("Population et temps de trajet autour des sites"), NULL, NULL },
    { "bassin_sites", NULL, MLG_REPORT_MARK("Habitants servis par chaque site selon sa capacité"), NULL, NULL },
    { "zonage", MLG_REPORT_MARK("Le zonage"),
      MLG_REPORT_MARK("Population et communes par classe du zonage conventionnel des médecins"), NULL,
      mlg_page_gauges },
    { "zonage_risque", NULL, MLG_REPORT_MARK("Territoires sous le seuil et hors ZIP\u00a0: risque contentieux"),
      NULL, NULL },
    { "zonage_controle", NULL, MLG_REPORT_MARK("Ce qui ne s’accorde pas, et ce que les chiffres ne disent pas"),
      NULL, NULL },
    /* answers first: results come before methods */
    { "question", MLG_REPORT_MARK("Ce qui a été demandé"), NULL, NULL, mlg_page_request },
    { "conventions", MLG_REPORT_MARK("Méthode et conventions"),
      MLG_REPORT_MARK("Paramètres de chaque étape, et d’où ils viennent"),
      MLG_REPORT_MARK("Tous les chiffres de ce rapport reposent sur ces conventions. Celles dont l’origine n’est "
                      "pas «\u00a0étude\u00a0» sont des valeurs par défaut\u00a0; toutes peuvent être modifiées "
                      "dans le fichier d’étude."),
      NULL },
    { "reseau", NULL, MLG_REPORT_MARK("Ce que la lecture du réseau routier a retenu, écarté ou non compris"),
      MLG_REPORT_MARK("Un nombre nul dit que rien de tel n’a été rencontré."), NULL },
    { "secret", MLG_REPORT_MARK("Secret statistique"), MLG_REPORT_MARK("Valeurs non diffusées"),
      MLG_REPORT_MARK("Les valeurs qui portent sur moins de 11 ménages ne sont pas diffusées\u00a0: «\u00a0n.d. "
                      "(secret)\u00a0» ne veut pas dire zéro."),
      NULL },
    { "sources", MLG_REPORT_MARK("Sources et licences"), MLG_REPORT_MARK("Données utilisées"),
      MLG_REPORT_MARK("Pour chaque donnée\u00a0: le producteur, le millésime, la licence et les lignes lues."),
      NULL },
    { "couverture_sources", NULL, MLG_REPORT_MARK("Ce que les données couvrent autour du territoire"),
      MLG_REPORT_MARK("Les habitants et l’offre des communes voisines comptent dans l’accès. Là où une donnée "
                      "manque, l’offre voisine "
                      "est comptée pour rien\u00a0: l’accès y est sous-estimé, et les trajets surestimés, près de "
                      "la limite du "
                      "territoire."),
      NULL },
};

/* Without its table. */
static void begin_section(mlg_text *page, const section *what, const mlg_findings *found)
{
    if (what->title) {
        close_section(page);
        open_section(page, what->table, mlg_report_tr(what->title));
    }
    if (what->words)
        mlg_html(page, "<p>%s</p>\n", mlg_report_tr(what->words));
    if (what->before)
        what->before(page, found);
}

static void add_section_table(mlg_text *page, const section *what, const mlg_sheet_rows *rows,
                              const mlg_look *look)
{
    char id[64];
    snprintf(id, sizeof id, "t-%s", what->table);
    mlg_html(page, "<details><summary>%s (%s)</summary>\n", mlg_report_tr(what->caption),
             mlg_shown((double)rows->count, 0).text);
    mlg_page_table(page, rows, id, what->caption, look);
    mlg_text_add(page, "</details>\n");
}

static mlg_status add_rounds(mlg_text *page, mlg_db *db, const mlg_sheet_rows *days, mlg_error *err)
{
    mlg_sheet_rows stops;
    mlg_status st = mlg_sheet_rows_read(&stops, db, mlg_sheet_find("calendrier"), err);
    if (st == MLG_OK)
        mlg_chart_rounds(page, days, &stops);
    mlg_sheet_rows_release(&stops);
    return st;
}

/* Maps and charts that follow a table. */
static mlg_status add_figures(mlg_text *page, mlg_db *db, const mlg_findings *found, const mlg_sheet_rows *rows,
                              mlg_error *err)
{
    const char *table = rows->table->name;
    if (strcmp(table, "bilans") == 0) {
        mlg_chart_sitings(page, found);
        return mlg_map_sitings(page, db, found, err);
    }
    if (strcmp(table, "fronts") == 0)
        mlg_chart_fronts(page, rows, mlg_sheet_number(&found->totals, 0, "population"));
    return strcmp(table, "journees") == 0 ? add_rounds(page, db, rows, err) : MLG_OK;
}

static mlg_status add_section(mlg_text *page, const section *what, mlg_db *db, const mlg_findings *found,
                              mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find(what->table), err);
    if (st == MLG_OK && rows.count > 0) {
        begin_section(page, what, found);
        add_section_table(page, what, &rows, &found->look);
        st = add_figures(page, db, found, &rows, err);
    }
    mlg_sheet_rows_release(&rows);
    return st;
}

static mlg_status add_sections(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (sections[i].caption)
            MLG_TRY(add_section(page, &sections[i], db, found, err));
        else
            begin_section(page, &sections[i], found);
    close_section(page);
    return MLG_OK;
}

static void add_warnings(mlg_text *page, const mlg_findings *found)
{
    open_section(page, "reserves", mlg_report_tr("À savoir avant d’utiliser ces chiffres"));
    mlg_text_add(page, "<ul>\n");
    if (!mlg_page_warnings(page, found))
        mlg_text_add(page, mlg_report_tr("<li>Aucune réserve n’a été relevée pendant le calcul.</li>\n"));
    mlg_text_add(page, "</ul>\n");
    close_section(page);
}

static mlg_status add_all(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_benchmarks beside;
    mlg_references lacking;
    MLG_TRY(mlg_benchmarks_read(&beside, found, err));
    MLG_TRY(mlg_references_read(&lacking, db, &beside, err));
    add_top(page, found);
    mlg_text_add(page, "<main>\n");
    open_first(page, "resultats", mlg_report_tr("L’essentiel"));
    MLG_TRY(mlg_page_change_answer(page, db, found, err));
    mlg_page_answer(page, found, &beside, &lacking);
    close_section(page);
    MLG_TRY(add_map(page, db, found, err));
    MLG_TRY(mlg_page_sheets(page, db, found, err));
    MLG_TRY(mlg_page_series(page, db, err));
    MLG_TRY(add_questions(page, db, found, &lacking, err));
    MLG_TRY(add_trial(page, db, found, err));
    mlg_html(page, "<div id=\"annexes\">\n<p class=\"titre-annexes\">%s</p>\n", mlg_report_tr("Annexes"));
    open_section(page, "constats", mlg_report_tr("Ce que disent les calculs"));
    mlg_page_findings(page, found);
    close_section(page);
    if (mlg_sheet_number(&found->totals, 0, "communes_apl") > 0) {
        open_section(page, "repartition-apl", mlg_report_tr("Combien d’habitants, à quel niveau d’accès"));
        mlg_chart_apl(page, found);
        close_section(page);
    }
    add_communes(page, found);
    MLG_TRY(add_sections(page, db, found, err));
    add_warnings(page, found);
    mlg_text_add(page, "</div>\n");
    add_bottom(page, found);
    return MLG_OK;
}

mlg_status mlg_output_report(mlg_db *db, const char *path, mlg_error *err)
{
    mlg_findings found;
    mlg_text page = { 0 };
    mlg_status st;
    MLG_GO(mlg_findings_read(&found, db, err));
    MLG_GO(add_all(&page, db, &found, err));
    st = mlg_text_save(&page, path, err);
done:
    mlg_text_release(&page);
    mlg_findings_release(&found);
    return st;
}
