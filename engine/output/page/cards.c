#include "output/page/cards.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/map/layers.h"
#include "output/page/card.h"
#include "output/page/cards_asked.h"
#include "output/page/cards_change.h"
#include "output/page/cards_zoning.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PLAIN "#4a7aa7" /* of bars that no layer colours */

enum { WORST = 3, REQUESTS = 3 };

static double total(const mlg_findings *found, const char *name)
{
    return mlg_sheet_number(&found->totals, 0, name);
}

/* ---- access ------------------------------------------------------------------------------------------------- */

static void add_access(mlg_text *page, const mlg_findings *found)
{
    const mlg_sheet_rows *communes = &found->communes;
    double persons[MLG_ACCESS_CLASSES + 1], most = 0;
    int32_t worst = mlg_findings_worst(found, WORST);
    if (worst == 0)
        return;
    mlg_findings_persons(persons, found);
    for (int k = 0; k <= MLG_ACCESS_CLASSES; k++)
        most = fmax(most, persons[k]);
    mlg_card_open(page, "acces", mlg_report_tr("Combien de consultations à portée\u00a0?"));
    mlg_html(page, mlg_report_tr("<p>En moyenne <b>%s</b> par an et par habitant. Le moins bien desservi\u00a0: "),
             mlg_shown(total(found, "apl"), 2).text);
    for (int32_t i = 0; i < worst; i++)
        mlg_html(page, "%s%s (%s)", i ? ", " : "", mlg_sheet_text(communes, i, "libelle"),
                 mlg_shown(mlg_sheet_number(communes, i, "apl"), 2).text);
    mlg_text_add(page, ".</p>\n");
    mlg_card_bars_open(page, mlg_report_tr("Habitants selon les consultations à leur portée"));
    for (int k = 0; k < MLG_ACCESS_CLASSES; k++) {
        char words[256];
        mlg_look_class_words(words, sizeof words, &found->look, k);
        mlg_card_bar(page, words, persons[k], most, mlg_layer_colour(&found->look, MLG_LAYER_APL, k).text);
    }
    mlg_card_bars_close(page);
    mlg_card_close(page, "c", "communes");
}

/* ---- services far away ---------------------------------------------------------------------------------------- */

static const struct service {
    const char *column, *limit, *label;
} services[] = {
    { "t_gp", "limite_gp", MLG_REPORT_MARK("généraliste") },
    { "t_pharma", "limite_pharmacie", MLG_REPORT_MARK("pharmacie") },
    { "t_urgence", "limite_urgence", MLG_REPORT_MARK("urgences") },
};
enum { SERVICES = sizeof services / sizeof *services };

typedef struct {
    double persons; /* beyond the limit; NaN: no time is known */
    int32_t farthest;
} beyond;

/* A limit is within reach: times are whole deciseconds, so that a rounding of their minutes does not count. */
static beyond far_of(const mlg_findings *found, const struct service *s)
{
    beyond b = { (double)NAN, -1 };
    double limit = total(found, s->limit), longest = -1;
    for (int32_t i = 0; i < found->communes.count; i++) {
        double minutes = mlg_sheet_number(&found->communes, i, s->column),
               persons = mlg_sheet_number(&found->communes, i, "population");
        if (isnan(minutes))
            continue;
        b.persons = isnan(b.persons) ? 0 : b.persons;
        b.persons += minutes > limit + 1e-6 && persons > 0 ? persons : 0;
        if (minutes > longest) {
            longest = minutes;
            b.farthest = i;
        }
    }
    return b;
}

static void say_farthest(mlg_text *page, const mlg_findings *found, const beyond far[SERVICES])
{
    static const char *const words[] = { MLG_REPORT_MARK("d’un généraliste"), MLG_REPORT_MARK("d’une pharmacie"),
                                         MLG_REPORT_MARK("des urgences") };
    bool first = true;
    mlg_text_add(page, mlg_report_tr("<p>Le plus loin "));
    for (int k = 0; k < SERVICES; k++) {
        if (far[k].farthest < 0)
            continue;
        mlg_html(page, mlg_report_tr("%s%s\u00a0: %s, %s\u00a0min"), first ? "" : "\u00a0; ",
                 mlg_report_tr(words[k]), mlg_sheet_text(&found->communes, far[k].farthest, "libelle"),
                 mlg_shown(mlg_sheet_number(&found->communes, far[k].farthest, services[k].column), 0).text);
        first = false;
    }
    mlg_html(page, ". %s</p>\n", mlg_findings_minutes(found));
}

