#include "base/language.h"
#include "output/map/map.h"

#include "output/figure.h"
#include "output/map/background.h"
#include "output/map/layers.h"
#include "output/map/quarters.h"
#include "output/map/surroundings.h"
#include "output/map/symbols.h"
#include "output/map/tip.h"
#include "output/map/tools.h"
#include "output/map/transit.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FINE_GRID_M = 50, COARSE_GRID_M = 100, COARSE_ABOVE = 1500, CANVAS_GRID_M = 250 };

typedef struct plan {
    const mlg_findings *found;
    mlg_map_grid grid;
    int32_t communes;
    int width, height; /* cells */
    double unit;       /* a hundredth of the longer side, in cells */
    bool canvas;
    mlg_json *data; /* of the canvas: communes, then layers; NULL without one */
    mlg_map_layer *layers;
    int layer_count, base_count, group_count, asked_count; /* base layers, then groups, what is asked, gains */
    mlg_text groups;                                       /* what the tip of a commune says of them */
} plan;

/* ---- what there is to draw --------------------------------------------------------------------------- */

static mlg_map_facts facts_of(mlg_stmt *stmt)
{
    return (mlg_map_facts){ .apl = mlg_column_double(stmt, 3),
                            .persons = mlg_column_double(stmt, 4),
                            .minutes = { mlg_column_double(stmt, 5), mlg_column_double(stmt, 8),
                                         mlg_column_double(stmt, 9) },
                            .lacks = mlg_column_double(stmt, 6),
                            .zoning = mlg_column_text(stmt, 7),
                            .expected = mlg_column_double(stmt, 10),
                            .runs_under = mlg_column_double(stmt, 11),
                            .with_rounds = mlg_column_double(stmt, 12),
                            .change = mlg_column_double(stmt, 13),
                            .longer = mlg_column_double(stmt, 14),
                            .before = mlg_column_double(stmt, 15),
                            .emergency_before = mlg_column_double(stmt, 16) };
}

/* Box of the communes, how many there are, and what is known of any. */
static mlg_status measure(plan *p, bool present[MLG_BASE_LAYERS], mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    p->grid.box = (mlg_box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(mlg_box_take(&p->grid.box, stmt, err));
        mlg_map_facts facts = facts_of(stmt);
        present[MLG_LAYER_APL] |= !isnan(facts.apl);
        for (int service = 0; service < MLG_TIMED_SERVICES; service++)
            present[MLG_LAYER_TIME + service] |= !isnan(facts.minutes[service]);
        present[MLG_LAYER_LACK] |= !isnan(facts.lacks);
        present[MLG_LAYER_ZONING] |= facts.zoning != NULL;
        present[MLG_LAYER_OUTLOOK] |= !isnan(facts.expected);
        present[MLG_LAYER_SENSITIVITY] |= !isnan(facts.runs_under);
        present[MLG_LAYER_ROUNDS] |= !isnan(facts.with_rounds);
        present[MLG_LAYER_CHANGE] |= !isnan(facts.change) && facts.change != 0;
        present[MLG_LAYER_LONGER] |= !isnan(facts.longer) && facts.longer != 0;
        present[MLG_LAYER_BEFORE] |= !isnan(facts.before);
        present[MLG_LAYER_EMERGENCY_BEFORE] |= !isnan(facts.emergency_before);
        p->communes++;
    }
    present[MLG_LAYER_BEFORE] &= present[MLG_LAYER_CHANGE]; /* else it is the layer of after */
    present[MLG_LAYER_EMERGENCY_BEFORE] &= present[MLG_LAYER_LONGER];
done:
    mlg_stmt_free(stmt);
    return st;
}

static void choose_grid(plan *p)
{
    p->canvas = p->communes > MLG_MAP_SVG_MOST;
    p->grid.step_m = p->canvas ? CANVAS_GRID_M : p->communes > COARSE_ABOVE ? COARSE_GRID_M : FINE_GRID_M;
    p->width = mlg_map_grid_x(&p->grid, p->grid.box.max_x) + 1;
    p->height = mlg_map_grid_y(&p->grid, p->grid.box.min_y) + 1;
    p->unit = fmax(p->width, p->height) / 100.0;
}

