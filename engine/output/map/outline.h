/* Outlines on the grid of a drawing: what the maps of the report share. */
#ifndef MLG_OUTPUT_MAP_OUTLINE_H
#define MLG_OUTPUT_MAP_OUTLINE_H

#include "adapters/db/database.h"
#include "adapters/geom/geometry.h"
#include "base/text.h"

/* From metres to grid cells, x to the right and y down. Shared borders fall on the same cells. */
typedef struct mlg_map_grid {
    mlg_box box;
    double step_m;
} mlg_map_grid;

int mlg_map_grid_x(const mlg_map_grid *grid, double x);
int mlg_map_grid_y(const mlg_map_grid *grid, double y);

/* Adds the `d` of a path: "M x y l dx dy ... z" per ring, without collinear points. A ring smaller than the grid
 * becomes one cell. O(points). */
mlg_status mlg_map_grid_outline(mlg_text *out, const mlg_map_grid *grid, const mlg_geom *geom,
                                mlg_error *err) MLG_MUST_CHECK;

/* Geometry of the first column of the current row. */
mlg_status mlg_row_geom(mlg_geom **out, mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

/* Adds that geometry to a <path> as its `d`. */
mlg_status mlg_row_outline(mlg_text *out, const mlg_map_grid *grid, mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

/* Extends a box to that geometry; an empty box is made of reversed infinities. */
mlg_status mlg_box_take(mlg_box *box, mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

/* The cell of its lower left corner: of a point, itself. */
mlg_status mlg_row_cell(int *x, int *y, const mlg_map_grid *grid, mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

#endif
