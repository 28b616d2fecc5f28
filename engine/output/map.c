#include "output/map.h"

#include "adapters/geom.h"
#include "base/memory.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FINE_GRID_M = 50, COARSE_GRID_M = 100, COARSE_ABOVE = 1500, SHAPES = 7, CROWD = 60 };

int mlg_apl_class(double apl, double threshold)
{
    if (isnan(apl))
        return MLG_APL_CLASSES;
    int at = 0;
    while (at + 1 < MLG_APL_CLASSES && apl >= mlg_apl_border(at + 1, threshold))
        at++;
    return at;
}

double mlg_apl_border(int apl_class, double threshold)
{
    return threshold + (apl_class - 2);
}

/* From metres to cells of the grid: x to the right, y down. */
typedef struct canvas {
    mlg_text *page;
    mlg_box box;
    double step;
    int width, height;
    double threshold;
    bool measured; /* some commune has an APL */
    int rings;     /* drawn since the path began */
} canvas;

static int grid_x(const canvas *c, double x)
{
    return (int)lround((x - c->box.min_x) / c->step);
}

static int grid_y(const canvas *c, double y)
{
    return (int)lround((c->box.max_y - y) / c->step);
}

/* ---- outlines ---------------------------------------------------------------------------------------- */

/* One ring as "M x y l dx dy ... z"; points that fall on the same cell are one, a ring of less than three is none.
 */
static void add_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    (void)hole;
    canvas *c = context;
    size_t start = c->page->length;
    int last_x = grid_x(c, x[0]), last_y = grid_y(c, y[0]), points = 1;
    mlg_text_printf(c->page, "M%d %dl", last_x, last_y);
    for (int32_t i = 1; i + 1 < n; i++) {
        int at_x = grid_x(c, x[i]), at_y = grid_y(c, y[i]);
        int dx = at_x - last_x, dy = at_y - last_y;
        if (dx == 0 && dy == 0)
            continue;
        mlg_text_printf(c->page, "%s%d%s%d", points > 1 && dx >= 0 ? " " : "", dx, dy < 0 ? "" : " ", dy);
        last_x = at_x, last_y = at_y;
        points++;
    }
    if (points >= 3) {
        mlg_text_add(c->page, "z");
        c->rings++;
    } else if (c->page->status == MLG_OK) {
        c->page->length = start;
    }
}

/* The "d" of a geometry; what is smaller than the grid is drawn as one cell. */
static mlg_status add_outline(canvas *c, const mlg_geom *geom, mlg_error *err)
{
    c->rings = 0;
    mlg_text_add(c->page, " d=\"");
    MLG_TRY(mlg_geom_rings(geom, add_ring, c, err));
    mlg_box box = mlg_geom_box(geom);
    if (c->rings == 0)
        mlg_text_printf(c->page, "M%d %dh1v1h-1z", grid_x(c, box.min_x), grid_y(c, box.max_y));
    mlg_text_add(c->page, "\"");
    return MLG_OK;
}

static mlg_status current_geom(mlg_geom **out, mlg_stmt *stmt, mlg_error *err)
{
    size_t size;
    const void *bytes = mlg_column_blob(stmt, 0, &size);
    return mlg_geom_from_gpb(out, bytes, size, err);
}

static void add_title(mlg_text *page, const char *name, double apl, double persons)
{
    mlg_html(page, "><title>%s", name);
    if (!isnan(apl))
        mlg_html(page, "\u00a0: APL %s", mlg_french(apl, 2).text);
    if (!isnan(persons))
        mlg_html(page, " (%s habitants)", mlg_french(persons, 0).text);
    mlg_text_add(page, "</title></path>\n");
}

/* Rows of: outline, code, name, APL, persons. `prefix` makes the identifiers of what is coloured, "" for the rest.
 */
static mlg_status add_shape(canvas *c, mlg_stmt *stmt, const char *prefix, mlg_error *err)
{
    double apl = mlg_column_double(stmt, 3);
    mlg_geom *geom = NULL;
    MLG_TRY(current_geom(&geom, stmt, err));
    mlg_text_add(c->page, "<path");
    if (*prefix)
        mlg_html(c->page, " id=\"%s%s\"", prefix, mlg_column_text(stmt, 1));
    if (*prefix && c->measured)
        mlg_html(c->page, " class=\"c%d\"", mlg_apl_class(apl, c->threshold));
    mlg_status st = add_outline(c, geom, err);
    mlg_geom_free(geom);
    add_title(c->page, mlg_column_text(stmt, 2), apl, mlg_column_double(stmt, 4));
    return st;
}