/* ---- communes ---------------------------------------------------------------------------------------- */

/* Read along with the communes, in the order of their codes. */
typedef struct {
    mlg_gain_rows groups, asked, gains;
} rows_beside;

/* Classes of the current commune in every layer: base layers from its figures, the others from the rows with its code. */
static mlg_status classify(int *classes, plan *p, mlg_stmt *stmt, rows_beside *beside, mlg_error *err)
{
    const int asked = p->base_count + p->group_count, gains = asked + p->asked_count;
    mlg_map_facts facts = facts_of(stmt);
    for (int i = 0; i < p->base_count; i++)
        classes[i] = mlg_layer_class(&p->layers[i], &facts, &p->found->look);
    mlg_text_clear(&p->groups);
    MLG_TRY(mlg_group_classes(classes + p->base_count, p->layers + p->base_count, p->group_count, facts.persons,
                              &p->groups, &p->found->look, &beside->groups, mlg_column_text(stmt, 1), err));
    MLG_TRY(mlg_asked_classes(classes + asked, p->layers + asked, p->asked_count, p->found, &beside->asked,
                              mlg_column_text(stmt, 1), err));
    MLG_TRY(
        mlg_gain_classes(classes + gains, p->layer_count - gains, &beside->gains, mlg_column_text(stmt, 1), err));
    for (int i = 0; i < p->layer_count; i++)
        if (!mlg_layer_is_of_group(&p->layers[i]))
            mlg_layer_count(&p->layers[i], classes[i], facts.persons);
    return MLG_OK;
}

static void add_classes(mlg_text *out, const plan *p, const int *classes)
{
    bool first = true;
    for (int i = 0; i < p->layer_count; i++) {
        if (p->layers[i].kind == MLG_LAYER_GAIN && classes[i] == 0)
            continue;
        mlg_text_printf(out, "%s%s%s%d", first ? " class=\"" : " ", p->layers[i].key,
                        mlg_layer_is_numbered(&p->layers[i]) ? "-" : "", classes[i]);
        first = false;
    }
    mlg_text_add(out, first ? "" : "\"");
}

static mlg_status add_path(mlg_text *out, plan *p, const int *classes, mlg_stmt *stmt, const mlg_geom *geom,
                           mlg_error *err)
{
    mlg_html(out, "<path id=\"c%s\"", mlg_column_text(stmt, 1));
    const mlg_map_facts facts = facts_of(stmt);
    add_classes(out, p, classes);
    mlg_text_add(out, " d=\"");
    MLG_TRY(mlg_map_grid_outline(out, &p->grid, geom, err));
    mlg_text_add(out, "\"");
    mlg_map_tip(out, mlg_column_text(stmt, 2), &facts, mlg_text_words(&p->groups));
    return MLG_OK;
}

/* One commune of the data of the canvas: "code classes outline"; codes have no space. */
static mlg_status add_datum(plan *p, const int *classes, mlg_stmt *stmt, const mlg_geom *geom, mlg_error *err)
{
    mlg_text line = { 0 };
    mlg_text_printf(&line, "%s ", mlg_column_text(stmt, 1));
    for (int i = 0; i < p->layer_count; i++)
        mlg_text_printf(&line, "%d", classes[i]);
    mlg_text_add(&line, " ");
    mlg_status st = mlg_map_grid_outline(&line, &p->grid, geom, err);
    if (st == MLG_OK && line.status != MLG_OK)
        st = mlg_fail_memory(err, "outline", line.length);
    if (st == MLG_OK)
        mlg_json_text(p->data, NULL, line.data);
    mlg_text_release(&line);
    return st;
}

static mlg_status add_commune(mlg_text *out, plan *p, int *classes, mlg_stmt *stmt, rows_beside *beside,
                              mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(classify(classes, p, stmt, beside, err));
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_status st =
        p->canvas ? add_datum(p, classes, stmt, geom, err) : add_path(out, p, classes, stmt, geom, err);
    mlg_geom_free(geom);
    return st;
}

