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

enum { SAID = 2 }; /* thresholds in the sentence, and as many of groups of people: the card below lists them all */

/* Columns with the persons on the wrong side of a threshold. */
typedef struct {
    const char *before, *after;
} wrong_side;
static const wrong_side of_everybody = { "population_avant", "population" },
                        of_group = { "sous_avant", "sous_apres" };

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

static bool is_passed(const mlg_sheet_rows *rows, int32_t row, wrong_side whom)
{
    return mlg_sheet_number(rows, row, "tombent") > 0 || mlg_sheet_number(rows, row, "sortent") > 0 ||
           mlg_sheet_number(rows, row, whom.before) != mlg_sheet_number(rows, row, whom.after);
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
    else if (!strstr(what, ".temps"))
        mlg_html(page, mlg_report_tr("sous %s (%s)"), threshold.text, mlg_compared_words(&words, what));
    else
        mlg_html(page, mlg_report_tr("au-delà de %s minutes (%s)"), threshold.text,
                 mlg_compared_words(&words, what));
    mlg_text_release(&words);
}

/* "58 114 habitants à plus de 30 minutes des urgences (dont 842 en quartier prioritaire), au lieu de 0 (dont 0)" */
static void say_threshold(mlg_text *page, const mlg_sheet_rows *rows, int32_t row, wrong_side whom)
{
    const bool quarters = mlg_sheet_number(rows, row, "qpv_avant") > 0 || mlg_sheet_number(rows, row, "qpv") > 0;
    mlg_html(page, mlg_report_tr("<b>%s habitants</b> "), persons_of(rows, row, whom.after).text);
    add_wrong_side(page, rows, row);
    if (quarters)
        mlg_html(page, mlg_report_tr(" (dont %s en quartier prioritaire)"), persons_of(rows, row, "qpv").text);
    if (!is_passed(rows, row, whom)) {
        mlg_text_add(page, mlg_report_tr(", avant comme après"));
        return;
    }
    mlg_html(page, mlg_report_tr(", au lieu de %s"), persons_of(rows, row, whom.before).text);
    if (quarters)
        mlg_html(page, mlg_report_tr(" (dont %s)"), persons_of(rows, row, "qpv_avant").text);
}

static int say_passed(mlg_text *page, const mlg_sheet_rows *rows)
{
    int said = 0;
    for (int32_t row = 0; row < rows->count && said < SAID; row++) {
        if (!is_passed(rows, row, of_everybody))
            continue;
        mlg_text_add(page, said++ ? "\u00a0; " : "");
        say_threshold(page, rows, row, of_everybody);
    }
    return said;
}

static bool is_territory(const mlg_sheet_rows *rows, int32_t row)
{
    return strcmp(mlg_sheet_text(rows, row, "maille"), "territoire") == 0;
}

static double moved(const mlg_sheet_rows *rows, int32_t row)
{
    return mlg_sheet_number(rows, row, "gagnent") + mlg_sheet_number(rows, row, "perdent");
}

static double unknown(const mlg_sheet_rows *rows, int32_t row)
{
    return mlg_sheet_number(rows, row, "inconnus");
}

/* The row for the whole territory of the first measure that changes for anyone, or of the first measure when none does. */
static int32_t changed_row(const mlg_sheet_rows *people)
{
    for (int32_t row = 0; row < people->count; row++)
        if (is_territory(people, row) && moved(people, row) > 0)
            return row;
    return 0;
}

/* "dans le groupe « sans_voiture », " */
static void name_group(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    const char *group = mlg_sheet_text(rows, row, "groupe");
    if (strcmp(group, "ensemble") == 0)
        mlg_text_add(page, mlg_report_tr("tous ensemble, chacun par son mode, "));
    else if (strcmp(group, "autres") == 0)
        mlg_text_add(page, mlg_report_tr("parmi les autres habitants, "));
    else
        mlg_html(page, mlg_report_tr("dans le groupe «\u00a0%s\u00a0», "), group);
}

static void say_moved(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    mlg_text words = { 0 };
    mlg_html(
        page,
        mlg_report_tr("<b>%s habitants</b> y gagnent et <b>%s</b> y perdent (%s), sans qu’aucun passe un seuil"),
        persons_of(rows, row, "gagnent").text, persons_of(rows, row, "perdent").text,
        mlg_compared_words(&words, mlg_sheet_text(rows, row, "quoi")));
    mlg_text_release(&words);
}

/* Thresholds that a group passes, else the first measure that changes for one. */
static int say_groups(mlg_text *page, const mlg_sheet_rows *rows, int said)
{
    const int before = said;
    int32_t changed = -1;
    for (int32_t row = 0; row < rows->count && said < before + SAID; row++) {
        if (!is_territory(rows, row))
            continue;
        if (changed < 0 && moved(rows, row) > 0)
            changed = row;
        if (!is_passed(rows, row, of_group))
            continue;
        mlg_text_add(page, said++ ? "\u00a0; " : "");
        name_group(page, rows, row);
        say_threshold(page, rows, row, of_group);
    }
    if (said > before || changed < 0)
        return said;
    mlg_text_add(page, said++ ? "\u00a0; " : "");
    name_group(page, rows, changed);
    say_moved(page, rows, changed);
    return said;
}

/* Of some people of a group nothing is known. */
static bool is_silent(const mlg_sheet_rows *groups)
{
    for (int32_t row = 0; row < groups->count; row++)
        if (is_territory(groups, row) && unknown(groups, row) > 0)
            return true;
    return false;
}

