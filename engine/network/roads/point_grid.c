#include "network/roads/point_grid.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

typedef struct {
    double min, max;
} span;

static span span_of(int32_t count, const double *value)
{
    span s = { 0.0, 0.0 };
    for (int32_t i = 0; i < count; i++) {
        assert(isfinite(value[i]));
        s.min = i == 0 ? value[0] : fmin(s.min, value[i]);
        s.max = i == 0 ? value[0] : fmax(s.max, value[i]);
    }
    return s;
}

/* Two points per cell, but never more than `count` cells along a side, so that collinear points stay cheap. */
static double side_of_cell(int32_t count, double width, double height)
{
    double even = sqrt(2.0 * width * height / fmax(count, 1));
    double side = fmax(even, fmax(width, height) / fmax(count, 1));
    return side > 0 ? side : 1.0;
}

/* Column or row of a coordinate, clamped to the grid. */
static int32_t slot(double value, double origin, double cell, int32_t slots)
{
    double at = floor((value - origin) / cell);
    return at < 0 ? 0 : at >= slots ? slots - 1 : (int32_t)at;
}

static int32_t cell_of(const mlg_point_grid *grid, double x, double y)
{
    return slot(y, grid->y_m, grid->cell_m, grid->rows) * grid->columns +
           slot(x, grid->x_m, grid->cell_m, grid->columns);
}

/* Counting sort; afterwards start[c] is the first item of cell c. */
static void fill(mlg_point_grid *grid, int32_t count, const double *x, const double *y)
{
    int32_t cells = grid->rows * grid->columns;
    for (int32_t i = 0; i < count; i++)
        grid->start[cell_of(grid, x[i], y[i]) + 1]++;
    for (int32_t c = 0; c < cells; c++)
        grid->start[c + 1] += grid->start[c];
    for (int32_t i = count - 1; i >= 0; i--)
        grid->item[--grid->start[cell_of(grid, x[i], y[i]) + 1]] = i;
    for (int32_t c = 0; c < cells; c++)
        grid->start[c] = grid->start[c + 1];
    grid->start[cells] = count;
}

mlg_status mlg_point_grid_init(mlg_point_grid *grid, int32_t count, const double *x_m, const double *y_m,
                               mlg_error *err)
{
    span x = span_of(count, x_m), y = span_of(count, y_m);
    double cell = side_of_cell(count, x.max - x.min, y.max - y.min);
    *grid = (mlg_point_grid){ .x_m = x.min, .y_m = y.min, .cell_m = cell };
    grid->columns = (int32_t)floor((x.max - x.min) / cell) + 1;
    grid->rows = (int32_t)floor((y.max - y.min) / cell) + 1;
    mlg_status st;
    MLG_GO(MLG_NEW(&grid->start, (size_t)grid->columns * (size_t)grid->rows + 1, "grid cells", err));
    MLG_GO(MLG_NEW(&grid->item, (size_t)count, "grid points", err));
    fill(grid, count, x_m, y_m);
done:
    if (st != MLG_OK)
        mlg_point_grid_release(grid);
    return st;
}

void mlg_point_grid_release(mlg_point_grid *grid)
{
    free(grid->start);
    free(grid->item);
    *grid = (mlg_point_grid){ 0 };
}

mlg_point_grid_box mlg_point_grid_around(const mlg_point_grid *grid, double x_m, double y_m, double radius_m)
{
    double right = grid->x_m + grid->cell_m * grid->columns, top = grid->y_m + grid->cell_m * grid->rows;
    if (!(radius_m >= 0) || x_m + radius_m < grid->x_m || x_m - radius_m > right || y_m + radius_m < grid->y_m ||
        y_m - radius_m > top)
        return (mlg_point_grid_box){ 0, -1, 0, -1 };
    return (mlg_point_grid_box){ slot(x_m - radius_m, grid->x_m, grid->cell_m, grid->columns),
                                 slot(x_m + radius_m, grid->x_m, grid->cell_m, grid->columns),
                                 slot(y_m - radius_m, grid->y_m, grid->cell_m, grid->rows),
                                 slot(y_m + radius_m, grid->y_m, grid->cell_m, grid->rows) };
}