static mlg_status add_communes(mlg_text *out, plan *p, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    rows_beside beside = { { NULL, false }, { NULL, false }, { NULL, false } };
    bool row = false;
    int *classes = calloc((size_t)p->layer_count + 1, sizeof *classes);
    mlg_status st = classes ? MLG_OK : mlg_fail_memory(err, "classes of a map", (size_t)p->layer_count);
    if (st == MLG_OK)
        st = mlg_db_query(&stmt, db, "report/map_communes", err);
    if (st == MLG_OK)
        st = mlg_group_rows_open(&beside.groups, db, err);
    if (st == MLG_OK)
        st = mlg_asked_rows_open(&beside.asked, db, err);
    if (st == MLG_OK)
        st = mlg_gain_rows_open(&beside.gains, db, err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        st = add_commune(out, p, classes, stmt, &beside, err);
    mlg_stmt_free(stmt);
    mlg_gain_rows_close(&beside.groups);
    mlg_gain_rows_close(&beside.asked);
    mlg_gain_rows_close(&beside.gains);
    free(classes);
    return st;
}

/* ---- what lies over them ----------------------------------------------------------------------------- */

/* Rows of: outline, code, name, APL, persons. */
static mlg_status add_areas(mlg_text *out, const plan *p, mlg_db *db, const char *query, const char *css,
                            mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_text_printf(out, "<g class=\"%s\">\n", css);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const mlg_map_facts facts = { .apl = mlg_column_double(stmt, 3), .persons = mlg_column_double(stmt, 4) };
        mlg_text_add(out, "<path");
        MLG_GO(mlg_row_outline(out, &p->grid, stmt, err));
        mlg_map_tip(out, mlg_column_text(stmt, 2), &facts, "");
    }
done:
    mlg_text_add(out, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}

static void add_key(mlg_text *legend, const char *shown, const char *css, const char *shape, const char *words)
{
    mlg_text_printf(legend, "<li%s>", shown);
    mlg_html(legend,
             "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"%s\" d=\"%s\"/></svg> %s</li>\n", css,
             shape, words);
}

/* Communes that the uncertainty of the study leaves near the threshold are hatched over the classes of APL. */
static mlg_status add_near(mlg_text *out, mlg_text *legend, const plan *p, mlg_db *db, mlg_error *err)
{
    size_t before = out->length;
    MLG_TRY(add_areas(out, p, db, "report/map_near", "pres", err));
    bool drawn = false;
    for (int i = 0; i < p->layer_count; i++)
        drawn |= p->layers[i].kind == MLG_LAYER_APL;
    if (drawn && out->data && strstr(out->data + before, "<path"))
        add_key(legend, p->layers[0].kind == MLG_LAYER_APL ? " data-sur=\"c\"" : " data-sur=\"c\" hidden",
                "k-pres", "M2 2h12v12H2z", mlg_report_tr("Près du seuil d’APL\u00a0: on ne peut trancher"));
    return MLG_OK;
}

static mlg_status add_over(mlg_text *out, mlg_text *legend, plan *p, mlg_db *db, mlg_error *err)
{
    MLG_TRY(mlg_map_background(out, legend, &p->grid, db, err));
    MLG_TRY(add_near(out, legend, p, db, err));
    MLG_TRY(add_areas(out, p, db, "report/map_deserts", "deserts", err));
    MLG_TRY(mlg_map_quarters(out, &p->grid, p->layers, p->base_count, &p->found->look, db, err));
    MLG_TRY(mlg_map_transit(out, legend, &p->grid, db, err));
    MLG_TRY(mlg_map_facilities(out, legend, &p->grid, db, err));
    const char *first = p->layer_count ? p->layers[0].key : "";
    bool catchments = false;
    if (!p->canvas) /* hundreds of areas would weigh more than the communes */
        MLG_TRY(mlg_map_catchments(out, &catchments, &p->grid, p->found, db, err));
    if (catchments)
        add_key(legend, " data-sur=\"b\" hidden", "k-bassin", "M2 2h12v12H2z",
                mlg_report_tr("Communes dont un même site est le plus proche"));
    if (p->found->sites.count > 0)
        mlg_map_proposal_key(legend, MLG_REPORT_MARK("Site proposé et son rang"),
                             *first == 'c' || *first == 'g' ? " data-sur=\"gc\"" : " data-sur=\"gc\" hidden");
    MLG_TRY(mlg_map_proposals(out, &p->grid, db, -1, first, 1.9 * p->unit, err));
    bool stops;
    MLG_TRY(mlg_map_stops(out, &stops, &p->grid, 1.9 * p->unit, db, err));
    if (stops)
        mlg_map_proposal_key(legend, MLG_REPORT_MARK("Arrêt de la tournée, dans l’ordre"),
                             " data-sur=\"m\" hidden");
    return MLG_OK;
}

/* What the drawing shows, in metres. */
static mlg_box view_of(const plan *p)
{
    double margin = 2 * p->unit * p->grid.step_m, foot = 6 * p->unit * p->grid.step_m;
    const mlg_box *box = &p->grid.box;
    return (mlg_box){ box->min_x - margin, box->min_y - foot, box->max_x + margin, box->max_y + margin };
}

/* ---- scale and frame --------------------------------------------------------------------------------- */

/* Largest 1, 2 or 5 times a power of ten that is at most a quarter of the width. */
static double bar_length_m(double width_m)
{
    double power = pow(10.0, floor(log10(width_m / 4)));
    double digit = width_m / 4 / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

static void add_scale(mlg_text *out, const plan *p)
{
    double unit = p->unit, step_m = p->grid.step_m, length_m = bar_length_m(p->width * step_m),
           length = length_m / step_m, top = p->height + 4 * unit, x = p->width - 2 * unit;
    bool km = length_m >= 1000;
    mlg_text_printf(out, "<g class=\"echelle\"><path d=\"M0 %.1fv%.1fh%.1fv%.1f\"/>", top - unit, unit, length,
                    -unit);
    mlg_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\">%s %s</text>", length + unit, top,
                    2.2 * unit, mlg_shown(km ? length_m / 1000 : length_m, 0).text, km ? "km" : "m");
    mlg_text_printf(out, "<path class=\"nord\" d=\"M%.1f %.1fl%.1f %.1f%.1f %.1f%.1f %.1fz\"/>", x,
                    top - 3.4 * unit, unit, 3.4 * unit, -unit, -unit, -unit, unit);
    mlg_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\">N</text></g>\n", x - 3 * unit, top,
                    2.2 * unit);
}

