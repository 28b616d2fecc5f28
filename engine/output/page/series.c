#include "output/page/series.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/page/chart.h"
#include "output/tables/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Units of the drawing are the pixels of a telephone: its letters stay legible there. */
enum { WIDTH = 360, HEIGHT = 250, LEFT = 52, RIGHT = 344, TOP = 44, BOTTOM = 206, TICKS = 5, YEAR_WIDE = 36 };
#define ROOM 1.6

#define NUMBER(name)                                                                                              \
    {                                                                                                             \
        name, name, "", MLG_KIND_NUMBER, 0, false                                                                 \
    }
static const mlg_sheet_column target_columns[] = {
    { "indicateur", "indicateur", "", MLG_KIND_TEXT, 0, false },
    NUMBER("cible"),
    NUMBER("annee_cible"),
    NUMBER("debut"),
    NUMBER("annee_debut"),
    NUMBER("fin"),
    NUMBER("reste"),
    NUMBER("avance"),
};
static const mlg_sheet targets_table = { "serie_objectifs", "", target_columns,
                                         sizeof target_columns / sizeof *target_columns };

/* What is charted; `code` is that of a target. */
typedef struct {
    const char *code, *column, *title, *unit;
    int places;
    bool of_apl; /* its years are computed or published */
    bool more;   /* is better */
} indicator;

