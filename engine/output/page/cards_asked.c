#include "output/page/cards_asked.h"

#include "base/language.h"
#include "base/memory.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/map/layers.h"
#include "output/page/card.h"
#include "output/tables/asked.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORST = 3, WORDS = 256 };

/* A commune among the worst of a request: minutes, HUGE_VAL beyond the last limit or the search; or a measure. */
typedef struct {
    char code[16];
    double value, persons;
} place;

typedef struct {
    bool measure;
    double cuts[MLG_ASKED_CUTS], persons[MLG_ASKED_CUTS + 1]; /* by class */
    int cut_count, worst_count;
    place worst[WORST]; /* the worst first */
} tally;

/* ---- counting ------------------------------------------------------------------------------------------------------ */

static bool is_worse(const tally *t, const place *a, const place *b)
{
    if (a->value < b->value || a->value > b->value)
        return t->measure ? a->value < b->value : a->value > b->value;
    return a->persons > b->persons;
}

static void keep_worst(tally *t, const place *one)
{
    int at = t->worst_count;
    while (at > 0 && is_worse(t, one, &t->worst[at - 1]))
        at--;
    if (at == WORST)
        return;
    t->worst_count = t->worst_count < WORST ? t->worst_count + 1 : WORST;
    for (int k = t->worst_count - 1; k > at; k--)
        t->worst[k] = t->worst[k - 1];
    t->worst[at] = *one;
}

/* A row of report/asked_communes. */
static void count_commune(tally *t, mlg_stmt *stmt)
{
    place one = { .value = mlg_column_double(stmt, 3), .persons = mlg_column_double(stmt, 5) };
    snprintf(one.code, sizeof one.code, "%s", mlg_column_text(stmt, 0));
    if (isnan(one.value) && t->measure)
        return;
    if (isnan(one.value) || mlg_column_int(stmt, 4) == 1)
        one.value = HUGE_VAL;
    one.persons = one.persons > 0 ? one.persons : 0;
    if (t->measure)
        t->persons[mlg_asked_class(t->cuts, t->cut_count, one.value, true)] += one.persons;
    if (one.persons > 0)
        keep_worst(t, &one);
}

/* People by time come from the rings, which count places finer than communes where the study has them. */
static void count_rings(tally *t, const mlg_findings *found, int32_t asked)
{
    const mlg_sheet_rows *rings = &found->rings;
    for (int32_t i = 0; i < rings->count; i++) {
        if (mlg_asked_find(found, mlg_sheet_text(rings, i, "genre"), mlg_sheet_text(rings, i, "nom")) != asked)
            continue;
        double limit = mlg_sheet_number(rings, i, "minutes"), persons = mlg_sheet_number(rings, i, "personnes");
        t->persons[isnan(limit) ? t->cut_count : mlg_asked_class(t->cuts, t->cut_count, limit, false)] +=
            persons > 0 ? persons : 0;
    }
}