/* "0", "0.02" and "0.1": what would be printed as 0.0 is neither. */
static mlg_figure percent(double value)
{
    return mlg_shown(value, value <= 0 ? 0 : value < 0.05 ? 2 : 1);
}

/* Of the mainland, where the limit is that of its figure. */
static double mainland_of(const mlg_references *lacking, int service, double limit)
{
    static const mlg_lacking figures[] = { MLG_LACKING_GP, MLG_LACKING_PHARMACY };
    bool same = service < 2 && limit == MLG_LACKING_MINUTES && lacking->known;
    return same ? lacking->of[figures[service]].mainland : (double)NAN;
}

static void add_far(mlg_text *page, const mlg_findings *found, const mlg_references *lacking)
{
    beyond far[SERVICES];
    bool any = false;
    for (int k = 0; k < SERVICES; k++) {
        far[k] = far_of(found, &services[k]);
        any |= far[k].farthest >= 0;
    }
    if (!any)
        return;
    mlg_card_open(page, "loin", mlg_report_tr("Qui est loin d’un service\u00a0?"));
    say_farthest(page, found, far);
    mlg_card_bars_open(page, mlg_report_tr("Habitants trop loin"));
    for (int k = 0; k < SERVICES; k++) {
        char label[256];
        double limit = total(found, services[k].limit), mainland = mainland_of(lacking, k, limit);
        if (far[k].farthest < 0)
            continue;
        snprintf(label, sizeof label, mlg_report_tr("%s, plus de %s\u00a0min"), mlg_report_tr(services[k].label),
                 mlg_shown(limit, MLG_AS_NEEDED).text);
        size_t used = strlen(label);
        if (!isnan(mainland))
            snprintf(label + used, sizeof label - used,
                     mlg_report_tr("\u00a0: %s\u00a0%% (France\u00a0: %s\u00a0%%)"),
                     percent(100 * far[k].persons / total(found, "population")).text, percent(mainland).text);
        mlg_card_bar(page, label, far[k].persons, total(found, "population"),
                     mlg_layer_colour(&found->look, MLG_LAYER_TIME, 4).text);
    }
    mlg_card_bars_close(page);
    mlg_card_close(page, "t p u", "communes");
}

/* ---- deserts ------------------------------------------------------------------------------------------- */

static void add_deserts(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    static const char *const columns[][2] = { { "sans_medecin", MLG_REPORT_MARK("trop peu de généralistes") },
                                              { "sans_pharmacie", MLG_REPORT_MARK("loin d’une pharmacie") },
                                              { "sans_urgence", MLG_REPORT_MARK("loin des urgences") },
                                              { "trois_manques", MLG_REPORT_MARK("les trois à la fois") } };
    double zones = total(found, "deserts"), any = mlg_sheet_number(rows, 0, "un_manque");
    mlg_card_open(page, "deserts", mlg_report_tr("Où sont les déserts\u00a0?"));
    if (any == 0)
        mlg_text_add(page, mlg_report_tr("<p>Aucun habitant ne manque d’un des trois services."));
    else if (!isnan(any))
        mlg_html(page, mlg_report_tr("<p>Il manque au moins un service à <b>%s</b> habitants."),
                 mlg_shown(any, 0).text);
    else
        mlg_text_add(page, "<p>");
    if (zones > 0)
        mlg_html(page,
                 mlg_report_tr_count(" %s zone d’un seul tenant est sous le seuil d’accès.",
                                     " %s zones d’un seul tenant sont sous le seuil d’accès.", (int64_t)zones),
                 mlg_shown(zones, 0).text);
    mlg_text_add(page, "</p>\n");
    mlg_card_bars_open(page, mlg_report_tr("Habitants selon ce qui manque"));
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        mlg_card_bar(page, mlg_report_tr(columns[k][1]), mlg_sheet_number(rows, 0, columns[k][0]),
                     mlg_sheet_number(rows, 0, "population"),
                     mlg_layer_colour(&found->look, MLG_LAYER_LACK, 2).text);
    mlg_card_bars_close(page);
    mlg_card_close(page, "d", "desert_bilan");
}

/* ---- sites and rounds -------------------------------------------------------------------------------------------- */

static void name_sites(mlg_text *page, const mlg_findings *found, int32_t request)
{
    const char *before = "";
    for (int32_t i = 0; i < found->sites.count; i++) {
        if (!mlg_siting_proposed(found, request, i))
            continue;
        mlg_html(page, "%s%s", before, mlg_sheet_text(&found->sites, i, "libelle"));
        before = ", ";
    }
    if (!*before)
        mlg_html(page, "%s", mlg_report_tr(mlg_sheet_text(&found->bilans, request, "constat")));
}

