#include "output/times/sheet.h"

#include "base/language.h"
#include "network/time.h"
#include "output/figure.h"
#include "output/tables/code_list.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHADES = 5 };

static const double left_mm = 18, right_mm = 192, row_mm = 6, panel_mm = 72;

/* ---- pairs by minute ---------------------------------------------------------------------------------------------- */

void mlg_times_bins_fill(mlg_times_bins *bins, const int32_t *given_ds, const int32_t *other_ds,
                         const uint8_t *which, int64_t count)
{
    const int32_t end_ds = MLG_TIMES_BINS * MLG_DS_PER_MIN;
    memset(bins, 0, sizeof *bins);
    for (int64_t i = 0; i < count; i++) {
        if (which && !which[i])
            continue;
        bins->pairs++;
        if (given_ds[i] >= end_ds || other_ds[i] >= end_ds) {
            bins->beyond++;
            continue;
        }
        int64_t *bin = &bins->count[other_ds[i] / MLG_DS_PER_MIN][given_ds[i] / MLG_DS_PER_MIN];
        if (++*bin > bins->most)
            bins->most = *bin;
    }
}

/* ---- a panel ------------------------------------------------------------------------------------------------------ */

/* Shades go by the logarithm of the number of pairs. */
static mlg_colour shade_of(int64_t count, int64_t most)
{
    static const mlg_colour shades[SHADES] = {
        { 198, 219, 239 }, { 158, 202, 225 }, { 107, 174, 214 }, { 49, 130, 189 }, { 8, 81, 156 }
    };
    const double part = most > 1 ? log((double)count) / log((double)most) : 1;
    const int shade = (int)(part * SHADES);
    return shades[shade < SHADES ? shade : SHADES - 1];
}

static void draw_axes(mlg_paper *paper, double x_mm, double y_mm)
{
    static const mlg_colour frame = { 100, 116, 139 };
    char words[12];
    mlg_paper_box(paper, x_mm, y_mm, panel_mm, panel_mm, NULL, &frame);
    for (int minute = 0; minute <= MLG_TIMES_BINS; minute += 10) {
        const double at = panel_mm * minute / MLG_TIMES_BINS;
        snprintf(words, sizeof words, "%d", minute);
        mlg_paper_line(paper, x_mm + at, y_mm + panel_mm, x_mm + at, y_mm + panel_mm + 1, 0.2);
        mlg_paper_text(paper, x_mm + at - 1.5, y_mm + panel_mm + 4, 2.6, false, words);
        mlg_paper_line(paper, x_mm - 1, y_mm + panel_mm - at, x_mm, y_mm + panel_mm - at, 0.2);
        mlg_paper_text(paper, x_mm - 5, y_mm + panel_mm - at + 0.9, 2.6, false, words);
    }
    mlg_paper_line(paper, x_mm, y_mm + panel_mm, x_mm + panel_mm, y_mm, 0.3);
}

/* Up the panel is the computed time, to the right the given one; on the diagonal they are equal. */
static void draw_panel(mlg_paper *paper, double x_mm, double y_mm, const char *title, const mlg_times_bins *bins)
{
    const double cell_mm = panel_mm / MLG_TIMES_BINS;
    mlg_paper_text(paper, x_mm, y_mm - 3, 3.2, true, title);
    for (int row = 0; row < MLG_TIMES_BINS; row++)
        for (int column = 0; column < MLG_TIMES_BINS; column++) {
            if (bins->count[row][column] == 0)
                continue;
            const mlg_colour shade = shade_of(bins->count[row][column], bins->most);
            mlg_paper_box(paper, x_mm + column * cell_mm, y_mm + panel_mm - (row + 1) * cell_mm, cell_mm, cell_mm,
                          &shade, NULL);
        }
    draw_axes(paper, x_mm, y_mm);
    mlg_paper_text(paper, x_mm, y_mm + panel_mm + 8.5, 2.6, false,
                   mlg_report_tr("→ temps de référence, min    ↑ temps calculé, min"));
}

