/* A uniform grid over points in the plane, to find the candidates within a radius of a position. */
#ifndef MLG_NETWORK_ROADS_POINT_GRID_H
#define MLG_NETWORK_ROADS_POINT_GRID_H

#include "base/error.h"

/* Cells are in row-major order with their points ascending, so that a range of cells of one row is a range of
 * `item`. About two points per cell if they are evenly spread; O(points) memory in any case. Immutable after
 * init; `{ 0 }` is an empty grid. */
typedef struct mlg_point_grid {
    double x_m, y_m, cell_m; /* lower left corner, side */
    int32_t columns, rows;
    int32_t *start; /* [rows * columns + 1] first index of each cell in `item` */
    int32_t *item;  /* [points] */
} mlg_point_grid;

/* Cells [column_from, column_to] x [row_from, row_to]; empty when column_from > column_to. */
typedef struct mlg_point_grid_box {
    int32_t column_from, column_to, row_from, row_to;
} mlg_point_grid_box;

/* x_m[count], y_m[count]: finite (asserted), in any order, duplicates allowed. MLG_MEMORY. O(count). */
mlg_status mlg_point_grid_init(mlg_point_grid *grid, int32_t count, const double *x_m, const double *y_m,
                               mlg_error *err) MLG_MUST_CHECK;

void mlg_point_grid_release(mlg_point_grid *grid);

/* The cells that contain every point within `radius_m` of the position, and possibly others. O(1). */
mlg_point_grid_box mlg_point_grid_around(const mlg_point_grid *grid, double x_m, double y_m, double radius_m);

#endif