/* What the sites change for the threshold of access, where they change it. */
static void say_threshold(mlg_text *page, const mlg_findings *found, int32_t request)
{
    mlg_figure before = mlg_shown(mlg_sheet_number(&found->bilans, request, "desert_avant"), 0),
               after = mlg_shown(mlg_sheet_number(&found->bilans, request, "desert_apres"), 0);
    if (!isnan(mlg_sheet_number(&found->bilans, request, "desert_apres")) && strcmp(before.text, after.text) != 0)
        mlg_html(page, mlg_report_tr("\u00a0; sous le seuil, de %s à <b>%s</b> habitants"), before.text,
                 after.text);
}

/* Who comes nearer to a site, or within its reach when the request has no site today. */
static void add_sites(mlg_text *page, const mlg_findings *found)
{
    const mlg_sheet_rows *rows = &found->bilans;
    int32_t shown = rows->count < REQUESTS ? rows->count : REQUESTS;
    double most = 0;
    bool nearer = true;
    for (int32_t i = 0; i < shown; i++)
        nearer &= !isnan(mlg_sheet_number(rows, i, "rapproches"));
    const char *column = nearer ? "rapproches" : "couverts_apres";
    mlg_card_open(page, "sites", mlg_report_tr("Où ouvrir des sites\u00a0?"));
    mlg_text_add(page, "<ul>\n");
    for (int32_t i = 0; i < shown; i++) {
        mlg_html(page, mlg_report_tr("<li><b>%s</b>\u00a0: "), mlg_sheet_text(rows, i, "nom"));
        name_sites(page, found, i);
        say_threshold(page, found, i);
        mlg_text_add(page, "</li>\n");
        most = fmax(most, mlg_sheet_number(rows, i, column));
    }
    mlg_text_add(page, "</ul>\n");
    mlg_card_bars_open(page, nearer ? mlg_report_tr("Habitants rapprochés d’un site")
                                    : mlg_report_tr("Habitants à portée d’un site"));
    for (int32_t i = 0; i < shown; i++)
        mlg_card_bar(page, mlg_sheet_text(rows, i, "nom"), mlg_sheet_number(rows, i, column), most, PLAIN);
    mlg_card_bars_close(page);
    mlg_card_close(page, "g0 g1 g2", "bilans");
}

static void add_rounds(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    double target = 0;
    (void)found;
    mlg_card_open(page, "tournees", mlg_report_tr("Que feraient des unités mobiles\u00a0?"));
    mlg_text_add(page, "<ul>\n");
    for (int32_t i = 0; i < rows->count && i < REQUESTS; i++) {
        double sessions = mlg_sheet_number(rows, i, "nb_arrets");
        mlg_html(page,
                 mlg_report_tr_count("<li><b>%s</b>\u00a0: %s séance en %s lieux</li>\n",
                                     "<li><b>%s</b>\u00a0: %s séances en %s lieux</li>\n", (int64_t)sessions),
                 mlg_sheet_text(rows, i, "nom"), mlg_shown(sessions, 0).text,
                 mlg_shown(mlg_sheet_number(rows, i, "nb_lieux"), 0).text);
        target = fmax(target, mlg_sheet_number(rows, i, "a_portee"));
    }
    mlg_text_add(page, "</ul>\n");
    mlg_card_bars_open(page, mlg_report_tr("Habitants à portée d’une séance"));
    for (int32_t i = 0; i < rows->count && i < REQUESTS; i++)
        mlg_card_bar(page, mlg_sheet_text(rows, i, "nom"), mlg_sheet_number(rows, i, "a_portee"), target, PLAIN);
    mlg_card_bars_close(page);
    mlg_card_close(page, "m", "tournees");
}

/* ---- years to come, conventions ------------------------------------------------------------------------------------ */

/* Rows of one service, today first: only those of general practitioners have a layer and a place on this card. */
static bool is_of_gps(const mlg_sheet_rows *rows, int32_t i)
{
    return strcmp(mlg_sheet_text(rows, i, "service"), "gp") == 0;
}

