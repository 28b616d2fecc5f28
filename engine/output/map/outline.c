#include "output/map/outline.h"

#include <math.h>

int mlg_map_grid_x(const mlg_map_grid *grid, double x)
{
    return (int)lround((x - grid->box.min_x) / grid->step_m);
}

int mlg_map_grid_y(const mlg_map_grid *grid, double y)
{
    return (int)lround((grid->box.max_y - y) / grid->step_m);
}

/* A ring being written: the last point kept, and the one after it, written once the ring is known to turn there. */
typedef struct pen {
    mlg_text *out;
    const mlg_map_grid *grid;
    int x, y, next_x, next_y;
    int points; /* of the ring */
    int rings;
} pen;

static void put(pen *p)
{
    int dx = p->next_x - p->x, dy = p->next_y - p->y;
    mlg_text_printf(p->out, "%s%d%s%d", p->points > 1 && dx >= 0 ? " " : "", dx, dy < 0 ? "" : " ", dy);
    p->x = p->next_x, p->y = p->next_y;
    p->points++;
}

static bool is_straight(const pen *p, int x, int y)
{
    int64_t ax = p->next_x - p->x, ay = p->next_y - p->y, bx = x - p->next_x, by = y - p->next_y;
    return ax * by == ay * bx && ax * bx + ay * by > 0;
}

static void add_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    (void)hole;
    pen *p = context;
    size_t start = p->out->length;
    p->x = p->next_x = mlg_map_grid_x(p->grid, x[0]);
    p->y = p->next_y = mlg_map_grid_y(p->grid, y[0]);
    p->points = 1;
    mlg_text_printf(p->out, "M%d %dl", p->x, p->y);
    for (int32_t i = 1; i + 1 < n; i++) {
        int at_x = mlg_map_grid_x(p->grid, x[i]), at_y = mlg_map_grid_y(p->grid, y[i]);
        if (at_x == p->next_x && at_y == p->next_y)
            continue;
        if ((p->next_x != p->x || p->next_y != p->y) && !is_straight(p, at_x, at_y))
            put(p);
        p->next_x = at_x, p->next_y = at_y;
    }
    if (p->next_x != p->x || p->next_y != p->y)
        put(p);
    if (p->points >= 3) {
        mlg_text_add(p->out, "z");
        p->rings++;
    } else if (p->out->status == MLG_OK) {
        p->out->length = start;
        p->out->data[start] = '\0';
    }
}

mlg_status mlg_map_grid_outline(mlg_text *out, const mlg_map_grid *grid, const mlg_geom *geom, mlg_error *err)
{
    pen p = { .out = out, .grid = grid };
    MLG_TRY(mlg_geom_rings(geom, add_ring, &p, err));
    mlg_box box = mlg_geom_box(geom);
    if (p.rings == 0)
        mlg_text_printf(out, "M%d %dh1v1h-1z", mlg_map_grid_x(grid, box.min_x), mlg_map_grid_y(grid, box.max_y));
    return MLG_OK;
}

mlg_status mlg_row_geom(mlg_geom **out, mlg_stmt *stmt, mlg_error *err)
{
    size_t size;
    const void *bytes = mlg_column_blob(stmt, 0, &size);
    return mlg_geom_from_gpb(out, bytes, size, err);
}

mlg_status mlg_row_outline(mlg_text *out, const mlg_map_grid *grid, mlg_stmt *stmt, mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_text_add(out, " d=\"");
    mlg_status st = mlg_map_grid_outline(out, grid, geom, err);
    mlg_text_add(out, "\"");
    mlg_geom_free(geom);
    return st;
}

mlg_status mlg_box_take(mlg_box *box, mlg_stmt *stmt, mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_box one = mlg_geom_box(geom);
    mlg_geom_free(geom);
    *box = (mlg_box){ fmin(box->min_x, one.min_x), fmin(box->min_y, one.min_y), fmax(box->max_x, one.max_x),
                      fmax(box->max_y, one.max_y) };
    return MLG_OK;
}

mlg_status mlg_row_cell(int *x, int *y, const mlg_map_grid *grid, mlg_stmt *stmt, mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_box box = mlg_geom_box(geom);
    mlg_geom_free(geom);
    *x = mlg_map_grid_x(grid, box.min_x);
    *y = mlg_map_grid_y(grid, box.min_y);
    return MLG_OK;
}