static int say_people(mlg_text *page, const mlg_sheet_rows *people)
{
    const int32_t row = changed_row(people);
    if (!(moved(people, row) > 0))
        return 0;
    say_moved(page, people, row);
    return 1;
}

static void say_change(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *thresholds,
                       const mlg_sheet_rows *people, const mlg_sheet_rows *groups)
{
    const char *before = mlg_sheet_text(&found->study, 0, "comparee_a");
    mlg_text_add(page, "<p class=\"reponse\" id=\"ce-qui-change\">");
    if (*before)
        mlg_html(page, mlg_report_tr("Ce qui change par rapport à «\u00a0%s\u00a0»\u00a0: "), before);
    else
        mlg_text_add(page, mlg_report_tr("Ce qui change\u00a0: "));
    int said = say_passed(page, thresholds);
    if (said == 0)
        said = say_people(page, people);
    if (say_groups(page, groups, said) == 0)
        mlg_text_add(page, is_silent(groups) ? mlg_report_tr("rien que l’on sache, pour aucun habitant")
                                             : mlg_report_tr("rien, pour aucun habitant"));
    mlg_text_add(page, ".</p>\n");
}

mlg_status mlg_page_change_answer(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_sheet_rows thresholds = { 0 }, people = { 0 }, groups = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_sheet_rows_read(&thresholds, db, mlg_sheet_find("comparaison_seuils"), err));
    MLG_GO(mlg_sheet_rows_read(&people, db, mlg_sheet_find("comparaison_publics"), err));
    MLG_GO(mlg_sheet_rows_read(&groups, db, mlg_sheet_find("comparaison_groupes"), err));
    if (people.count > 0)
        say_change(page, found, &thresholds, &people, &groups);
done:
    mlg_sheet_rows_release(&thresholds);
    mlg_sheet_rows_release(&people);
    mlg_sheet_rows_release(&groups);
    return st;
}

/* ---- cards -------------------------------------------------------------------------------------------------------- */

static void add_threshold(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    mlg_text_add(page, "<p>");
    say_threshold(page, rows, row, of_everybody);
    if (is_passed(rows, row, of_everybody))
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
            if (is_passed(rows, row, of_everybody) == (passed == 1))
                add_threshold(page, rows, row);
    mlg_card_close(page, "e l h/u", "comparaison_seuils");
}

static void open_group(mlg_text *page, const char *group)
{
    if (strcmp(group, "ensemble") == 0)
        mlg_text_add(page, mlg_report_tr("<p>Tous les habitants, chacun par son mode\u00a0: "));
    else if (strcmp(group, "autres") == 0)
        mlg_text_add(page, mlg_report_tr("<p>Autres habitants\u00a0: "));
    else
        mlg_html(page, mlg_report_tr("<p>Groupe «\u00a0%s\u00a0»\u00a0: "), group);
}

/* What one measure tells of a group, and of how many it tells nothing. */
static void say_group(mlg_text *page, const mlg_sheet_rows *rows, int32_t row)
{
    const bool passed = is_passed(rows, row, of_group);
    const char *silent = passed ? "indecis" : "inconnus";
    mlg_text words = { 0 };
    if (passed)
        say_threshold(page, rows, row, of_group);
    else if (moved(rows, row) > 0)
        mlg_html(page, mlg_report_tr("<b>%s</b> y gagnent, <b>%s</b> y perdent (%s)"),
                 persons_of(rows, row, "gagnent").text, persons_of(rows, row, "perdent").text,
                 mlg_compared_words(&words, mlg_sheet_text(rows, row, "quoi")));
    else
        mlg_html(page, mlg_report_tr("<b>%s habitants</b> dont on ne sait pas si cela change (%s)"),
                 persons_of(rows, row, silent).text,
                 mlg_compared_words(&words, mlg_sheet_text(rows, row, "quoi")));
    if ((passed || moved(rows, row) > 0) && mlg_sheet_number(rows, row, silent) > 0)
        mlg_html(page, mlg_report_tr(" (inconnu pour %s)"), persons_of(rows, row, silent).text);
    mlg_text_release(&words);
}

static bool is_told(const mlg_sheet_rows *rows, int32_t row)
{
    return is_territory(rows, row) &&
           (is_passed(rows, row, of_group) || moved(rows, row) > 0 || unknown(rows, row) > 0);
}

/* A paragraph a group: each threshold that it passes, or who gains and loses. */
void mlg_page_card_groups(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows)
{
    const char *open = "";
    (void)found;
    mlg_card_open(page, "modes", mlg_report_tr("Et pour chaque groupe d’habitants, par son mode\u00a0?"));
    for (int32_t row = 0; row < rows->count; row++) {
        const char *group = mlg_sheet_text(rows, row, "groupe");
        if (!is_told(rows, row))
            continue;
        if (strcmp(group, open) != 0) {
            mlg_text_add(page, *open ? ".</p>\n" : "");
            open_group(page, open = group);
        } else
            mlg_text_add(page, "\u00a0; ");
        say_group(page, rows, row);
    }
    mlg_text_add(page, *open ? ".</p>\n" : mlg_report_tr("<p>Rien ne change pour aucun groupe.</p>\n"));
    mlg_card_close(page, "e l h/u", "comparaison_groupes");
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
