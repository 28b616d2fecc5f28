/* Land within a time, from times at the points of a regular grid. */
#include "base/memory.h"
#include "network/isochrone/inner.h"

#include <math.h>

static void to_plane(void *context, double xy[2])
{
    const mlg_time_grid *g = context;
    xy[0] = g->x_m + xy[0] * g->step_x_m;
    xy[1] = g->y_m + xy[1] * g->step_y_m;
}

/* One unit is one step, and a border of points that are not reached surrounds the others. */
static mlg_status make_field(iso_field *field, iso_grid *unit, const mlg_time_grid *g, mlg_error *err)
{
    *unit = (iso_grid){ .x_m = -1, .y_m = -1, .step_m = 1, .columns = g->columns + 2, .rows = g->rows + 2 };
    *field = (iso_field){ .grid = unit };
    const size_t vertices = (size_t)unit->columns * (size_t)unit->rows;
    MLG_TRY(MLG_NEW(&field->owner, vertices, "grid of an isochrone", err));
    MLG_TRY(MLG_NEW(&field->time_ds, vertices, "grid of an isochrone", err));
    for (size_t v = 0; v < vertices; v++) {
        field->owner[v] = -1;
        field->time_ds[v] = HUGE_VALF;
    }
    for (int32_t j = 0; j < g->rows; j++)
        for (int32_t i = 0; i < g->columns; i++)
            field->time_ds[(size_t)(j + 1) * (size_t)unit->columns + (size_t)i + 1] =
                g->time_ds[(size_t)j * (size_t)g->columns + (size_t)i];
    return MLG_OK;
}

mlg_status mlg_isochrone_of_grid(mlg_geom **out, const mlg_time_grid *grid, int32_t limit_ds, mlg_error *err)
{
    enum { MOST_VERTICES = 1 << 26 };
    iso_grid unit;
    iso_field field = { .grid = NULL };
    mlg_geom *drawn = NULL;
    mlg_status st;
    *out = NULL;
    if (grid->columns < 1 || grid->rows < 1 ||
        ((int64_t)grid->columns + 2) * ((int64_t)grid->rows + 2) > MOST_VERTICES)
        return mlg_fail(err, MLG_USAGE, "a grid of %d x %d times; give at most %d", grid->columns, grid->rows,
                        MOST_VERTICES);
    MLG_GO(make_field(&field, &unit, grid, err));
    MLG_GO(iso_polygons(&drawn, &field, limit_ds, err));
    st = mlg_geom_map(out, drawn, to_plane, (void *)(uintptr_t)grid, err);
done:
    mlg_geom_free(drawn);
    iso_field_release(&field);
    return st;
}