/* ---- the table ---------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 7 };
static const double column_mm[COLUMNS] = { 74, 92, 110, 128, 148, 164, 180 };

static void draw_row(mlg_paper *paper, double y_mm, const char *name, const mlg_calibration *c)
{
    const struct {
        double value;
        int places;
    } cells[COLUMNS] = { { (double)c->pairs, 0 }, { (double)c->unreached, 0 }, { c->mean_given, 1 },
                         { c->bias, 1 },          { c->mean_absolute, 1 },     { c->difference_10, 1 },
                         { c->difference_90, 1 } };
    mlg_paper_text(paper, left_mm, y_mm, 2.8, false, name);
    for (int k = 0; k < COLUMNS; k++)
        mlg_paper_text(paper, column_mm[k], y_mm, 2.8, false,
                       isnan(cells[k].value) ? "–" : mlg_shown(cells[k].value, cells[k].places).text);
    mlg_paper_line(paper, left_mm, y_mm + 1.8, right_mm, y_mm + 1.8, 0.1);
}

static double draw_table(mlg_paper *paper, double y_mm, const mlg_times_sheet *sheet)
{
    const char *const heads[COLUMNS] = { mlg_report_tr("paires"),
                                         mlg_report_tr("sans trajet"),
                                         mlg_report_tr("référence"),
                                         mlg_report_tr("écart moyen"),
                                         mlg_report_tr("écart absolu"),
                                         "p10",
                                         "p90" };
    mlg_paper_text(paper, left_mm, y_mm, 2.8, true, mlg_report_tr("Densité de l’origine"));
    for (int k = 0; k < COLUMNS; k++)
        mlg_paper_text(paper, column_mm[k], y_mm, 2.4, false, heads[k]);
    mlg_paper_line(paper, left_mm, y_mm + 1.8, right_mm, y_mm + 1.8, 0.3);
    for (int level = 0; level < MLG_CALIBRATE_CLASSES; level++) {
        const mlg_calibration *c = &sheet->by_class[level];
        const char digit[] = { (char)('0' + level), '\0' };
        if (c->pairs + c->unreached > 0)
            draw_row(paper, y_mm += row_mm,
                     level ? mlg_report_tr(mlg_code_words("densite", digit)) : mlg_report_tr("densité inconnue"),
                     c);
    }
    draw_row(paper, y_mm += row_mm, mlg_report_tr("toutes les paires"), sheet->all);
    return y_mm + row_mm;
}

/* ---- the sheet ---------------------------------------------------------------------------------------------------- */

static double write_words(mlg_paper *paper, double y_mm, double size_mm, const char *words)
{
    return mlg_paper_lines(paper, left_mm, y_mm, size_mm, 1.6 * size_mm, size_mm < 3 ? 128 : 105, words);
}

static double draw_panels(mlg_paper *paper, double y_mm, const mlg_times_sheet *sheet)
{
    const mlg_calibrate_input *in = sheet->pairs;
    mlg_times_bins bins;
    mlg_text words = { 0 };
    const uint8_t *which = sheet->fitted_ds ? sheet->held_out : NULL;
    mlg_times_bins_fill(&bins, in->given_ds, in->computed_ds, which, in->count);
    draw_panel(paper, left_mm + 6, y_mm, mlg_report_tr("Temps de l’étude"), &bins);
    if (sheet->fitted_ds) {
        mlg_times_bins fitted;
        mlg_times_bins_fill(&fitted, in->given_ds, sheet->fitted_ds, which, in->count);
        draw_panel(paper, left_mm + 96, y_mm, mlg_report_tr("Après l’ajustement"), &fitted);
    }
    y_mm += panel_mm + 15;
    mlg_text_printf(
        &words,
        mlg_report_tr(
            "Chaque case compte les paires d’une minute, plus foncée quand elles sont nombreuses ; sur la "
            "diagonale "
            "les deux temps sont égaux. %s paires, dont %s hors du dessin (au-delà de %d min, ou sans trajet)."),
        mlg_shown((double)bins.pairs, 0).text, mlg_shown((double)bins.beyond, 0).text, MLG_TIMES_BINS);
    y_mm = write_words(paper, y_mm, 2.6, mlg_text_words(&words));
    if (sheet->fitted_ds) {
        mlg_text_clear(&words);
        mlg_text_printf(&words,
                        mlg_report_tr("Ce sont les paires que l’ajustement n’a pas vues : la moitié des origines. "
                                      "Erreur absolue médiane des "
                                      "paires d’au plus %d min : %s min, et %s après l’ajustement."),
                        MLG_FIT_LONGEST_MIN, mlg_shown(sheet->before_min, 1).text,
                        mlg_shown(sheet->after_min, 1).text);
        y_mm = write_words(paper, y_mm, 2.6, mlg_text_words(&words));
    }
    mlg_text_release_part(&words, &paper->svg);
    return y_mm;
}

/* One line of the study file after the other. */
static void draw_lines(mlg_paper *paper, double y_mm, const char *lines)
{
    mlg_paper_text(paper, left_mm, y_mm, 3.2, true, mlg_report_tr("À recopier dans le fichier d’étude"));
    for (const char *at = lines; *at;) {
        char line[160];
        const size_t length = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        const double indent_mm = 1.6 * (double)strspn(line, " ");
        mlg_paper_text(paper, left_mm + indent_mm, y_mm += 4.6, 2.8, false, line + strspn(line, " "));
        at += length + (at[length] == '\n');
    }
}

void mlg_times_draw(mlg_paper *paper, const mlg_times_sheet *sheet)
{
    double y = 24;
    mlg_paper_init(paper, false);
    mlg_paper_text(paper, left_mm, y, 6.5, true, mlg_report_tr("Temps de trajet calculés et de référence"));
    y = write_words(paper, y + 7, 3.2, sheet->study) + 7;
    y = draw_panels(paper, y, sheet) + 5;
    y = draw_table(paper, y, sheet);
    y = write_words(paper, y, 2.5,
                    mlg_report_tr("Écarts : temps calculé moins temps de référence, en minutes ; p10 et p90 : une "
                                  "paire sur dix est en "
                                  "deçà, une sur dix au-delà.")) +
        4;
    if (sheet->fitted_ds)
        draw_lines(paper, y, sheet->lines);
}
