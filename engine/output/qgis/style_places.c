/* Styles made from what the study holds: the rings of its catchments, the categories of facilities it asks about. */
#include "output/qgis/style_places.h"

#include "base/language.h"
#include "base/memory.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/qgis/qml.h"
#include "output/tables/code_list.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- pieces of QML ------------------------------------------------------------------------------------------- */

static void open_symbol(mlg_text *qml, const char *type, int number, const char *class)
{
    mlg_html(qml,
             "<symbol type=\"%s\" name=\"%d\" alpha=\"1\" clip_to_extent=\"1\"><layer class=\"%s\" enabled=\"1\" "
             "locked=\"0\" "
             "pass=\"%d\"><Option type=\"Map\">",
             type, number, class, number);
}

static void close_symbol(mlg_text *qml)
{
    mlg_text_add(qml, "</Option></layer></symbol>\n");
}

static void add_rule(mlg_text *qml, int number, const char *filter, const char *words)
{
    mlg_html(qml, "<rule key=\"r%d\" symbol=\"%d\" filter=\"%s\" label=\"%s\"/>\n", number, number, filter, words);
}

/* ---- rings --------------------------------------------------------------------------------------------------- */

/* A fill, or only the outline for an area drawn over rings. */
static void add_area_symbol(mlg_text *qml, int number, const mlg_colour *fill)
{
    static const mlg_colour edge = { 90, 90, 90 }, strong = { 8, 48, 107 };
    open_symbol(qml, "fill", number, "SimpleFill");
    if (fill)
        mlg_qml_colour(qml, "color", *fill);
    mlg_qml_option(qml, "style", fill ? "solid" : "no");
    mlg_qml_colour(qml, "outline_color", fill ? edge : strong);
    mlg_qml_option(qml, "outline_style", "solid");
    mlg_qml_option(qml, "outline_width", fill ? "0.15" : "0.6");
    mlg_qml_option(qml, "outline_width_unit", "MM");
    mlg_qml_option(qml, "joinstyle", "bevel");
    close_symbol(qml);
}

/* From dark, the nearest ring, to pale; grey beyond the last limit. */
static mlg_colour ring_colour(int ring, int rings, bool beyond)
{
    const double part = rings > 1 ? (double)ring / (rings - 1) : 0;
    if (beyond)
        return (mlg_colour){ 240, 240, 240 };
    return (mlg_colour){ (uint8_t)lround(8 + part * 214), (uint8_t)lround(69 + part * 166),
                         (uint8_t)lround(148 + part * 99) };
}

static mlg_figure minutes_words(double minutes)
{
    return mlg_shown(minutes, fabs(minutes - round(minutes)) > 1e-6 ? 1 : 0);
}

static void name_ring(char *words, size_t size, double from, double to)
{
    if (isnan(to))
        snprintf(words, size, mlg_report_tr("au-delà de %s minutes"), minutes_words(from).text);
    else if (from > 0)
        snprintf(words, size, mlg_report_tr("de %s à %s minutes"), minutes_words(from).text,
                 minutes_words(to).text);
    else
        snprintf(words, size, mlg_report_tr("jusqu’à %s minutes"), minutes_words(to).text);
}

typedef struct rings {
    bool *beyond; /* of each: it has no outer limit */
    size_t room;
    int count;
} rings;

static mlg_status add_ring_rules(mlg_text *qml, rings *r, mlg_db *db, const char *request, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text filter = { 0 };
    bool row;
    char words[160];
    MLG_TRY(mlg_db_query(&stmt, db, "report/rings", err));
    mlg_bind_text(stmt, ":nom", request);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        double to = mlg_column_double(stmt, 1);
        MLG_GO(
            mlg_text_set(&filter, err, "\"nature\" = 'anneau' AND \"libelle\" = '%s'", mlg_column_text(stmt, 0)));
        MLG_GO(MLG_GROW(&r->beyond, &r->room, (size_t)r->count + 1, "rings", err));
        name_ring(words, sizeof words, mlg_column_double(stmt, 2), to);
        r->beyond[r->count] = isnan(to);
        add_rule(qml, r->count++, filter.data, words);
    }
