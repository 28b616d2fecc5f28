#include "output/page/charts.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/map/map.h"
#include "output/map/layers.h"
#include "output/page/chart.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 720, LEFT = 70, RIGHT = 700, TICKS = 6 };

/* ---- people by APL ----------------------------------------------------------------------------------- */

void mlg_apl_bins_fill(mlg_apl_bins *out, const mlg_findings *found)
{
    double threshold = mlg_sheet_number(&found->totals, 0, "seuil");
    *out = (mlg_apl_bins){ .step = 0.5 };
    out->low = threshold - out->step * fmin(floor(threshold / out->step), MLG_APL_BINS / 2);
    for (int32_t i = 0; i < found->communes.count; i++) {
        double apl = mlg_sheet_number(&found->communes, i, "apl"),
               persons = mlg_sheet_number(&found->communes, i, "population");
        if (isnan(apl) || isnan(persons))
            continue;
        int bin = (int)fmin(fmax(floor((apl - out->low) / out->step), 0), MLG_APL_BINS - 1);
        out->persons[bin] += persons;
        out->all += persons;
    }
}

static double border(const mlg_apl_bins *bins, int i)
{
    return bins->low + i * bins->step;
}

static void name_bin(char *out, size_t size, const mlg_apl_bins *bins, int i)
{
    mlg_figure low = mlg_shown(border(bins, i), 1), high = mlg_shown(border(bins, i + 1), 1);
    if (i == MLG_APL_BINS - 1)
        snprintf(out, size, mlg_report_tr("%s et plus"), low.text);
    else if (i == 0)
        snprintf(out, size, mlg_report_tr("moins de %s"), high.text);
    else
        snprintf(out, size, mlg_report_tr("de %s à %s"), low.text, high.text);
}

static double most_of(const mlg_apl_bins *bins)
{
    double most = 0;
    for (int i = 0; i < MLG_APL_BINS; i++)
        most = fmax(most, bins->persons[i]);
    return most;
}

static void draw_bins(mlg_text *page, const mlg_apl_bins *bins, const mlg_look *look)
{
    double most = most_of(bins), step = mlg_chart_step(0, most, TICKS), threshold = look->threshold;
    mlg_chart chart = { .x = { border(bins, 0), border(bins, MLG_APL_BINS), LEFT, RIGHT },
                        .y = { 0, step * ceil(most / step), 270, 40 } };
    mlg_chart_open(&chart, page, "repartition", mlg_report_tr("Habitants selon l’APL de leur commune"),
                   mlg_report_tr("Une barre par demi-consultation\u00a0; un trait marque le seuil. Les valeurs "
                                 "sont dans le tableau qui suit."),
                   WIDTH, 320);
    mlg_chart_axis_y(&chart, step, mlg_report_tr("habitants"));
    for (int i = 0; i < MLG_APL_BINS; i++) {
        char name[64], told[160];
        name_bin(name, sizeof name, bins, i);
        snprintf(told, sizeof told, mlg_report_tr("APL %s\u00a0: %s habitants"), name,
                 mlg_shown(bins->persons[i], 0).text);
        mlg_chart_bar(&chart, border(bins, i) + 0.03, border(bins, i + 1) - 0.03, 0, bins->persons[i],
                      mlg_layer_colour(look, MLG_LAYER_APL, mlg_look_class(look, border(bins, i))).text, told);
    }
    mlg_chart_axis_x(&chart, 1,
                     mlg_report_tr("APL, consultations par an et par habitant standardisé\u00a0; la dernière "
                                   "barre est celle de tout ce qui dépasse"));
    mlg_chart_line(&chart, threshold, 0, threshold, chart.y.high, "seuil-trait");
    char words[160];
    snprintf(words, sizeof words, mlg_report_tr("seuil de %s"), mlg_shown(threshold, 1).text);
    mlg_chart_words(&chart, threshold, chart.y.high, 0, -8, "middle", words);
    mlg_chart_close(&chart);
}