static void open_svg(mlg_text *page, const plan *p)
{
    mlg_text_printf(page,
                    "<svg id=\"carte-svg\" viewBox=\"%.0f %.0f %.0f %.0f\" role=\"img\" "
                    "aria-labelledby=\"carte-nom carte-desc\" data-pas=\"%.0f\" data-couche=\"%s\">\n",
                    -2 * p->unit, -2 * p->unit, p->width + 4 * p->unit, p->height + 8 * p->unit, p->grid.step_m,
                    p->layer_count ? p->layers[0].key : "");
    mlg_html(page, mlg_report_tr("<title id=\"carte-nom\">Carte des communes\u00a0: %s</title>\n"),
             mlg_sheet_text(&p->found->study, 0, "titre"));
    mlg_html(page, mlg_report_tr("<desc id=\"carte-desc\">%s communes"),
             mlg_shown(mlg_sheet_number(&p->found->totals, 0, "communes"), 0).text);
    if (p->layer_count)
        mlg_html(page, mlg_report_tr(", colorées selon la légende\u00a0: d’abord %s"),
                 mlg_text_words(&p->layers[0].name));
    mlg_text_add(page, mlg_report_tr(". Les mêmes valeurs sont dans le tableau des communes.</desc>\n"));
}

/* The borders of deserts are drawn over layers of access and of lacks: see the style sheet. */
static void add_area_keys(mlg_text *legend, const plan *p)
{
    const mlg_findings *found = p->found;
    bool bordered = p->layer_count == 0 || strchr("cds", *p->layers[0].key);
    if (mlg_sheet_number(&found->totals, 0, "deserts") > 0)
        add_key(legend, bordered ? " data-sur=\"cds\"" : " data-sur=\"cds\" hidden", "k-desert", "M2 2h12v12H2z",
                mlg_report_tr("Zone d’un seul tenant sous le seuil"));
    if (mlg_sheet_number(&found->totals, 0, "qpv") > 0)
        add_key(legend, "", "k-qpv", "M3 3h10v10H3z", mlg_report_tr("Quartier prioritaire (QPV)"));
}