static mlg_status count_all(tally *tallies, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < found->asked.count; i++) {
        tallies[i].measure = mlg_asked_is_measure(found, i);
        tallies[i].cut_count = mlg_asked_cuts(tallies[i].cuts, found, i);
        count_rings(&tallies[i], found, i);
    }
    MLG_TRY(mlg_db_query(&stmt, db, "report/asked_communes", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t asked = mlg_asked_find(found, mlg_column_text(stmt, 1), mlg_column_text(stmt, 2));
        if (asked >= 0)
            count_commune(&tallies[asked], stmt);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static const char *name_of(const mlg_findings *found, const char *code)
{
    for (int32_t i = 0; i < found->communes.count; i++)
        if (strcmp(mlg_sheet_text(&found->communes, i, "insee_com"), code) == 0)
            return mlg_sheet_text(&found->communes, i, "libelle");
    return code;
}

/* For the largest limit that some people exceed, or else the smallest that includes everyone. */
static void say_beyond(mlg_text *page, const mlg_findings *found, const tally *t)
{
    double all = 0, beyond = 0;
    int at = t->cut_count;
    for (int k = 0; k <= t->cut_count; k++)
        all += t->persons[k];
    if (!(all > 0)) /* nobody was counted */
        return;
    while (at > 0 && !(t->persons[at] > 0))
        at--;
    if (at == 0) {
        mlg_html(page, mlg_report_tr("<p>Tous les habitants sont à %s\u00a0min ou moins. %s</p>\n"),
                 mlg_shown(t->cuts[0], 0).text, mlg_findings_minutes(found));
        return;
    }
    for (int k = at; k <= t->cut_count; k++)
        beyond += t->persons[k];
    mlg_html(page, mlg_report_tr("<p><b>%s</b> habitants (%s\u00a0%%) sont à plus de %s\u00a0min. %s</p>\n"),
             mlg_shown(beyond, 0).text, mlg_shown(100 * beyond / all, 1).text, mlg_shown(t->cuts[at - 1], 0).text,
             mlg_findings_minutes(found));
}

/* "Le plus loin : Embry (43 min), ..."; the times of rings are known by class alone: the most populous of the farthest. */
static void say_farthest(mlg_text *page, const mlg_findings *found, const tally *t, bool exact)
{
    if (t->worst_count == 0)
        return;
    int at = mlg_asked_class(t->cuts, t->cut_count, t->worst[0].value, false), shown = 0;
    if (at == 0 && !exact)
        return;
    mlg_text_add(page, exact ? mlg_report_tr("<p>Le plus loin\u00a0: ")
                             : mlg_report_tr("<p>Les plus peuplées au-delà\u00a0: "));
    for (; shown < t->worst_count; shown++) {
        const place *one = &t->worst[shown];
        if (!exact && mlg_asked_class(t->cuts, t->cut_count, one->value, false) != at)
            break;
        mlg_html(page, "%s%s", shown ? ", " : "", name_of(found, one->code));
        if (exact && isfinite(one->value))
            mlg_html(page, mlg_report_tr(" (%s\u00a0min)"), mlg_shown(one->value, 0).text);
    }
    mlg_text_add(page, ".</p>\n");
}

static void add_bars(mlg_text *page, const mlg_findings *found, const tally *t)
{
    double most = 0;
    for (int k = 0; k <= t->cut_count; k++)
        most = fmax(most, t->persons[k]);
    for (int k = 0; k <= t->cut_count; k++) {
        char words[WORDS], label[WORDS + 16];
        mlg_asked_class_words(words, sizeof words, t->cuts, t->cut_count, k, t->measure);
        snprintf(label, sizeof label, t->measure ? "%s" : mlg_report_tr("%s\u00a0min"), words);
        mlg_card_bar(page, label, t->persons[k], most,
                     mlg_layer_colour(&found->look, t->measure ? MLG_LAYER_APL : MLG_LAYER_TIME,
                                      mlg_asked_spread(k, t->cut_count))
                         .text);
    }
}

static void add_card(mlg_text *page, const mlg_findings *found, int32_t asked, const tally *t)
{
    const char *kind = mlg_sheet_text(&found->asked, asked, "genre");
    bool exact = strcmp(kind, "temps") == 0;
    char id[24], key[16];
    mlg_text name = { 0 }, title = { 0 };
    mlg_asked_add_name(&name, found, asked);
    snprintf(id, sizeof id, "demande-%d", (int)asked);
    snprintf(key, sizeof key, "b%d", (int)asked);
    mlg_text_printf(&title,
                    t->measure ? mlg_report_tr("%s\u00a0: quel accès\u00a0?")
                               : mlg_report_tr("%s\u00a0: à combien de minutes\u00a0?"),
                    mlg_text_words(&name));
    mlg_text_release_part(&name, page);
    mlg_card_open(page, id, mlg_text_words(&title));
    mlg_text_release_part(&title, page);
    if (t->measure) {
        mlg_html(page, mlg_report_tr("<p>En moyenne <b>%s</b> %s. Le moins bien desservi\u00a0: "),
                 mlg_shown(mlg_sheet_number(&found->asked, asked, "moyenne"), 1).text,
                 mlg_report_tr(mlg_sheet_text(&found->asked, asked, "unite")));
        for (int k = 0; k < t->worst_count; k++)
            mlg_html(page, "%s%s (%s)", k ? ", " : "", name_of(found, t->worst[k].code),
                     mlg_shown(t->worst[k].value, 1).text);
        mlg_text_add(page, ".</p>\n");
    } else {
        say_beyond(page, found, t);
        say_farthest(page, found, t, exact);
    }
    mlg_card_bars_open(page, t->measure ? mlg_report_tr("Habitants selon leur accès")
                                        : mlg_report_tr("Habitants selon le trajet"));
    add_bars(page, found, t);
    mlg_card_bars_close(page);
    mlg_card_close(page, key, exact ? "temps_bilan" : t->measure ? "mesures" : "bassins");
}

mlg_status mlg_page_cards_asked(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    tally *tallies = NULL;
    if (found->asked.count == 0)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&tallies, (size_t)found->asked.count, "services that are asked", err));
    mlg_status st = count_all(tallies, db, found, err);
    for (int32_t i = 0; st == MLG_OK && i < found->asked.count; i++)
        if (tallies[i].cut_count > 0)
            add_card(page, found, i, &tallies[i]);
    free(tallies);
    return st;
}