static void list_bins(mlg_text *page, const mlg_apl_bins *bins)
{
    mlg_html(page,
             "<details><summary>%s</summary>\n<table class=\"classes\"><thead><tr><th scope=\"col\">%s</th>"
             "<th scope=\"col\" class=n>%s</th>",
             mlg_report_tr("Les valeurs du graphique"), mlg_report_tr("APL"), mlg_report_tr("Habitants"));
    mlg_html(page, "<th scope=\"col\" class=n>%s</th></tr></thead>\n<tbody>\n", mlg_report_tr("Part"));
    for (int i = 0; i < MLG_APL_BINS; i++) {
        char name[64];
        name_bin(name, sizeof name, bins, i);
        mlg_html(page, "<tr><th scope=\"row\">%s</th><td class=n>%s</td><td class=n>%s\u00a0%%</td></tr>\n", name,
                 mlg_shown(bins->persons[i], 0).text, mlg_shown(100 * bins->persons[i] / bins->all, 1).text);
    }
    mlg_text_add(page, "</tbody></table></details>\n");
}

void mlg_chart_apl(mlg_text *page, const mlg_findings *found)
{
    mlg_apl_bins bins;
    mlg_apl_bins_fill(&bins, found);
    if (!(bins.all > 0))
        return;
    mlg_text_add(page, "<figure class=\"graphique\">\n");
    draw_bins(page, &bins, &found->look);
    mlg_html(page, "<figcaption>%s</figcaption>\n",
             mlg_report_tr("Habitants selon l’APL de leur commune. Le trait marque le seuil\u00a0; à sa gauche, "
                           "les habitants des communes moins bien desservies."));
    list_bins(page, &bins);
    mlg_text_add(page, "</figure>\n");
}

/* ---- before and after -------------------------------------------------------------------------------- */

/* What a column of `bilans` says before and after. */
typedef struct change {
    const char *before, *after, *title, *unit;
    int places;
} change;

static double bound_of(const mlg_sheet_rows *rows, const change *what)
{
    double most = 0;
    for (int32_t i = 0; i < rows->count; i++)
        most = fmax(most, fmax(mlg_sheet_number(rows, i, what->before), mlg_sheet_number(rows, i, what->after)));
    return most;
}

static void add_change(mlg_chart *chart, const mlg_sheet_rows *rows, int32_t i, const change *what)
{
    double before = mlg_sheet_number(rows, i, what->before), after = mlg_sheet_number(rows, i, what->after),
           y = i + 0.5;
    mlg_figure from = mlg_shown(before, what->places), to = mlg_shown(after, what->places);
    mlg_text told = { 0 };
    bool falls = after < before;
    mlg_chart_words(chart, chart->x.low, y, -72, 4, "end", mlg_sheet_text(rows, i, "nom"));
    if (isnan(after)) {
        mlg_chart_words(chart, chart->x.low, y, 8, 4, "start", mlg_report_tr("non mesuré"));
        return;
    }
    if (isnan(before)) { /* no site stands today */
        mlg_text_printf(&told, mlg_report_tr("%s\u00a0: %s après, aucun site avant"),
                        mlg_sheet_text(rows, i, "nom"), to.text);
        mlg_chart_disc(chart, after, y, 6, false, "", mlg_text_words(&told));
        mlg_text_release_part(&told, chart->out);
        mlg_chart_words(chart, after, y, 12, 4, "start", to.text);
        return;
    }
    mlg_text_printf(&told, mlg_report_tr("%s\u00a0: %s avant, %s après"), mlg_sheet_text(rows, i, "nom"),
                    from.text, to.text);
    mlg_chart_line(chart, before, y, after, y, "ecart");
    mlg_chart_disc(chart, before, y, 5, true, "", mlg_text_words(&told));
    mlg_chart_disc(chart, after, y, 6, false, "", mlg_text_words(&told));
    mlg_text_release_part(&told, chart->out);
    if (strcmp(from.text, to.text) == 0) { /* one label is enough */
        mlg_chart_words(chart, after, y, 12, 4, "start", to.text);
        return;
    }
    mlg_chart_words(chart, before, y, falls ? 12 : -12, 4, falls ? "start" : "end", from.text);
    mlg_chart_words(chart, after, y, falls ? -12 : 12, 4, falls ? "end" : "start", to.text);
}

