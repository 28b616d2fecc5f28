/* Cards of a scenario, or of any two results compared: who passes a threshold, who gains and who loses. */
#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/map/layers.h"
#include "output/page/card.h"
#include "output/page/cards_change.h"
#include "output/tables/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SAID = 2 }; /* thresholds in the sentence: the card below lists them all */

static mlg_figure persons_of(const mlg_sheet_rows *rows, int32_t row, const char *column)
{
    return mlg_shown(mlg_sheet_number(rows, row, column), 0);
}

/* "2,5" and "30". */
static mlg_figure threshold_of(const mlg_sheet_rows *rows, int32_t row)
{
    double limit = mlg_sheet_number(rows, row, "seuil");
    return mlg_shown(limit, limit == round(limit) ? 0 : 1);
}

static bool is_passed(const mlg_sheet_rows *rows, int32_t row)
{
    return mlg_sheet_number(rows, row, "tombent") > 0 || mlg_sheet_number(rows, row, "sortent") > 0 ||
           mlg_sheet_number(rows, row, "population_avant") != mlg_sheet_number(rows, row, "population");
}

/* "sous 2,5 consultations de généraliste par an", "à plus de 30 minutes des urgences". */
static void add_wrong_side(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    const char *what = mlg_sheet_text(rows, row, "quoi");
    mlg_figure threshold = threshold_of(rows, row);
    mlg_text words = { 0 };
    if (strcmp(what, "gp.apl") == 0)
        mlg_html(page, mlg_report_tr("sous %s consultations de généraliste par an"), threshold.text);
    else if (strcmp(what, "gp.temps") == 0)
        mlg_html(page, mlg_report_tr("à plus de %s minutes d’un généraliste"), threshold.text);
    else if (strcmp(what, "pharmacy.temps") == 0)
        mlg_html(page, mlg_report_tr("à plus de %s minutes d’une pharmacie"), threshold.text);
    else if (strcmp(what, "emergency.temps") == 0)
        mlg_html(page, mlg_report_tr("à plus de %s minutes des urgences"), threshold.text);
    else if (strcmp(mlg_sheet_text(rows, row, "sens"), "sous") == 0)
        mlg_html(page, mlg_report_tr("sous %s (%s)"), threshold.text, mlg_compared_words(&words, what));
    else
        mlg_html(page, mlg_report_tr("au-delà de %s minutes (%s)"), threshold.text,
                 mlg_compared_words(&words, what));
    mlg_text_release(&words);
}

/* "58 114 habitants à plus de 30 minutes des urgences (dont 842 en quartier prioritaire), au lieu de 0 (dont 0)" */
static void say_threshold(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    const bool quarters = mlg_sheet_number(rows, row, "qpv_avant") > 0 || mlg_sheet_number(rows, row, "qpv") > 0;
    mlg_html(page, mlg_report_tr("<b>%s habitants</b> "), persons_of(rows, row, "population").text);
    add_wrong_side(page, rows, row);
    if (quarters)
        mlg_html(page, mlg_report_tr(" (dont %s en quartier prioritaire)"), persons_of(rows, row, "qpv").text);
    if (!is_passed(rows, row)) {
        mlg_text_add(page, mlg_report_tr(", avant comme après"));
        return;
    }
    mlg_html(page, mlg_report_tr(", au lieu de %s"), persons_of(rows, row, "population_avant").text);
    if (quarters)
        mlg_html(page, mlg_report_tr(" (dont %s)"), persons_of(rows, row, "qpv_avant").text);
}

static int say_passed(mlg_text *page, const mlg_sheet_rows *rows)
{
    int said = 0;
    for (int32_t row = 0; row < rows->count && said < SAID; row++) {
        if (!is_passed(rows, row))
            continue;
        mlg_text_add(page, said++ ? "\u00a0; " : "");
        say_threshold(page, rows, row);
    }
    return said;
}

/* The row for the whole territory of the first measure that changes for anyone, or of the first measure when none does. */
static int32_t changed_row(const mlg_sheet_rows *people)
{
    for (int32_t row = 0; row < people->count; row++)
        if (strcmp(mlg_sheet_text(people, row, "maille"), "territoire") == 0 &&
            mlg_sheet_number(people, row, "gagnent") + mlg_sheet_number(people, row, "perdent") > 0)
            return row;
    return 0;
}

