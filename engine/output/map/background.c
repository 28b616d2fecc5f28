#include "output/map/background.h"

#include "analysis/whatif/background.h"
#include "base/language.h"
#include "output/html.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *css, *words;
} kinds[MLG_BACKGROUND_KINDS] = {
    [MLG_BACKGROUND_COAST] = { "f-cote", MLG_REPORT_MARK("Côte") },
    [MLG_BACKGROUND_MAIN] = { "f-route", MLG_REPORT_MARK("Autoroute, voie rapide") },
    [MLG_BACKGROUND_RIVER] = { "f-eau", MLG_REPORT_MARK("Rivière") },
    [MLG_BACKGROUND_PRIMARY] = { "f-rue", MLG_REPORT_MARK("Route principale") },
};

/* From cells of `step_m` around the origin of the system to those of the drawing. */
static void add_lines(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, int kind, const char *text)
{
    char *lines;
    long step_m = strtol(text, &lines, 10);
    if (step_m <= 0)
        return;
    mlg_text_printf(out, "<path class=\"%s\" transform=\"translate(%.3f %.3f) scale(%.6g)\" ", kinds[kind].css,
                    -grid->box.min_x / grid->step_m, grid->box.max_y / grid->step_m,
                    (double)step_m / grid->step_m);
    mlg_html(out, "d=\"%s\"/>\n", lines + strspn(lines, " "));
    mlg_text_printf(legend,
                    "<li class=\"k-fond\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"%s\" "
                    "d=\"M1 11l5-5 4 3 5-5\"/></svg> ",
                    kinds[kind].css);
    mlg_html(legend, "%s</li>\n", mlg_report_tr(kinds[kind].words));
}

mlg_status mlg_map_background(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db,
                              mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false, any = false;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_background", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        for (int kind = 0; kind < MLG_BACKGROUND_KINDS; kind++)
            if (strcmp(mlg_column_text(stmt, 0), mlg_background_name((mlg_background_kind)kind)) == 0) {
                mlg_text_add(out, any ? "" : "<g class=\"fond-carte\">\n");
                any = true;
                add_lines(out, legend, grid, kind, mlg_column_text(stmt, 1));
            }
    }
    mlg_text_add(out, any ? "</g>\n" : "");
    mlg_stmt_free(stmt);
    return st;
}
