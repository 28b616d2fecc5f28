/* A uniform grid over points of the plane: which of them may lie within a radius of a position. */
#ifndef MLG_NETWORK_ROADS_POINT_GRID_H
#define MLG_NETWORK_ROADS_POINT_GRID_H

#include "base/error.h"

/* Cells are row-major and hold their points in ascending order, so that a run of cells of one row is one
 * run of `item`. About two points a cell when they are evenly spread; O(points) memory always.
 * Immutable after init; `{ 0 }` is an empty grid. */
typedef struct mlg_point_grid {
    double x_m, y_m, cell_m; /* lower left corner, side */
    int32_t columns, rows;
    int32_t *start; /* [rows * columns + 1] first index in `item` of every cell */
    int32_t *item;  /* [points] */
} mlg_point_grid;

/* Cells [column_from, column_to] x [row_from, row_to]; empty when column_from > column_to. */
typedef struct mlg_point_grid_box {
    int32_t column_from, column_to, row_from, row_to;
} mlg_point_grid_box;

/* x_m[count], y_m[count]: finite (asserted), any order, repeats allowed. MLG_MEMORY. O(count). */
mlg_status mlg_point_grid_init(mlg_point_grid *grid, int32_t count, const double *x_m, const double *y_m,
                               mlg_error *err) MLG_MUST_CHECK;

void mlg_point_grid_release(mlg_point_grid *grid);

/* Every point within `radius_m` of the position is in a cell of the box (which holds others too). O(1). */
mlg_point_grid_box mlg_point_grid_around(const mlg_point_grid *grid, double x_m, double y_m, double radius_m);

#endif