static void say_people(mlg_text *page, const mlg_sheet_rows *people)
{
    int32_t row = changed_row(people);
    double gain = mlg_sheet_number(people, row, "gagnent"), lose = mlg_sheet_number(people, row, "perdent");
    mlg_text words = { 0 };
    if (gain + lose > 0)
        mlg_html(page,
                 mlg_report_tr(
                     "<b>%s habitants</b> y gagnent et <b>%s</b> y perdent (%s), sans qu’aucun passe un seuil"),
                 mlg_shown(gain, 0).text, mlg_shown(lose, 0).text,
                 mlg_compared_words(&words, mlg_sheet_text(people, row, "quoi")));
    else
        mlg_text_add(page, mlg_report_tr("rien, pour aucun habitant"));
    mlg_text_release(&words);
}

static void say_change(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *thresholds,
                       const mlg_sheet_rows *people)
{
    const char *before = mlg_sheet_text(&found->study, 0, "comparee_a");
    mlg_text_add(page, "<p class=\"reponse\" id=\"ce-qui-change\">");
    if (*before)
        mlg_html(page, mlg_report_tr("Ce qui change par rapport à «\u00a0%s\u00a0»\u00a0: "), before);
    else
        mlg_text_add(page, mlg_report_tr("Ce qui change\u00a0: "));
    if (say_passed(page, thresholds) == 0)
        say_people(page, people);
    mlg_text_add(page, ".</p>\n");
}

mlg_status mlg_page_change_answer(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_sheet_rows thresholds = { 0 }, people = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_sheet_rows_read(&thresholds, db, mlg_sheet_find("comparaison_seuils"), err));
    MLG_GO(mlg_sheet_rows_read(&people, db, mlg_sheet_find("comparaison_publics"), err));
    if (people.count > 0)
        say_change(page, found, &thresholds, &people);
done:
    mlg_sheet_rows_release(&thresholds);
    mlg_sheet_rows_release(&people);
    return st;
}

/* ---- cards -------------------------------------------------------------------------------------------------------- */

static void add_threshold(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    mlg_text_add(page, "<p>");
    say_threshold(page, rows, row);
    if (is_passed(rows, row))
        mlg_html(page, mlg_report_tr("\u00a0; %s passent du mauvais côté, %s en sortent"),
                 persons_of(rows, row, "tombent").text, persons_of(rows, row, "sortent").text);
    mlg_text_add(page, ".</p>\n");
}

/* What changes first. */
void mlg_page_card_thresholds(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    (void)found;
    mlg_card_open(page, "change", mlg_report_tr("Qu’est-ce qui change\u00a0?"));
    for (int passed = 1; passed >= 0; passed--)
        for (int32_t row = 0; row < rows->count; row++)
            if (is_passed(rows, row) == (passed == 1))
                add_threshold(page, rows, row);
    mlg_card_close(page, "e l h/u", "comparaison_seuils");
}

void mlg_page_card_winners(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    const int32_t row = changed_row(rows);
    const char *what = mlg_sheet_text(rows, row, "quoi");
    double gain = mlg_sheet_number(rows, row, "gagnent"), lose = mlg_sheet_number(rows, row, "perdent");
    double same = mlg_sheet_number(rows, row, "inchanges"), most = fmax(gain, fmax(lose, same));
    mlg_text words = { 0 };
    mlg_card_open(page, "gagnants", mlg_report_tr("Qui y gagne, qui y perd\u00a0?"));
    mlg_html(page, mlg_report_tr("<p>%s\u00a0: en moyenne <b>%s</b> au lieu de %s %s.</p>\n"),
             mlg_compared_words(&words, what), mlg_shown(mlg_sheet_number(rows, row, "apres"), 2).text,
             mlg_shown(mlg_sheet_number(rows, row, "avant"), 2).text,
             mlg_report_tr(mlg_sheet_text(rows, row, "unite")));
    mlg_text_release(&words);
    mlg_card_bars_open(page, mlg_report_tr("Habitants"));
    mlg_card_bar(page, mlg_report_tr("y gagnent"), gain, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 4).text);
    mlg_card_bar(page, mlg_report_tr("y perdent"), lose, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 0).text);
    mlg_card_bar(page, mlg_report_tr("sans changement"), same, most,
                 mlg_layer_colour(&found->look, MLG_LAYER_CHANGE, 2).text);
    mlg_card_bars_close(page);
    mlg_card_close(page, strcmp(what, "emergency.temps") == 0 ? "l h/u" : "e f/c", "comparaison_seuils");
}