static void add_outlook(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    int32_t first = -1, last = -1;
    double most = 0;
    for (int32_t i = 0; i < rows->count; i++) {
        if (!is_of_gps(rows, i))
            continue;
        first = first < 0 ? i : first;
        last = i;
        most = fmax(most, mlg_sheet_number(rows, i, "population_sous"));
    }
    if (first < 0 || last == first)
        return;
    double before = mlg_sheet_number(rows, first, "offre"), after = mlg_sheet_number(rows, last, "offre");
    mlg_card_open(page, "annees", mlg_report_tr("Et dans quelques années\u00a0?"));
    mlg_html(page,
             after > before
                 ? mlg_report_tr("<p>%s, l’offre augmente de <b>%s\u00a0%%</b> et l’accès passe de %s à "
                                 "<b>%s</b>.</p>\n")
                 : mlg_report_tr("<p>%s, sans nouvelle installation, l’offre baisse de <b>%s\u00a0%%</b> et "
                                 "l’accès passe de %s à <b>%s</b>.</p>\n"),
             mlg_report_tr(mlg_sheet_text(rows, last, "horizon")),
             mlg_shown(before > 0 ? fabs(100 * (before - after) / before) : (double)NAN, 0).text,
             mlg_shown(mlg_sheet_number(rows, first, "moyenne"), 2).text,
             mlg_shown(mlg_sheet_number(rows, last, "moyenne"), 2).text);
    mlg_card_bars_open(page, mlg_report_tr("Habitants sous le seuil d’accès"));
    for (int32_t i = first; i <= last; i++)
        mlg_card_bar(page, mlg_report_tr(mlg_sheet_text(rows, i, "horizon")),
                     mlg_sheet_number(rows, i, "population_sous"), most,
                     mlg_layer_colour(&found->look, MLG_LAYER_APL, 1).text);
    mlg_card_bars_close(page);
    mlg_card_close(page, "a", "perspectives");
}

static void add_conventions(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    static const char *const words[] = { MLG_REPORT_MARK("dans aucun calcul"),
                                         MLG_REPORT_MARK("selon les conventions"),
                                         MLG_REPORT_MARK("dans tous les calculs") };
    static const int shade[] = { 0, 1, 3 };
    double persons[3] = { 0 };
    for (int32_t i = 0; i < rows->count; i++) {
        double here = mlg_sheet_number(rows, i, "population"), part = mlg_sheet_number(rows, i, "part");
        if (!isnan(part) && here > 0)
            persons[part <= 0 ? 0 : part < 100 ? 1 : 2] += here;
    }
    mlg_card_open(page, "conventions", mlg_report_tr("Est-ce solide\u00a0?"));
    mlg_html(page,
             mlg_report_tr("<p>Pour <b>%s</b> habitants, la réponse change avec les conventions de calcul "
                           "défendables.</p>\n"),
             mlg_shown(persons[1], 0).text);
    mlg_card_bars_open(page, mlg_report_tr("Habitants du mauvais côté du seuil"));
    for (int k = 0; k < 3; k++)
        mlg_card_bar(page, mlg_report_tr(words[k]), persons[k], fmax(persons[0], fmax(persons[1], persons[2])),
                     mlg_layer_colour(&found->look, MLG_LAYER_SENSITIVITY, shade[k]).text);
    mlg_card_bars_close(page);
    mlg_card_close(page, "s", "sensibilite_niveaux");
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

typedef void (*card_fn)(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows);

static mlg_status add_card(mlg_text *page, mlg_db *db, const mlg_findings *found, const char *table, card_fn card,
                           mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find(table), err);
    if (st == MLG_OK && rows.count > 0)
        card(page, found, &rows);
    mlg_sheet_rows_release(&rows);
    return st;
}

mlg_status mlg_page_cards(mlg_text *page, mlg_db *db, const mlg_findings *found, const mlg_references *lacking,
                          mlg_error *err)
{
    MLG_TRY(add_card(page, db, found, "comparaison_seuils", mlg_page_card_thresholds, err));
    MLG_TRY(add_card(page, db, found, "comparaison_groupes", mlg_page_card_groups, err));
    MLG_TRY(add_card(page, db, found, "comparaison_publics", mlg_page_card_winners, err));
    add_access(page, found);
    add_far(page, found, lacking);
    MLG_TRY(mlg_page_cards_asked(page, db, found, err));
    MLG_TRY(add_card(page, db, found, "desert_bilan", add_deserts, err));
    if (found->zonage.count > 0)
        mlg_page_card_zoning(page, found);
    if (found->bilans.count > 0)
        add_sites(page, found);
    MLG_TRY(add_card(page, db, found, "tournees", add_rounds, err));
    MLG_TRY(add_card(page, db, found, "perspectives", add_outlook, err));
    return add_card(page, db, found, "sensibilite", add_conventions, err);
}
