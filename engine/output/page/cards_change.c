/* Cards of a scenario, or of any two results compared: who passes a threshold, who gains and who loses. */
#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/map/layers.h"
#include "output/page/card.h"
#include "output/page/cards_change.h"
#include "output/tables/terms.h"

#include <math.h>
#include <string.h>

/* "Sous 2,5", "au-delà de 30 minutes". */
static void add_threshold(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    double limit = mlg_sheet_number(rows, row, "seuil");
    mlg_figure threshold = mlg_shown(limit, limit == round(limit) ? 0 : 1);
    double before = mlg_sheet_number(rows, row, "population_avant"),
           after = mlg_sheet_number(rows, row, "population");
    double in = mlg_sheet_number(rows, row, "tombent"), out = mlg_sheet_number(rows, row, "sortent");
    bool under = strcmp(mlg_sheet_text(rows, row, "sens"), "sous") == 0;
    mlg_text words = { 0 };
    mlg_html(page,
             under ? mlg_report_tr("<p>%s, sous %s\u00a0: ")
                   : mlg_report_tr("<p>%s, au-delà de %s minutes\u00a0: "),
             mlg_compared_words(&words, mlg_sheet_text(rows, row, "quoi")), threshold.text);
    mlg_text_release(&words);
    if (in == 0 && out == 0 && before == after)
        mlg_html(page, mlg_report_tr("<b>%s</b> habitants avant comme après.</p>\n"), mlg_shown(after, 0).text);
    else
        mlg_html(page,
                 mlg_report_tr(
                     "<b>%s</b> habitants au lieu de %s\u00a0; %s passent du mauvais côté, %s en sortent.</p>\n"),
                 mlg_shown(after, 0).text, mlg_shown(before, 0).text, mlg_shown(in, 0).text,
                 mlg_shown(out, 0).text);
}

void mlg_page_card_thresholds(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    (void)found;
    mlg_card_open(page, "change", mlg_report_tr("Qu’est-ce qui change\u00a0?"));
    for (int32_t row = 0; row < rows->count; row++)
        add_threshold(page, rows, row);
    mlg_card_close(page, "e l h/u", "comparaison_seuils");
}

/* The first row is that of the whole territory, for the first measure. */
void mlg_page_card_winners(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    double gain = mlg_sheet_number(rows, 0, "gagnent"), lose = mlg_sheet_number(rows, 0, "perdent");
    double same = mlg_sheet_number(rows, 0, "inchanges"), most = fmax(gain, fmax(lose, same));
    mlg_text words = { 0 };
    mlg_card_open(page, "gagnants", mlg_report_tr("Qui y gagne, qui y perd\u00a0?"));
    mlg_html(page, mlg_report_tr("<p>%s\u00a0: en moyenne <b>%s</b> au lieu de %s.</p>\n"),
             mlg_compared_words(&words, mlg_sheet_text(rows, 0, "quoi")),
             mlg_shown(mlg_sheet_number(rows, 0, "apres"), 2).text,
             mlg_shown(mlg_sheet_number(rows, 0, "avant"), 2).text);
    mlg_text_release(&words);
    mlg_card_bars_open(page, mlg_report_tr("Habitants"));
    mlg_card_bar(page, mlg_report_tr("y gagnent"), gain, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 4).text);
    mlg_card_bar(page, mlg_report_tr("y perdent"), lose, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 0).text);
    mlg_card_bar(page, mlg_report_tr("sans changement"), same, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 2).text);
    mlg_card_bars_close(page);
    mlg_card_close(page, "e f/c", "comparaison_seuils"); /* the section of its table */
}