done:
    mlg_text_release(&filter);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_style_rings(mlg_text *qml, mlg_db *db, const char *request, mlg_error *err)
{
    rings r = { 0 };
    int within = 0;
    mlg_text_add(
        qml, "<renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"1\"><rules "
             "key=\"bassin\">\n");
    mlg_status st = add_ring_rules(qml, &r, db, request, err);
    add_rule(qml, r.count, "\"nature\" = 'affectation'", mlg_report_tr("Bassin d’affectation"));
    mlg_text_add(qml, "</rules><symbols>\n");
    for (int i = 0; i < r.count; i++)
        within += !r.beyond[i];
    for (int i = 0; i < r.count; i++) {
        mlg_colour colour = ring_colour(i, within, r.beyond[i]);
        add_area_symbol(qml, i, &colour);
    }
    add_area_symbol(qml, r.count, NULL);
    mlg_text_add(qml, "</symbols><orderby><orderByClause asc=\"0\" nullsFirst=\"1\">CASE WHEN \"nature\" = "
                      "'affectation' THEN 0 ELSE "
                      "coalesce(\"minutes\", 100000) "
                      "END</orderByClause></orderby></renderer-v2>\n<layerOpacity>0.7</layerOpacity>\n");
    free(r.beyond);
    return st;
}

/* ---- facilities ---------------------------------------------------------------------------------------------- */

typedef struct {
    const char *words; /* NULL: any other meaning, in turn */
    const char *shape, *size;
    mlg_colour fill, edge;
} marker;

static const marker markers[] = {
    { "CSIPA et antennes", "pentagon", "4.6", { 204, 121, 167 }, { 92, 42, 72 } },
    { "Service d’urgences", "triangle", "5", { 213, 94, 0 }, { 92, 40, 0 } },
    { "Hôpital ou clinique", "square", "3.2", { 0, 114, 178 }, { 255, 255, 255 } },
    { "Centre hospitalier (CH)", "square", "3.8", { 0, 70, 130 }, { 255, 255, 255 } },
    { "Centre de santé", "circle", "3.2", { 0, 158, 115 }, { 255, 255, 255 } },
    { "Maison de santé (L. 6223-3)", "hexagon", "3.4", { 86, 180, 233 }, { 0, 60, 100 } },
    { "Pharmacie d’officine", "cross_fill", "2.8", { 0, 166, 81 }, { 0, 77, 38 } },
    { "Centre de soins, d’accompagnement et de prévention en addictologie (CSAPA)",
      "diamond",
      "3.6",
      { 230, 159, 0 },
      { 92, 63, 0 } },
    { NULL, "star", "4.2", { 240, 228, 66 }, { 90, 80, 0 } },
    { NULL, "arrowhead", "3.8", { 220, 38, 127 }, { 90, 0, 50 } },
    { NULL, "octagon", "3.2", { 120, 120, 120 }, { 40, 40, 40 } },
    { NULL, "trapezoid", "3.4", { 153, 79, 0 }, { 70, 30, 0 } },
    { NULL, "parallelogram_left", "3.4", { 0, 108, 209 }, { 0, 40, 90 } },
    { NULL, "half_square", "3.4", { 93, 58, 155 }, { 40, 20, 70 } },
    { NULL, "circle", "2.4", { 140, 140, 140 }, { 255, 255, 255 } },
};
enum { MARKERS = sizeof markers / sizeof *markers, MOST_MEANINGS = 64 };

static const marker *marker_of(const char *words, int *others)
{
    int first = 0;
    for (; markers[first].words; first++)
        if (strcmp(markers[first].words, words) == 0)
            return &markers[first];
    int at = first + (*others)++;
    return &markers[at < MARKERS ? at : MARKERS - 1];
}

