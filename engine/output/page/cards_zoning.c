#include "output/page/cards_zoning.h"

#include "analysis/zoning/classes.h"
#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/map/layers.h"
#include "output/page/card.h"
#include "output/tables/code_list.h"

#include <math.h>
#include <string.h>

typedef struct {
    double all, aided, unknown, most; /* persons; of the largest class */
    bool levels;                      /* of another profession than GPs */
} classes;

static classes count_classes(const mlg_sheet_rows *rows)
{
    classes c = { 0 };
    for (int32_t i = 0; i < rows->count; i++) {
        const char *zone = mlg_sheet_text(rows, i, "zonage");
        double persons = fmax(0, mlg_sheet_number(rows, i, "population")); /* NaN: 0 */
        c.all += persons;
        c.most = fmax(c.most, persons);
        c.unknown += strcmp(zone, "inconnu") == 0 ? persons : 0;
        c.levels |= mlg_zone_is_level(mlg_zone_of(zone));
        c.aided += mlg_zone_aid(mlg_zone_of(zone)) >= 2 ? persons : 0;
    }
    return c;
}

static void say_aided(mlg_text *page, const classes *c)
{
    mlg_figure share = mlg_shown(100 * c->aided / c->all, 1);
    if (c->levels)
        mlg_html(page,
                 c->unknown > 0
                     ? mlg_report_tr("<p>Au moins <b>%s\u00a0%%</b> des habitants sont en zone très sous-dotée ou "
                                     "sous-dotée.</p>\n")
                     : mlg_report_tr("<p><b>%s\u00a0%%</b> des habitants sont en zone très sous-dotée ou "
                                     "sous-dotée.</p>\n"),
                 share.text);
    else
        mlg_html(page,
                 c->unknown > 0
                     ? mlg_report_tr("<p>Au moins <b>%s\u00a0%%</b> des habitants sont en ZIP ou en ZAC.</p>\n")
                     : mlg_report_tr("<p><b>%s\u00a0%%</b> des habitants sont en ZIP ou en ZAC.</p>\n"),
                 share.text);
}

static void add_classes(mlg_text *page, const mlg_findings *found, double most)
{
    const mlg_sheet_rows *rows = &found->zonage;
    mlg_card_bars_open(page, mlg_report_tr("Habitants par classe du zonage"));
    for (int32_t i = 0; i < rows->count; i++) {
        const char *zone = mlg_sheet_text(rows, i, "zonage");
        mlg_card_bar(page, mlg_report_tr(zone), mlg_sheet_number(rows, i, "population"), most,
                     mlg_layer_colour(&found->look, MLG_LAYER_ZONING, mlg_zone_rank(zone)).text);
    }
    mlg_card_bars_close(page);
}

/* Bars of the people in each frame of the rule, unknown last. Nothing when it frames none. */
static void add_frames(mlg_text *page, const mlg_findings *found)
{
    static const struct {
        const char *frame, *zone; /* whose colour it has; NULL: unknown */
    } frames[] = { { "ZIP", "ZIP" }, { "vivier", "ZAC" }, { "hors vivier", "HZ" }, { "inconnu", NULL } };
    enum { FRAMES = sizeof frames / sizeof *frames };
    const mlg_sheet_rows *communes = &found->communes;
    double persons[FRAMES] = { 0 }, most = 0, framed = 0;
    for (int32_t i = 0; i < communes->count; i++) {
        const char *frame = mlg_sheet_text(communes, i, "zonage_regle");
        int at = 0;
        while (at + 1 < FRAMES && strcmp(frame, frames[at].frame) != 0)
            at++;
        persons[at] += fmax(0, mlg_sheet_number(communes, i, "population"));
        framed += at + 1 < FRAMES;
    }
    if (!(framed > 0))
        return;
    for (int k = 0; k < FRAMES; k++)
        most = fmax(most, persons[k]);
    mlg_card_bars_open(page, mlg_report_tr("Habitants selon la règle seule"));
    for (int k = 0; k < FRAMES; k++)
        if (persons[k] > 0)
            mlg_card_bar(page, mlg_report_tr(mlg_code_words("cadre", frames[k].frame)), persons[k], most,
                         mlg_layer_colour(&found->look, MLG_LAYER_ZONING, mlg_zone_rank(frames[k].zone)).text);
    mlg_card_bars_close(page);
}

void mlg_page_card_zoning(mlg_text *page, const mlg_findings *found)
{
    classes c = count_classes(&found->zonage);
    mlg_card_open(page, "zonage", mlg_report_tr("Qui est dans une zone aidée\u00a0?"));
    if (c.all > c.unknown) {
        say_aided(page, &c);
        add_classes(page, found, c.most);
    } else {
        mlg_text_add(page, mlg_report_tr("<p>Aucune source ne donne la classe des communes.</p>\n"));
        add_frames(page, found);
    }
    mlg_card_close(page, "z", "zonage");
}