/* Ends what the script draws on the canvas: after the communes, the colours of each layer. */
static void add_canvas_data(mlg_text *page, plan *p)
{
    mlg_json_object(p->data, "couches");
    for (int i = 0; i < p->layer_count; i++) {
        mlg_json_array(p->data, p->layers[i].key);
        for (int at = 0; at <= MLG_LAYER_CLASSES; at++)
            mlg_json_text(p->data, NULL, mlg_layer_paint(&p->found->look, &p->layers[i], at).text);
        mlg_json_end(p->data);
    }
    mlg_json_end(p->data);
    mlg_html_data(page, "toile-donnees", p->data);
    p->data = NULL;
}

static void add_notes(mlg_text *page, const plan *p)
{
    double approx = mlg_sheet_number(&p->found->totals, 0, "communes_approx");
    mlg_html(page, "<details><summary>%s</summary>\n",
             approx > 0 ? mlg_report_tr("Contours approchés") : mlg_report_tr("Contours simplifiés"));
    if (approx > 0)
        mlg_html(page,
                 mlg_report_tr("<p class=\"note\">Contours approchés\u00a0: faute de contour réel, la commune est "
                               "représentée par les points plus proches de son centre que de celui de toute autre "
                               "(%s communes sur %s).</p>\n"),
                 mlg_shown(approx, 0).text, mlg_shown(mlg_sheet_number(&p->found->totals, 0, "communes"), 0).text);
    const double cells = mlg_sheet_number(&p->found->totals, 0, "surface_approx");
    const double known = mlg_sheet_number(&p->found->totals, 0, "surface_connue");
    if (approx > 0 && cells > 0 && known > 0)
        mlg_html(page,
                 mlg_report_tr(
                     "<p class=\"note\">Ces contours couvrent ensemble %s km², pour une superficie officielle "
                     "de %s km².</p>\n"),
                 mlg_shown(cells, 0).text, mlg_shown(known, 0).text);
    mlg_html(page,
             mlg_report_tr("<p class=\"note\">Contours simplifiés pour l’affichage, à %s m près. Les fonds et les "
                           "données sont cités "
                           "dans la section <a href=\"#sources\">Sources</a>.</p>\n"),
             mlg_shown(p->grid.step_m, 0).text);
    mlg_text_add(page, "</details>\n");
}

/* Over the map; the notes beside it say how outlines are approximate. */
static void add_approximate(mlg_text *page, const mlg_findings *found)
{
    if (mlg_sheet_number(&found->totals, 0, "communes_approx") > 0)
        mlg_html(page, "<p class=\"approche\" aria-hidden=\"true\" data-dit=\"%s\"></p>\n",
                 mlg_sheet_number(&found->totals, 0, "qpv") > 0
                     ? mlg_report_tr("Contours de communes approchés\u00a0: un quartier peut en sortir")
                     : mlg_report_tr("Contours de communes approchés"));
}

