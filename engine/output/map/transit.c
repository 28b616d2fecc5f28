#include "output/map/transit.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>

enum { MOST_SEGMENTS = 6000, MOST_STOPS = 6000 }; /* some 150 kB in all */

typedef void (*draw_fn)(mlg_text *out, mlg_stmt *row);

static void draw_segment(mlg_text *out, mlg_stmt *row)
{
    const long x = (long)mlg_column_int(row, 0), y = (long)mlg_column_int(row, 1);
    mlg_text_printf(out, "M%ld %ldl%ld %ld", x, y, (long)mlg_column_int(row, 2) - x,
                    (long)mlg_column_int(row, 3) - y);
}

static void draw_stop(mlg_text *out, mlg_stmt *row)
{
    mlg_text_printf(out, "M%ld %ldh0", (long)mlg_column_int(row, 0), (long)mlg_column_int(row, 1));
}

/* The `d` of a path of all rows of a query; *fits: there are no more than `most`. */
static mlg_status draw(mlg_text *out, bool *fits, const char *query, draw_fn one, int most,
                       const mlg_map_grid *grid, double step_m, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int drawn = 0;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_bind_double(stmt, ":pas", step_m);
    mlg_bind_double(stmt, ":x", grid->box.min_x);
    mlg_bind_double(stmt, ":y", grid->box.max_y);
    mlg_bind_double(stmt, ":est", grid->box.max_x);
    mlg_bind_double(stmt, ":sud", grid->box.min_y);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && drawn <= most) {
        drawn++;
        one(out, stmt);
    }
    mlg_stmt_free(stmt);
    *fits = drawn <= most;
    return st;
}

static mlg_status draw_both(mlg_text *lines, mlg_text *stops, bool *fits, const mlg_map_grid *grid, double step_m,
                            mlg_db *db, mlg_error *err)
{
    mlg_text_release(lines);
    mlg_text_release(stops);
    MLG_TRY(draw(lines, fits, "report/map_transit_lines", draw_segment, MOST_SEGMENTS, grid, step_m, db, err));
    return *fits ? draw(stops, fits, "report/map_transit_stops", draw_stop, MOST_STOPS, grid, step_m, db, err)
                 : MLG_OK;
}

/* Zones that are served on demand, and their key with the name of a zone that is alone. */
static mlg_status add_zones(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text name = { 0 };
    bool row = false;
    int drawn = 0;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_on_demand", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        mlg_text_add(out, drawn++ ? "" : "<g class=\"tc\" hidden>");
        MLG_GO(mlg_text_set(&name, err, "%s", mlg_column_text(stmt, 1)));
        mlg_text_add(out, "<path class=\"zone\"");
        MLG_GO(mlg_row_outline(out, grid, stmt, err));
        mlg_text_add(out, "/>");
    }
    if (st == MLG_OK && drawn > 0) {
        mlg_text_add(out, "</g>\n");
        mlg_text_add(legend, "<li class=\"k-tc\" hidden><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><g "
                             "class=\"tc\"><path class=\"zone\" d=\"M2 2h12v12H2z\"/></g></svg> ");
        if (drawn == 1)
            mlg_html(legend, mlg_report_tr("Transport à la demande\u00a0: %s"), name.data);
        else
            mlg_html(legend, mlg_report_tr("%d zones de transport à la demande"), drawn);
        mlg_text_add(legend, "</li>\n");
    }
done:
    mlg_text_release(&name);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_map_transit(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db, mlg_error *err)
{
    mlg_text lines = { 0 }, stops = { 0 };
    double step_m = grid->step_m;
    bool fits = false;
    MLG_TRY(add_zones(out, legend, grid, db, err));
    mlg_status st = draw_both(&lines, &stops, &fits, grid, step_m, db, err);
    while (st == MLG_OK && !fits)
        st = draw_both(&lines, &stops, &fits, grid, step_m *= 2, db, err);
    if (st == MLG_OK && (lines.status != MLG_OK || stops.status != MLG_OK))
        st = mlg_fail_memory(err, "lines", lines.length);
    if (st == MLG_OK && (lines.length || stops.length)) {
        mlg_text_printf(out, "<g class=\"tc\" transform=\"scale(%g)\" hidden><path d=\"", step_m / grid->step_m);
        mlg_text_add(out, mlg_text_words(&lines));
        mlg_text_add(out, "\"/><path class=\"arrets\" d=\"");
        mlg_text_add(out, mlg_text_words(&stops));
        mlg_text_add(out, "\"/></g>\n");
        mlg_text_add(
            legend,
            "<li class=\"k-tc\" hidden><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><g class=\"tc\"><path "
            "d=\"M1 12l14-8\"/><path class=\"arrets\" d=\"M8 8h0\"/></g></svg> ");
        mlg_html(legend, mlg_report_tr("Ligne et arrêt de transports en commun, à %s m près"),
                 mlg_shown(step_m, 0).text);
        mlg_text_add(legend, "</li>\n");
    }
    mlg_text_release(&lines);
    mlg_text_release(&stops);
    return st;
}