static bool any_before(const mlg_sheet_rows *rows, const change *what)
{
    for (int32_t i = 0; i < rows->count; i++)
        if (!isnan(mlg_sheet_number(rows, i, what->before)))
            return true;
    return false;
}

static void add_changes(mlg_text *page, const mlg_sheet_rows *rows, const change *what, int number)
{
    double most = bound_of(rows, what);
    if (!(most > 0))
        return;
    double step = mlg_chart_step(0, most, TICKS);
    int height = 26 * rows->count;
    char id[32];
    mlg_chart chart = { .x = { 0, step * ceil(most / step), 290, 640 }, .y = { rows->count, 0, 30 + height, 30 } };
    snprintf(id, sizeof id, "avant-apres-%d", number);
    mlg_text_add(page, "<figure class=\"graphique\">\n");
    mlg_chart_open(
        &chart, page, id, mlg_report_tr(what->title),
        any_before(rows, what)
            ? mlg_report_tr("Un cercle vide avant les implantations, un disque plein après. Les valeurs "
                            "sont dans le tableau «\u00a0Avant et après les implantations\u00a0».")
            : mlg_report_tr("Un disque plein après les implantations. Les valeurs sont dans le tableau "
                            "«\u00a0Avant et après les implantations\u00a0»."),
        WIDTH, 80 + height);
    mlg_chart_axis_x(&chart, step, mlg_report_tr(what->unit));
    for (int32_t i = 0; i < rows->count; i++)
        add_change(&chart, rows, i, what);
    mlg_chart_close(&chart);
    mlg_html(page, "<figcaption>%s %s</figcaption>\n</figure>\n", mlg_report_tr(what->title),
             any_before(rows, what) ? mlg_report_tr("Cercle vide\u00a0: avant\u00a0; disque plein\u00a0: après.")
                                    : mlg_report_tr("Disque plein\u00a0: après\u00a0; aucun site avant."));
}

void mlg_chart_sitings(mlg_text *page, const mlg_findings *found)
{
    static const change changes[] = {
        { "trajet_avant", "trajet_apres", MLG_REPORT_MARK("Trajet moyen vers le site le plus proche."),
          MLG_REPORT_MARK("minutes"), 1 },
        { "couverts_avant", "couverts_apres",
          MLG_REPORT_MARK("Habitants à portée d’un site, dans le temps limite de chaque recherche."),
          MLG_REPORT_MARK("habitants"), 0 },
        { "desert_avant", "desert_apres", MLG_REPORT_MARK("Habitants sous le seuil d’accès."),
          MLG_REPORT_MARK("habitants"), 0 },
    };
    for (int i = 0; i < 3; i++)
        add_changes(page, &found->bilans, &changes[i], i);
}

/* ---- fronts ------------------------------------------------------------------------------------------ */

/* Rows of one request: first to end. */
typedef struct front {
    const mlg_sheet_rows *rows;
    int32_t first, end;
    double persons; /* of the territory */
} front;

static double share(const front *f, int32_t row)
{
    return 100 * mlg_sheet_number(f->rows, row, "couverts") / f->persons;
}

static void scale_of(mlg_scale *x, mlg_scale *y, double *step_x, double *step_y, const front *f)
{
    double low = HUGE_VAL, high = 0, least = HUGE_VAL;
    for (int32_t i = f->first; i < f->end; i++) {
        double longest = mlg_sheet_number(f->rows, i, "plus_long");
        low = fmin(low, longest), high = fmax(high, longest), least = fmin(least, share(f, i));
    }
    *step_x = mlg_chart_step(low, fmax(high, low + 1), TICKS);
    *step_y = mlg_chart_step(fmin(least, 95), 100, TICKS);
    *x = (mlg_scale){ *step_x * (ceil(low / *step_x) - 1), *step_x * (floor(high / *step_x) + 1), LEFT,
                      RIGHT - 30 };
    *y = (mlg_scale){ *step_y * floor(fmin(least, 95) / *step_y), 100, 290, 50 };
}