static const indicator indicators[] = {
    { "apl", "apl", MLG_REPORT_MARK("APL moyenne des généralistes"),
      MLG_REPORT_MARK("consultations par an et par habitant"), 2, true, true },
    { "under", "sous", MLG_REPORT_MARK("Habitants sous le seuil d’accès"), MLG_REPORT_MARK("habitants"), 0, true,
      false },
    { "covered_pct", "part_couverte", MLG_REPORT_MARK("Habitants au seuil d’accès ou au-dessus"),
      MLG_REPORT_MARK("% des habitants"), 1, true, true },
    { "doctors", "nb_gp", MLG_REPORT_MARK("Médecins généralistes"), MLG_REPORT_MARK("médecins"), 1, false, true },
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

typedef struct {
    mlg_sheet_rows years, targets;
} series;

static int year_of(const series *s, int32_t row)
{
    int year = 0;
    return sscanf(mlg_sheet_text(&s->years, row, "annee"), "%d", &year) == 1 ? year : 0;
}

static double value_of(const series *s, const indicator *what, int32_t row)
{
    return mlg_sheet_number(&s->years, row, what->column);
}

/* First known row at or after `row`, stepping by `step`; -1 when there is none. */
static int32_t known_from(const series *s, const indicator *what, int32_t row, int step)
{
    for (; row >= 0 && row < s->years.count; row += step)
        if (!isnan(value_of(s, what, row)))
            return row;
    return -1;
}

/* First and last known rows; -1 when there are none. */
typedef struct {
    int32_t first, last;
} span;

static span span_of(const series *s, const indicator *what)
{
    return (span){ known_from(s, what, 0, 1), known_from(s, what, s->years.count - 1, -1) };
}

static bool is_computed(const series *s, int32_t row)
{
    return strncmp(mlg_sheet_text(&s->years, row, "source"), "calculée", strlen("calculée")) == 0;
}

/* In the language of the page. */
static const char *source_of(mlg_text *room, const series *s, int32_t row)
{
    const mlg_sheet *table = s->years.table;
    const int source = mlg_sheet_column_of(table, "source");
    return mlg_shown_text(room, table, &table->columns[source], mlg_sheet_rows_cell(&s->years, row, source));
}

static bool same_source(const series *s, int32_t a, int32_t b)
{
    return strcmp(mlg_sheet_text(&s->years, a, "source"), mlg_sheet_text(&s->years, b, "source")) == 0;
}

static bool is_target_of(const series *s, int32_t target, const indicator *what)
{
    return strcmp(mlg_sheet_text(&s->targets, target, "indicateur"), what->code) == 0;
}

static int32_t target_of(const series *s, const indicator *what)
{
    for (int32_t t = 0; t < s->targets.count; t++)
        if (is_target_of(s, t, what))
            return t;
    return -1;
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static mlg_figure shown(const indicator *what, double value)
{
    return mlg_shown(value, value == round(value) ? 0 : what->places);
}

/* "De 2016 à 2026, l’accès passe de 3,00 à 1,89 consultations...; 12 112 habitants sont sous le seuil de 2,5 au lieu de 6 000." */
static void say_trend(mlg_text *page, const series *s)
{
    const indicator *apl = &indicators[0], *under = &indicators[1];
    const span known = span_of(s, apl);
    const int32_t first = known.first, last = known.last;
    mlg_html(
        page,
        mlg_report_tr("<p class=\"reponse\">De %d à %d, l’accès moyen passe de %s à <b>%s</b> consultations "
                      "de généraliste par an et par habitant\u00a0; <b>%s habitants</b> sont sous le seuil de "
                      "%s, au lieu de %s."),
        year_of(s, first), year_of(s, last), mlg_shown(value_of(s, apl, first), 2).text,
        mlg_shown(value_of(s, apl, last), 2).text, shown(under, value_of(s, under, last)).text,
        mlg_shown(mlg_sheet_number(&s->years, last, "seuil"), 1).text,
        shown(under, value_of(s, under, first)).text);
    if (!same_source(s, first, last))
        mlg_text_add(page, mlg_report_tr(" Ces deux années n’ont pas la même convention."));
    mlg_text_add(page, "</p>\n");
}

/* ", retard de 8 612 sur le rythme prévu" */
static void add_pace(mlg_text *page, const indicator *what, double ahead)
{
    mlg_figure figure = shown(what, fabs(ahead));
    if (ahead < 0)
        mlg_html(page, mlg_report_tr(", retard de %s sur un rythme régulier"), figure.text);
    else if (ahead > 0)
        mlg_html(page, mlg_report_tr(", avance de %s sur un rythme régulier"), figure.text);
}

static void say_target(mlg_text *page, const series *s, const indicator *what, int32_t target)
{
    double left = mlg_sheet_number(&s->targets, target, "reste");
    mlg_html(page, mlg_report_tr("Objectif\u00a0: %s en %d"),
             shown(what, mlg_sheet_number(&s->targets, target, "cible")).text,
             (int)mlg_sheet_number(&s->targets, target, "annee_cible"));
    if (left <= 0)
        mlg_text_add(page, mlg_report_tr(", atteint"));
    else if (!isnan(left)) {
        mlg_html(page, mlg_report_tr("\u00a0; reste %s"), shown(what, left).text);
        add_pace(page, what, mlg_sheet_number(&s->targets, target, "avance"));
    }
    mlg_text_add(page, ". ");
}

/* "2016, 2018 : publiée, 65 ans et moins ; 2024, 2026 : calculée" */
static void say_sources(mlg_text *page, const series *s)
{
    mlg_text room = { 0 };
    mlg_text_add(page, mlg_report_tr("<p class=\"note\">APL "));
    for (int32_t row = 0; row < s->years.count; row++) {
        const char *source = mlg_sheet_text(&s->years, row, "source");
        bool more = row + 1 < s->years.count && strcmp(mlg_sheet_text(&s->years, row + 1, "source"), source) == 0;
        mlg_html(page, more ? "%d, " : mlg_report_tr("%d\u00a0: "), year_of(s, row));
        if (!more)
            mlg_html(page, "%s%s", source_of(&room, s, row), row + 1 < s->years.count ? "\u00a0; " : "");
    }
    mlg_text_release(&room);
    mlg_text_add(
        page, mlg_report_tr(". Disque plein\u00a0: calculée par une étude\u00a0; cercle vide\u00a0: publiée par "
                            "la DREES. Un trait pointillé relie deux conventions différentes\u00a0: l’écart "
                            "vient aussi d’elles. Trait tireté\u00a0: rythme régulier vers l’objectif.</p>\n"));
}

/* ---- a chart -------------------------------------------------------------------------------------------------------- */

/* A commune that is followed stands above its territory as often as below: the first chart leaves it room. */
static void scale(mlg_chart *chart, double *step, const series *s, const indicator *what)
{
    double most = 0, last = year_of(s, s->years.count - 1);
    for (int32_t row = 0; row < s->years.count; row++)
        most = fmax(most, (what == indicators ? ROOM : 1) * value_of(s, what, row));
    for (int32_t t = 0; t < s->targets.count; t++)
        if (is_target_of(s, t, what)) {
            most = fmax(most, mlg_sheet_number(&s->targets, t, "cible"));
            last = fmax(last, mlg_sheet_number(&s->targets, t, "annee_cible"));
        }
    *step = mlg_chart_step(0, most > 0 ? most : 1, TICKS);
    chart->x = (mlg_scale){ year_of(s, 0), last, LEFT, RIGHT };
    chart->y = (mlg_scale){ 0, *step * ceil(most > 0 ? most / *step : 1), BOTTOM, TOP };
}

/* Years under the axis, those that would collide with a later one left out. */
static void add_year(mlg_chart *chart, int year, double *free_to)
{
    char words[16];
    double at = mlg_scale_at(&chart->x, year);
    snprintf(words, sizeof words, "%d", year);
    if (at > *free_to)
        return;
    mlg_chart_words(chart, year, 0, 0, 18, "middle", words);
    *free_to = at - YEAR_WIDE;
}

static void add_years(mlg_chart *chart, const series *s, const indicator *what)
{
    double free_to = HUGE_VAL;
    mlg_chart_line(chart, chart->x.low, 0, chart->x.high, 0, "axe");
    for (int32_t t = 0; t < s->targets.count; t++)
        if (is_target_of(s, t, what))
            add_year(chart, (int)mlg_sheet_number(&s->targets, t, "annee_cible"), &free_to);
    for (int32_t row = s->years.count - 1; row >= 0; row--)
        add_year(chart, year_of(s, row), &free_to);
}

static void add_targets(mlg_chart *chart, const series *s, const indicator *what)
{
    for (int32_t t = 0; t < s->targets.count; t++) {
        if (!is_target_of(s, t, what))
            continue;
        double start = mlg_sheet_number(&s->targets, t, "debut"), aim = mlg_sheet_number(&s->targets, t, "cible");
        double year = mlg_sheet_number(&s->targets, t, "annee_cible");
        if (!isnan(start))
            mlg_chart_line(chart, mlg_sheet_number(&s->targets, t, "annee_debut"), start, year, aim, "cible");
        mlg_chart_disc(chart, year, aim, 6, true, "", mlg_report_tr("objectif"));
        char words[64];
        snprintf(words, sizeof words, mlg_report_tr("objectif %s"), shown(what, aim).text);
        mlg_chart_words(chart, year, aim, 0, -12, "end", words);
    }
}

/* The territory: a line through its years, broken where a year between two is unknown. */
static void add_values(mlg_chart *chart, const series *s, const indicator *what)
{
    const span known = span_of(s, what);
    int32_t first = known.first, last = known.last, before = -1;
    for (int32_t row = first; row >= 0 && row <= last; before = row, row = known_from(s, what, row + 1, 1)) {
        if (before >= 0)
            mlg_chart_line(
                chart, year_of(s, before), value_of(s, what, before), year_of(s, row), value_of(s, what, row),
                before + 1 == row && (!what->of_apl || same_source(s, before, row)) ? "tendance"
                                                                                    : "tendance rupture");
        if (row == last)
            break;
    }
    for (int32_t row = first; row >= 0; row = known_from(s, what, row + 1, 1)) {
        char told[160];
        double value = value_of(s, what, row);
        snprintf(told, sizeof told, mlg_report_tr("%d\u00a0: %s %s"), year_of(s, row), shown(what, value).text,
                 mlg_report_tr(what->unit));
        mlg_chart_disc(chart, year_of(s, row), value, 4.5, what->of_apl && !is_computed(s, row), "", told);
        if (row == first || row == last)
            mlg_chart_words(chart, year_of(s, row), value, row == first ? -4 : 4, -10,
                            row == first ? "start" : "end", shown(what, value).text);
    }
}

static void add_threshold(mlg_chart *chart, const series *s)
{
    double threshold = mlg_sheet_number(&s->years, 0, "seuil");
    if (!(threshold < chart->y.high))
        return;
    mlg_chart_line(chart, chart->x.low, threshold, chart->x.high, threshold, "seuil-trait");
    mlg_chart_words(chart, chart->x.high, threshold, -60, 14, "end", mlg_report_tr("seuil"));
}

static void draw(mlg_text *page, mlg_chart *chart, const series *s, const indicator *what)
{
    double step;
    char id[32];
    mlg_text desc = { 0 };
    const span known = span_of(s, what);
    *chart = (mlg_chart){ .out = page };
    scale(chart, &step, s, what);
    snprintf(id, sizeof id, "serie-%s", what->column);
    mlg_text_printf(&desc,
                    mlg_report_tr("%s en %d, %s en %d. Toutes les valeurs sont dans le tableau des indicateurs."),
                    shown(what, value_of(s, what, known.first)).text, year_of(s, known.first),
                    shown(what, value_of(s, what, known.last)).text, year_of(s, known.last));
    mlg_html(page, "<figure class=\"graphique etroit\">\n");
    mlg_chart_open(chart, page, id, mlg_report_tr(what->title), mlg_text_words(&desc), WIDTH, HEIGHT);
    mlg_text_release_part(&desc, page);
    mlg_chart_axis_y(chart, step, mlg_report_tr(what->unit));
    add_years(chart, s, what);
    if (what == indicators)
        add_threshold(chart, s);
    add_targets(chart, s, what);
    add_values(chart, s, what);
    mlg_chart_close(chart);
    mlg_html(page, "<figcaption><b>%s.</b> ", mlg_report_tr(what->title));
    for (int32_t t = 0; t < s->targets.count; t++)
        if (is_target_of(s, t, what))
            say_target(page, s, what, t);
    mlg_text_add(page, "</figcaption>\n</figure>\n");
}

/* ---- a commune beside its territory ------------------------------------------------------------------------------- */

/* "01001 3.000 - 2.400": a dash where a year is unknown. */
static mlg_status add_communes(mlg_json *json, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text line = { 0 };
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/serie_valeurs", err));
    mlg_status st;
    mlg_json_array(json, "communes");
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *code = mlg_column_text(stmt, 0);
        size_t n = strlen(code);
        if (line.length == 0 || strncmp(line.data, code, n) != 0 || line.data[n] != ' ') {
            if (line.length)
                mlg_json_text(json, NULL, line.data);
            mlg_text_clear(&line);
            mlg_text_add(&line, code);
        }
        if (mlg_column_is_null(stmt, 2))
            mlg_text_add(&line, " -");
        else
            mlg_text_printf(&line, " %.3f", mlg_column_double(stmt, 2));
        MLG_GO(mlg_text_status(&line, err));
    }
    if (line.length)
        mlg_json_text(json, NULL, line.data);
    mlg_json_end(json);
done:
    mlg_text_release(&line);
    mlg_stmt_free(stmt);
    return st;
}

static void add_years_drawn(mlg_json *json, const series *s, const mlg_chart *chart)
{
    mlg_json_array(json, "annees");
    for (int32_t row = 0; row < s->years.count; row++)
        mlg_json_number(json, NULL, year_of(s, row));
    mlg_json_end(json);
    mlg_json_array(json, "x");
    for (int32_t row = 0; row < s->years.count; row++)
        mlg_json_number(json, NULL, round(mlg_scale_at(&chart->x, year_of(s, row))));
    mlg_json_end(json);
    mlg_json_number(json, "bas", BOTTOM);
    mlg_json_number(json, "haut", TOP);
    mlg_json_number(json, "plus", chart->y.high);
}

static mlg_status add_follower(mlg_text *page, mlg_db *db, const series *s, const mlg_chart *chart, mlg_error *err)
{
    mlg_json *json = NULL;
    MLG_TRY(mlg_json_new(&json, err));
    add_years_drawn(json, s, chart);
    mlg_json_text(json, "en", mlg_report_tr("{v} en {a}"));
    mlg_json_text(json, "inconnue", mlg_report_tr("inconnue en {a}"));
    mlg_json_text(json, "dit", mlg_report_tr("{c}, en carrés sur le graphique de l’APL\u00a0: {v}."));
    mlg_json_text(json, "aucune", mlg_report_tr("Aucune commune de ce nom."));
    mlg_status st = add_communes(json, db, err);
    if (st != MLG_OK) {
        mlg_json_free(json);
        return st;
    }
    mlg_html_data(page, "serie-donnees", json);
    return MLG_OK;
}

/* ---- the section ---------------------------------------------------------------------------------------------------- */

static bool is_charted(const series *s, const indicator *what)
{
    const span known = span_of(s, what);
    return known.first >= 0 && known.last > known.first &&
           (strcmp(what->code, "covered_pct") != 0 || target_of(s, what) >= 0);
}

static mlg_status add_section(mlg_text *page, mlg_db *db, const series *s, mlg_error *err)
{
    mlg_chart of_apl = { .out = page }, other;
    mlg_html(
        page,
        "<section id=\"evolution\" aria-labelledby=\"evolution-titre\">\n<h2 id=\"evolution-titre\">%s</h2>\n",
        mlg_report_tr("Au fil des années"));
    say_trend(page, s);
    say_sources(page, s);
    mlg_html(page,
             "<p id=\"serie-choix\" hidden><label for=\"serie-commune\">%s</label> <input id=\"serie-commune\" "
             "type=\"search\" "
             "list=\"serie-noms\" autocomplete=\"off\"><datalist id=\"serie-noms\"></datalist> <span "
             "id=\"serie-dit\" role=\"status\"></span></p>\n",
             mlg_report_tr("Suivre une commune (nom ou code)"));
    mlg_text_add(page, "<div class=\"evolutions\">\n");
    for (int i = 0; i < INDICATORS; i++)
        if (is_charted(s, &indicators[i]))
            draw(page, i == 0 ? &of_apl : &other, s, &indicators[i]);
    mlg_text_add(page, "</div>\n");
    mlg_html(page, "<p class=\"suites\"><a href=\"#serie_annees\">%s</a></p>\n", mlg_report_tr("Tableaux"));
    MLG_TRY(add_follower(page, db, s, &of_apl, err));
    mlg_text_add(page, "</section>\n");
    return MLG_OK;
}

mlg_status mlg_page_series(mlg_text *page, mlg_db *db, mlg_error *err)
{
    series s = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_sheet_rows_read(&s.years, db, mlg_sheet_find("serie_annees"), err));
    MLG_GO(mlg_sheet_rows_read(&s.targets, db, &targets_table, err));
    if (s.years.count > 0 && is_charted(&s, &indicators[0]))
        MLG_GO(add_section(page, db, &s, err));
done:
    mlg_sheet_rows_release(&s.years);
    mlg_sheet_rows_release(&s.targets);
    return st;
}