static mlg_status add_layer(canvas *c, mlg_db *db, const char *query, const char *css, const char *prefix,
                            mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_text_printf(c->page, "<g class=\"%s\">\n", css);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_shape(c, stmt, prefix, err));
done:
    mlg_text_add(c->page, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}

/* Box of the communes, and how many there are. */
static mlg_status measure(mlg_box *box, int32_t *count, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    *count = 0;
    *box = (mlg_box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        mlg_geom *geom = NULL;
        MLG_GO(current_geom(&geom, stmt, err));
        mlg_box one = mlg_geom_box(geom);
        mlg_geom_free(geom);
        *box = (mlg_box){ fmin(box->min_x, one.min_x), fmin(box->min_y, one.min_y), fmax(box->max_x, one.max_x),
                          fmax(box->max_y, one.max_y) };
        ++*count;
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- symbols ----------------------------------------------------------------------------------------- */

static mlg_status current_point(const canvas *c, int *x, int *y, mlg_stmt *stmt, mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(current_geom(&geom, stmt, err));
    mlg_box box = mlg_geom_box(geom);
    mlg_geom_free(geom);
    *x = grid_x(c, box.min_x);
    *y = grid_y(c, box.min_y);
    return MLG_OK;
}

/* Shapes differ, so that colour is never alone to tell categories apart; the last, small, is that of crowds. `r`
 * is half the size. */
static void define_shapes(mlg_text *page, double r)
{
    double d = r * 1.3;
    mlg_text_printf(page, "<defs><path id=\"s0\" d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"/>", -r, -r, 2 * r, 2 * r,
                    -2 * r);
    mlg_text_printf(page, "<path id=\"s1\" d=\"M0 %.1fL%.1f 0 0 %.1f %.1f 0z\"/>", -d, d, d, -d);
    mlg_text_printf(page, "<path id=\"s2\" d=\"M0 %.1fL%.1f %.1f %.1f %.1fz\"/>", -d, d, r, -d, r);
    mlg_text_printf(page, "<path id=\"s3\" d=\"M0 %.1fL%.1f %.1f %.1f %.1fz\"/>", d, d, -r, -d, -r);
    mlg_text_printf(page, "<path id=\"s4\" d=\"M%.1f %.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fz\"/>", -r / 3,
                    -d, r / 3, -r / 3, d, r / 3, r / 3, d, -r / 3, r / 3, -d, -r / 3, -r / 3);
    mlg_text_printf(page, "<circle id=\"s5\" r=\"%.1f\"/>", r);
    mlg_text_printf(page, "<circle id=\"s6\" r=\"%.1f\"/>", r * 0.7);
    mlg_text_add(page, "<pattern id=\"inconnu\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                       "<path d=\"M0 0h8v8H0z\" fill=\"#e8e8e8\"/><path d=\"M0 8L8 0\" stroke=\"#777\"/>"
                       "</pattern></defs>\n");
}

static void add_shape_key(mlg_text *legend, int shape, const char *name, double count)
{
    static const char *const marks[SHAPES] = { "M3 3h10v10H3z", "M8 1l7 7-7 7-7-7z", "M8 2l7 12H1z",
                                               "M8 14l7-12H1z", "M6 1h4v5h5v4h-5v5h-4v-5h-5v-4h5z",
                                               "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
                                               "M4 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0z" };
    mlg_html(
        legend,
        "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"e%d\" d=\"%s\"/></svg> %s (%s)</li>\n",
        shape, marks[shape], name, mlg_french(count, 0).text);
}

static mlg_status add_facilities(canvas *c, mlg_text *legend, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int64_t last = -1;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_facilities", err));
    mlg_text_add(c->page, "<g class=\"sites\">\n");
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int64_t rank = mlg_column_int(stmt, 3);
        bool crowd = mlg_column_int(stmt, 4) > CROWD;
        int shape = rank < SHAPES && !crowd ? (int)rank : SHAPES - 1, x, y;
        if (rank != last)
            add_shape_key(legend, shape, mlg_column_text(stmt, 2), mlg_column_double(stmt, 4));
        last = rank;
        MLG_GO(current_point(c, &x, &y, stmt, err));
        mlg_html(c->page, "<use class=\"e%d\" href=\"#s%d\" x=\"%d\" y=\"%d\"><title>%s (%s)</title></use>\n",
                 shape, shape, x, y, mlg_column_text(stmt, 1), mlg_column_text(stmt, 2));
    }
done:
    mlg_text_add(c->page, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}

/* Requests are told apart by shape and colour: discs for the first, squares for the next, then discs again. */
static void add_badge(mlg_text *out, int request, int rank, double r)
{
    mlg_text_printf(out, "<g class=\"p%d\">", request % 3);
    if (request % 2 == 0)
        mlg_text_printf(out, "<circle r=\"%.1f\"/>", r);
    else
        mlg_text_printf(out, "<path d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"/>", -r * .9, -r * .9, r * 1.8, r * 1.8,
                        -r * 1.8);
    mlg_text_printf(out, "<text y=\"%.1f\" font-size=\"%.1f\">%d</text></g>", r * 0.45, r * 1.3, rank);
}

static void add_request_key(mlg_text *legend, int request, const char *name)
{
    mlg_text_add(legend, "<li><svg viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">");
    add_badge(legend, request, 1, 7);
    mlg_html(legend, "</svg> Site proposé et son rang\u00a0: %s</li>\n", name);
}

/* Rows of: point, commune, request, rank, persons, minutes, number of the request. */
static mlg_status add_proposal(canvas *c, mlg_stmt *stmt, double r, mlg_error *err)
{
    int x, y, rank = (int)mlg_column_int(stmt, 3);
    mlg_figure persons = mlg_french(mlg_column_double(stmt, 4), 0),
               minutes = mlg_french(mlg_column_double(stmt, 5), 0);
    MLG_TRY(current_point(c, &x, &y, stmt, err));
    mlg_html(c->page, "<g transform=\"translate(%d %d)\"><title>%s, rang %d\u00a0: %s, ", x, y,
             mlg_column_text(stmt, 2), rank, mlg_column_text(stmt, 1));
    mlg_html(c->page, "%s personnes rapprochées à moins de %s min</title>", persons.text, minutes.text);
    add_badge(c->page, (int)mlg_column_int(stmt, 6), rank, r);
    mlg_text_add(c->page, "</g>\n");
    return MLG_OK;
}

static mlg_status add_proposals(canvas *c, mlg_text *legend, mlg_db *db, double r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int64_t last = -1;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_proposals", err));
    mlg_text_add(c->page, "<g class=\"antennes\">\n");
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (mlg_column_int(stmt, 6) != last)
            add_request_key(legend, (int)mlg_column_int(stmt, 6), mlg_column_text(stmt, 2));
        last = mlg_column_int(stmt, 6);
        MLG_GO(add_proposal(c, stmt, r, err));
    }
done:
    mlg_text_add(c->page, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}

/* ---- scale and frame --------------------------------------------------------------------------------- */

/* Largest 1, 2 or 5 times a power of ten that is at most a quarter of the width. */
static double bar_length_m(double width_m)
{
    double power = pow(10.0, floor(log10(width_m / 4)));
    double digit = width_m / 4 / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

static void add_scale(canvas *c, double unit)
{
    double length_m = bar_length_m(c->width * c->step), length = length_m / c->step, top = c->height + 4 * unit;
    bool km = length_m >= 1000;
    mlg_text_printf(c->page, "<g class=\"echelle\"><path d=\"M0 %.1fv%.1fh%.1fv%.1f\"/>", top - unit, unit, length,
                    -unit);
    mlg_text_printf(c->page, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\">%s %s</text>", length + unit, top,
                    2.2 * unit, mlg_french(km ? length_m / 1000 : length_m, 0).text, km ? "km" : "m");
    double x = c->width - 2 * unit;
    mlg_text_printf(c->page, "<path class=\"nord\" d=\"M%.1f %.1fl%.1f %.1f%.1f %.1f%.1f %.1fz\"/>", x,
                    top - 3.4 * unit, unit, 3.4 * unit, -unit, -unit, -unit, unit);
    mlg_text_printf(c->page, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\">N</text></g>\n", x - 3 * unit, top,
                    2.2 * unit);
}

static void add_open(canvas *c, const mlg_findings *found, double unit)
{
    mlg_text_printf(c->page,
                    "<svg id=\"carte-svg\" viewBox=\"%.0f %.0f %.0f %.0f\" role=\"img\" "
                    "aria-labelledby=\"carte-nom carte-desc\">\n",
                    -2 * unit, -2 * unit, c->width + 4 * unit, c->height + 8 * unit);
    mlg_html(c->page, "<title id=\"carte-nom\">Carte %s\u00a0: %s</title>\n",
             c->measured ? "de l’APL par commune" : "des communes", mlg_sheet_text(&found->study, 0, "titre"));
    mlg_html(c->page, "<desc id=\"carte-desc\">%s communes",
             mlg_french(mlg_sheet_number(&found->totals, 0, "communes"), 0).text);
    if (c->measured)
        mlg_html(
            c->page,
            " colorées selon l’APL, du rouge (moins de %s consultations par an et par habitant standardisé) au "
            "bleu (%s et plus)",
            mlg_french(mlg_apl_border(1, c->threshold), 1).text,
            mlg_french(mlg_apl_border(4, c->threshold), 1).text);
    mlg_text_add(c->page, ". Les mêmes valeurs sont dans le tableau des communes.</desc>\n");
}

static mlg_status add_layers(canvas *c, mlg_text *legend, mlg_db *db, double unit, mlg_error *err)
{
    MLG_TRY(add_layer(c, db, "report/map_communes", "communes", "c", err));
    MLG_TRY(add_layer(c, db, "report/map_deserts", "deserts", "", err));
    MLG_TRY(add_layer(c, db, "report/map_qpv", "qpv", "", err));
    MLG_TRY(add_facilities(c, legend, db, err));
    return add_proposals(c, legend, db, 1.9 * unit, err);
}

static void add_area_keys(mlg_text *legend, const mlg_findings *found)
{
    if (mlg_sheet_number(&found->totals, 0, "deserts") > 0)
        mlg_text_add(legend, "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"k-desert\" d=\"M2 "
                             "2h12v12H2z\"/></svg> "
                             "Zone d’un seul tenant sous le seuil</li>\n");
    if (mlg_sheet_number(&found->totals, 0, "qpv") > 0)
        mlg_text_add(legend, "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"k-qpv\" d=\"M3 "
                             "3h10v10H3z\"/></svg> "
                             "Quartier prioritaire (QPV)</li>\n");
}

mlg_status mlg_map_add(mlg_text *page, bool *drawn, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    canvas c = { .page = page,
                 .threshold = mlg_sheet_number(&found->totals, 0, "seuil"),
                 .measured = mlg_sheet_number(&found->totals, 0, "communes_apl") > 0 };
    mlg_text legend = { 0 };
    int32_t count;
    MLG_TRY(measure(&c.box, &count, db, err));
    *drawn = count > 0;
    if (!*drawn)
        return MLG_OK;
    c.step = count > COARSE_ABOVE ? COARSE_GRID_M : FINE_GRID_M;
    c.width = grid_x(&c, c.box.max_x) + 1;
    c.height = grid_y(&c, c.box.min_y) + 1;
    double unit = fmax(c.width, c.height) / 100.0;
    add_open(&c, found, unit);
    define_shapes(page, 0.8 * unit);
    mlg_status st = add_layers(&c, &legend, db, unit, err);
    add_scale(&c, unit);
    mlg_text_add(page, "</svg>\n");
    add_area_keys(&legend, found);
    mlg_html(page, "<ul class=\"symboles\" aria-label=\"Symboles de la carte\">\n");
    mlg_text_add(page, legend.data ? legend.data : "");
    mlg_text_add(page, "</ul>\n");
    double approx = mlg_sheet_number(&found->totals, 0, "communes_approx");
    if (approx > 0)
        mlg_html(page, "<p class=\"note\">Contours approchés\u00a0: communes dessinées par ce qui est plus près de leur centre "
                       "que d’un autre, faute de leur contour réel (%s sur %s).</p>\n", mlg_french(approx, 0).text,
                 mlg_french(mlg_sheet_number(&found->totals, 0, "communes"), 0).text);
    if (legend.status != MLG_OK)
        st = mlg_fail_memory(err, "legend", legend.length);
    mlg_text_release(&legend);
    return st;
}