/* Sets with the same number of sites are joined, so that the eye finds them. */
static void join_sets(mlg_chart *chart, const front *f)
{
    for (int32_t i = f->first + 1; i < f->end; i++)
        if (fabs(mlg_sheet_number(f->rows, i - 1, "nb_sites") - mlg_sheet_number(f->rows, i, "nb_sites")) < 0.5)
            mlg_chart_line(chart, mlg_sheet_number(f->rows, i - 1, "plus_long"), share(f, i - 1),
                           mlg_sheet_number(f->rows, i, "plus_long"), share(f, i), "ecart");
}

static void add_set(mlg_chart *chart, const front *f, int32_t i)
{
    double sites = mlg_sheet_number(f->rows, i, "nb_sites"), longest = mlg_sheet_number(f->rows, i, "plus_long");
    mlg_figure words = mlg_shown(sites, 0);
    mlg_text told = { 0 };
    mlg_text_printf(
        &told,
        mlg_report_tr("Sites ajoutés\u00a0: %s\u00a0; habitants à portée\u00a0: %s\u00a0%%\u00a0; plus "
                      "long trajet\u00a0: %s minutes (%s)"),
        words.text, mlg_shown(share(f, i), 1).text, mlg_shown(longest, 1).text,
        mlg_sheet_text(f->rows, i, "libelles"));
    mlg_chart_disc(chart, longest, share(f, i), 9, true, words.text, mlg_text_words(&told));
    mlg_text_release_part(&told, chart->out);
}

static void draw_front(mlg_text *page, const front *f)
{
    mlg_chart chart = { 0 };
    double step_x, step_y;
    char id[32];
    scale_of(&chart.x, &chart.y, &step_x, &step_y, f);
    snprintf(id, sizeof id, "front-%d", (int)f->first);
    mlg_html(page, "<figure class=\"graphique\">\n");
    mlg_chart_open(&chart, page, id, mlg_report_tr("Couverture et plus long trajet, selon le nombre de sites"),
                   mlg_report_tr("Chaque cercle est un choix de sites qu’aucun autre ne surpasse sur tous les "
                                 "critères à la fois\u00a0; le nombre indique combien de sites il ajoute. Les "
                                 "valeurs sont dans le tableau qui précède."),
                   WIDTH, 340);
    mlg_chart_axis_x(&chart, step_x, mlg_report_tr("plus long trajet vers un site, minutes"));
    mlg_chart_axis_y(&chart, step_y, mlg_report_tr("habitants à portée, %"));
    join_sets(&chart, f);
    for (int32_t i = f->first; i < f->end; i++)
        add_set(&chart, f, i);
    mlg_chart_close(&chart);
    mlg_html(page, "<figcaption><b>%s</b>\u00a0: %s</figcaption>\n</figure>\n",
             mlg_sheet_text(f->rows, f->first, "nom"),
             mlg_report_tr("le nombre dans le cercle est celui des sites ajoutés\u00a0; plus haut, plus "
                           "d’habitants à portée\u00a0; plus à gauche, plus long trajet réduit."));
}

void mlg_chart_fronts(mlg_text *page, const mlg_sheet_rows *fronts, double persons)
{
    for (int32_t first = 0, end; first < fronts->count; first = end) {
        const char *name = mlg_sheet_text(fronts, first, "nom");
        for (end = first + 1; end < fronts->count && strcmp(mlg_sheet_text(fronts, end, "nom"), name) == 0;)
            end++;
        front f = { fronts, first, end, persons };
        if (end - first > 1 && persons > 0)
            draw_front(page, &f);
    }
}