static void assemble(mlg_text *page, plan *p, const mlg_text *around, const mlg_text *communes,
                     const mlg_text *over, const mlg_text *symbols)
{
    mlg_layers_style(page, p->layers, p->layer_count, &p->found->look);
    mlg_text_add(page, "<div class=\"planche\"><figure>\n");
    mlg_map_tools(page, p->layers, p->layer_count);
    if (p->canvas)
        mlg_text_add(page, "<canvas id=\"toile\" aria-hidden=\"true\"></canvas>\n");
    open_svg(page, p);
    mlg_map_shapes(page, 0.8 * p->unit, &p->found->look);
    mlg_text_add(page, mlg_text_words(around));
    mlg_text_add(page, "<g class=\"communes\">\n");
    mlg_text_add(page, communes->data ? communes->data : "");
    mlg_text_add(page, "</g>\n");
    mlg_text_add(page, over->data ? over->data : "");
    mlg_text_add(page, "<g id=\"noms\" class=\"noms\" aria-hidden=\"true\"></g>\n");
    add_scale(page, p);
    mlg_text_add(page, "</svg>\n");
    add_approximate(page, p->found);
    mlg_map_swipe(page, p->layer_count);
    mlg_text_add(page, "</div>\n");
    if (symbols->length)
        mlg_html(page, mlg_report_tr("<ul class=\"symboles\" aria-label=\"Symboles de la carte\">\n"));
    mlg_text_add(page, symbols->length ? symbols->data : "");
    mlg_text_add(page, symbols->length ? "</ul>\n</figure>\n<div>\n" : "</figure>\n<div>\n");
    for (int i = 0; i < p->layer_count; i++)
        mlg_layer_legend(page, &p->layers[i], i == 0, &p->found->look);
    add_notes(page, p);
    mlg_text_add(page, "<p id=\"etat\" role=\"status\"></p>\n</div></div>\n");
    if (p->canvas)
        add_canvas_data(page, p);
}

static mlg_status draw(mlg_text *page, plan *p, mlg_db *db, mlg_error *err)
{
    mlg_text around = { 0 }, communes = { 0 }, over = { 0 }, symbols = { 0 };
    const mlg_box view = view_of(p);
    mlg_status st = mlg_map_neighbours(&around, &p->grid, &view, db, err);
    if (st == MLG_OK && p->canvas)
        st = mlg_json_new(&p->data, err);
    if (p->data)
        mlg_json_array(p->data, "communes");
    if (st == MLG_OK)
        st = add_communes(&communes, p, db, err);
    if (p->data)
        mlg_json_end(p->data);
    if (st == MLG_OK)
        st = add_over(&over, &symbols, p, db, err);
    add_area_keys(&symbols, p);
    if (st == MLG_OK && (around.status != MLG_OK || communes.status != MLG_OK || over.status != MLG_OK ||
                         symbols.status != MLG_OK))
        st = mlg_fail_memory(err, "map", communes.length);
    if (st == MLG_OK)
        assemble(page, p, &around, &communes, &over, &symbols);
    if (st == MLG_OK)
        st = mlg_map_names(page, &p->grid, &view, db, err);
    mlg_json_free(p->data);
    mlg_text_release(&around);
    mlg_text_release(&communes);
    mlg_text_release(&over);
    mlg_text_release(&symbols);
    return st;
}

mlg_status mlg_map_add(mlg_text *page, bool *drawn, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    plan p = { .found = found };
    bool present[MLG_BASE_LAYERS] = { false };
    MLG_TRY(measure(&p, present, db, err));
    *drawn = p.communes > 0;
    if (!*drawn)
        return MLG_OK;
    choose_grid(&p);
    MLG_TRY(mlg_map_layers_new(&p.layers, &p.layer_count, present, found, err));
    for (int i = 0; i < p.layer_count; i++) {
        p.base_count += !mlg_layer_is_numbered(&p.layers[i]);
        p.group_count += mlg_layer_is_of_group(&p.layers[i]);
        p.asked_count += p.layers[i].kind == MLG_LAYER_ASKED;
    }
    mlg_status st = draw(page, &p, db, err);
    mlg_map_layers_free(p.layers, p.layer_count);
    mlg_text_release(&p.groups);
    return st;
}
