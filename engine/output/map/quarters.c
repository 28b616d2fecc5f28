#include "output/map/quarters.h"

#include "output/html.h"
#include "output/map/tip.h"

#include <math.h>

/* Columns of report/map_qpv, after the outline. */
enum { CODE = 1, NAME, APL, PERSONS, CHANGE, LONGER, BEFORE, EMERGENCY, EMERGENCY_BEFORE };

static mlg_map_facts facts_of(mlg_stmt *stmt)
{
    mlg_map_facts facts = { .apl = mlg_column_double(stmt, APL),
                            .persons = mlg_column_double(stmt, PERSONS),
                            .change = mlg_column_double(stmt, CHANGE),
                            .longer = mlg_column_double(stmt, LONGER),
                            .before = mlg_column_double(stmt, BEFORE),
                            .emergency_before = mlg_column_double(stmt, EMERGENCY_BEFORE) };
    facts.minutes[MLG_TIMED_EMERGENCY] = mlg_column_double(stmt, EMERGENCY);
    return facts;
}

/* Elsewhere a neighbourhood is drawn as such, over the colour of its commune. */
static void add_classes(mlg_text *out, mlg_map_layer *layers, int count, const mlg_map_facts *facts,
                        const mlg_look *look)
{
    bool first = true;
    for (int i = 0; i < count; i++) {
        if (!mlg_layer_is_difference(&layers[i]))
            continue;
        int at = mlg_layer_class(&layers[i], facts, look);
        layers[i].quarters[at]++;
        mlg_text_printf(out, "%s%s%d", first ? " class=\"" : " ", layers[i].key, at);
        first = false;
    }
    mlg_text_add(out, first ? "" : "\"");
}

static mlg_status add_quarter(mlg_text *out, const mlg_map_grid *grid, mlg_map_layer *layers, int count,
                              const mlg_look *look, mlg_stmt *stmt, mlg_error *err)
{
    const mlg_map_facts facts = facts_of(stmt);
    mlg_text_add(out, "<path");
    add_classes(out, layers, count, &facts, look);
    MLG_TRY(mlg_row_outline(out, grid, stmt, err));
    mlg_map_tip(out, mlg_column_text(stmt, NAME), &facts, "");
    return MLG_OK;
}

mlg_status mlg_map_quarters(mlg_text *out, const mlg_map_grid *grid, mlg_map_layer *layers, int count,
                            const mlg_look *look, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_qpv", err));
    mlg_text_add(out, "<g class=\"qpv\">\n");
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_quarter(out, grid, layers, count, look, stmt, err));
done:
    mlg_text_add(out, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}