static void add_marker(mlg_text *qml, int number, const marker *m)
{
    open_symbol(qml, "marker", number, "SimpleMarker");
    mlg_qml_option(qml, "name", m->shape);
    mlg_qml_colour(qml, "color", m->fill);
    mlg_qml_option(qml, "size", m->size);
    mlg_qml_option(qml, "size_unit", "MM");
    mlg_qml_colour(qml, "outline_color", m->edge);
    mlg_qml_option(qml, "outline_width", "0.25");
    mlg_qml_option(qml, "outline_width_unit", "MM");
    mlg_qml_option(qml, "outline_style", "solid");
    close_symbol(qml);
}

/* A filter on categories of the same meaning, drawn alike. */
typedef struct {
    mlg_text words, filter;
} meaning;

static void add_category(meaning *m, const char *category)
{
    mlg_text_add(&m->filter, m->filter.length > 0 ? " OR \"categorie\" = '" : "\"categorie\" = '");
    for (const char *c = category; *c; c++)
        mlg_text_add_bytes(&m->filter, *c == '\'' ? "''" : c, *c == '\'' ? 2 : 1);
    mlg_text_add(&m->filter, "'");
}

static mlg_status check_memory(const meaning *found, int count, mlg_error *err)
{
    for (int i = 0; i < count; i++)
        if (found[i].words.status != MLG_OK || found[i].filter.status != MLG_OK)
            return mlg_fail_memory(err, "categories of facilities", 0);
    return MLG_OK;
}

static mlg_status read_meanings(meaning found[MOST_MEANINGS], int *count, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *count = 0;
    MLG_TRY(mlg_db_query(&stmt, db, "report/facility_categories", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *category = mlg_column_text(stmt, 0), *words = mlg_code_words("etablissement", category);
        int at = 0;
        while (at < *count && strcmp(found[at].words.data, words) != 0)
            at++;
        if (at == MOST_MEANINGS)
            continue;
        if (at == *count) {
            (*count)++;
            mlg_text_add(&found[at].words, words);
        }
        add_category(&found[at], category);
        MLG_GO(check_memory(found, *count, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* The rarest are drawn last, over the others. */
static void add_meanings(mlg_text *qml, const meaning *found, int count)
{
    int others = 0;
    mlg_text_add(
        qml, "<renderer-v2 type=\"RuleRenderer\" symbollevels=\"1\" forceraster=\"0\" enableorderby=\"0\"><rules "
             "key=\"etablissement\">\n");
    for (int i = 0; i < count; i++)
        add_rule(qml, count - 1 - i, found[i].filter.data, mlg_report_tr(found[i].words.data));
    mlg_text_add(qml, "</rules><symbols>\n");
    for (int i = 0; i < count; i++)
        add_marker(qml, count - 1 - i, marker_of(found[i].words.data, &others));
    mlg_text_add(qml, "</symbols></renderer-v2>\n");
}

mlg_status mlg_style_facilities(mlg_text *qml, mlg_db *db, mlg_error *err)
{
    static const char labels[] =
        "<labeling type=\"simple\"><settings><text-style fieldName=\"libelle\" isExpression=\"0\" "
        "fontFamily=\"Sans\" "
        "fontSize=\"8\" fontSizeUnit=\"Point\" fontWeight=\"50\" textColor=\"40,40,40,255\" "
        "textOpacity=\"1\"><text-buffer "
        "bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" "
        "bufferOpacity=\"0.85\"/></text-style><placement placement=\"6\" dist=\"1\" distUnits=\"MM\" "
        "priority=\"5\" "
        "predefinedPositionOrder=\"TR,TL,BR,BL,R,L,TSR,BSR\" offsetType=\"1\"/><rendering obstacle=\"1\" "
        "scaleVisibility=\"1\" "
        "scaleMin=\"0\" scaleMax=\"60000\"/></settings></labeling>\n";
    meaning *found = NULL;
    int count = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&found, MOST_MEANINGS, "categories of facilities", err));
    MLG_GO(read_meanings(found, &count, db, err));
    add_meanings(qml, found, count);
    mlg_text_add(qml, labels);
done:
    for (int i = 0; i < count; i++) {
        mlg_text_release(&found[i].words);
        mlg_text_release(&found[i].filter);
    }
    free(found);
    return st;
}
