/* The rounds of mobile units as a planner draws them: one line per day, the time of day across, one block per
 * session. */
#include "base/language.h"
#include "base/number.h"
#include "base/utf8.h"
#include "output/figure.h"
#include "output/page/chart.h"
#include "output/page/charts.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 860, LEFT = 220, RIGHT = 850, ROW = 30, LETTER = 8 };

double mlg_hours(const char *words)
{
    char *end;
    double hours = mlg_strtod(words, &end);
    if (end == words || (*end != ':' && *end != 'h'))
        return (double)NAN;
    return hours + mlg_strtod(end + 1, NULL) / 60;
}

static double hour(const mlg_sheet_rows *rows, int32_t row, const char *column)
{
    return mlg_hours(mlg_sheet_text(rows, row, column));
}

static bool same_text(const mlg_sheet_rows *a, int32_t i, const mlg_sheet_rows *b, int32_t k, const char *column)
{
    return strcmp(mlg_sheet_text(a, i, column), mlg_sheet_text(b, k, column)) == 0;
}

static bool same_number(const mlg_sheet_rows *a, int32_t i, const mlg_sheet_rows *b, int32_t k, const char *column)
{
    return fabs(mlg_sheet_number(a, i, column) - mlg_sheet_number(b, k, column)) < 0.5;
}

static bool of_day(const mlg_sheet_rows *days, int32_t day, const mlg_sheet_rows *stops, int32_t stop)
{
    return same_text(days, day, stops, stop, "nom") && same_number(days, day, stops, stop, "unite") &&
           same_number(days, day, stops, stop, "semaine") && same_text(days, day, stops, stop, "jour");
}

/* As many letters as fit, without splitting a UTF-8 character. */
static void shorten(char *out, size_t size, const char *words, double room)
{
    size_t n = mlg_utf8_span(words, room < 2 * LETTER ? 0 : (size_t)(room / LETTER));
    if (n + sizeof "…" > size)
        n = mlg_utf8_fit(words, size - sizeof "…");
    snprintf(out, size, "%.*s%s", (int)n, words, words[n] && n > 0 ? "…" : "");
}

static void add_session(mlg_chart *chart, const mlg_sheet_rows *stops, int32_t i, double row)
{
    double begin = hour(stops, i, "debut"), end = hour(stops, i, "fin");
    mlg_text told = { 0 };
    char name[200];
    if (isnan(begin) || isnan(end))
        return;
    mlg_text_printf(&told, "%s, %s–%s", mlg_sheet_text(stops, i, "libelle"), mlg_sheet_text(stops, i, "debut"),
                    mlg_sheet_text(stops, i, "fin"));
    mlg_chart_bar(chart, begin, end, row + 0.12, row + 0.88, "#cfe3f5", mlg_text_words(&told));
    mlg_text_release_part(&told, chart->out);
    shorten(name, sizeof name, mlg_sheet_text(stops, i, "libelle"),
            mlg_scale_at(&chart->x, end) - mlg_scale_at(&chart->x, begin) - 8);
    mlg_chart_words(chart, begin, row + 0.5, 5, 4, "start", name);
}

static void add_day(mlg_chart *chart, const mlg_sheet_rows *days, int32_t day, const mlg_sheet_rows *stops,
                    double row)
{
    double leaves = hour(days, day, "depart"), back = hour(days, day, "retour");
    char name[160];
    snprintf(name, sizeof name, mlg_report_tr("unité %s, semaine %s, %s"),
             mlg_shown(mlg_sheet_number(days, day, "unite"), 0).text,
             mlg_shown(mlg_sheet_number(days, day, "semaine"), 0).text,
             mlg_report_tr(mlg_sheet_text(days, day, "jour")));
    mlg_chart_words(chart, chart->x.low, row + 0.5, -10, 4, "end", name);
    if (!isnan(leaves) && !isnan(back))
        mlg_chart_line(chart, leaves, row + 0.5, back, row + 0.5, "route");
    for (int32_t i = 0; i < stops->count; i++)
        if (of_day(days, day, stops, i))
            add_session(chart, stops, i, row);
}

static void draw_request(mlg_text *page, const mlg_sheet_rows *days, int32_t first, int32_t end,
                         const mlg_sheet_rows *stops)
{
    double low = 24, high = 0;
    char id[32];
    int height = ROW * (end - first);
    for (int32_t i = first; i < end; i++) {
        low = fmin(low, floor(hour(days, i, "depart")));
        high = fmax(high, ceil(hour(days, i, "retour")));
    }
    if (!(high > low))
        return;
    mlg_chart chart = { .x = { low, high, LEFT, RIGHT }, .y = { end - first, 0, 20 + height, 20 } };
    snprintf(id, sizeof id, "calendrier-%d", (int)first);
    mlg_text_add(page, "<figure class=\"graphique large\">\n");
    mlg_chart_open(&chart, page, id, mlg_report_tr("Journées des unités mobiles"),
                   mlg_report_tr("Une ligne par journée, de gauche à droite les heures\u00a0; un bloc par séance, "
                                 "le trait est la route. Les mêmes heures sont dans le tableau du calendrier."),
                   WIDTH, 70 + height);
    mlg_chart_axis_x(&chart, mlg_chart_step(low, high, 14), mlg_report_tr("heure"));
    for (int32_t i = first; i < end; i++)
        add_day(&chart, days, i, stops, i - first);
    mlg_chart_close(&chart);
    mlg_html(page, "<figcaption><b>%s</b>\u00a0: %s</figcaption>\n</figure>\n", mlg_sheet_text(days, first, "nom"),
             mlg_report_tr("un bloc par séance, sous le nom du lieu\u00a0; le trait est la route."));
}

void mlg_chart_rounds(mlg_text *page, const mlg_sheet_rows *days, const mlg_sheet_rows *stops)
{
    for (int32_t first = 0, end; first < days->count; first = end) {
        for (end = first + 1; end < days->count && same_text(days, first, days, end, "nom");)
            end++;
        draw_request(page, days, first, end, stops);
    }
}
