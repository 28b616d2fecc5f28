/* Travel over land on a grid of speeds: cost distance from cell to cell.
 *
 * Conventions are those of r.walk in GRASS and of AccessMod (Ray and Ebener 2008), so that maps can be compared:
 * - a move to one of the 4 or 8 cells around takes half of its length at the speed of either cell; a knight's move (16
 *   neighbours) a quarter at each of the cell itself, the two that it passes between and the one that it reaches;
 * - lengths are horizontal, from centre to centre; the slope of a move is the difference in height over its length;
 * - a cell without speed is a barrier: no move begins, ends or passes there; a diagonal move passes between two cells, whatever
 *   they are;
 * - on foot, the speed of a cell is that on level ground, times Tobler's (1993) factor exp(-3.5 |slope + 0.05|) over its value
 *   on the level, or a curve of one's own. */
#ifndef MLG_NETWORK_GRID_GRID_H
#define MLG_NETWORK_GRID_GRID_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Factors of speed by slope (rise over run, positive uphill in the direction of travel), in straight lines between the points
 * and constant beyond them. count 0: Tobler's. */
typedef struct mlg_slope_curve {
    int32_t count;
    const double *slope, *factor; /* [count] slopes rising, factors > 0 */
} mlg_slope_curve;

/* Factor of speed on a slope: 1 on the level by Tobler's function. */
double mlg_slope_factor(const mlg_slope_curve *curve, double slope);

/* Rows from north to south, columns from west to east; cell r x columns + c. */
typedef struct mlg_grid {
    int32_t rows, columns;
    double west_m, north_m, width_m, height_m; /* outer corner; size of a cell */
    const float *speed_kmh;                    /* [cells] on level ground; NaN or not above 0: a barrier */
    const float *elevation_m;                  /* [cells], NaN: a barrier; NULL: level */
    const uint8_t *steep;                      /* [cells] whether slope counts; NULL: everywhere */
    mlg_slope_curve curve;
    int32_t neighbours; /* 4, 8 or 16 */
} mlg_grid;

/* MLG_USAGE: an invalid size, number of neighbours or curve. O(points of the curve). */
mlg_status mlg_grid_check(const mlg_grid *grid, mlg_error *err) MLG_MUST_CHECK;

/* The cell that a point is in; -1 outside the grid. */
int32_t mlg_grid_cell(const mlg_grid *grid, double x_m, double y_m);

bool mlg_grid_passable(const mlg_grid *grid, int32_t cell);

/* Seconds of the move from a cell to its k-th neighbour, k in [0, neighbours); *to is that neighbour. INFINITY when there is no such
 * move. `backwards`: of the same move from the neighbour to the cell. */
double mlg_grid_move_s(int32_t *to, const mlg_grid *grid, int32_t cell, int k, bool backwards);

/* Scratch of one thread: 16 bytes a cell. */
typedef struct mlg_grid_search mlg_grid_search;
mlg_status mlg_grid_search_new(mlg_grid_search **out, const mlg_grid *grid, mlg_error *err) MLG_MUST_CHECK;
void mlg_grid_search_free(mlg_grid_search *search);

/* Seconds from the nearest of n sources to every cell within limit_s, or `backwards` from every cell to the nearest of them; INFINITY
 * beyond, on barriers, and everywhere for sources that are -1 or barriers. [cells], valid until the next search. Dijkstra (1959) with a
 * heap: O(cells reached x neighbours x log). */
const double *mlg_grid_times(mlg_grid_search *search, const int32_t *source, int32_t n, bool backwards,
                             double limit_s);

#endif
