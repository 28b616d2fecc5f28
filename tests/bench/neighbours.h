/* Nearest neighbours in the plane and the relative-neighbourhood graph, for generated roads. */
#ifndef MLG_BENCH_NEIGHBOURS_H
#define MLG_BENCH_NEIGHBOURS_H

#include "base/error.h"

enum { NEIGHBOURS = 8 };

/* The nearest points of each point, nearest first. */
typedef struct neighbours {
    int32_t n_points;
    int32_t *point;   /* n_points x NEIGHBOURS; -1 past the end */
    float *square_m2; /* the same shape: squared distances */
} neighbours;

/* Grid cells of cell_m hold the points; choose it near their usual distance. O(n) for evenly spread points. */
mlg_status neighbours_init(neighbours *out, const float *x_m, const float *y_m, int32_t n_points, float cell_m,
                           mlg_error *err) MLG_MUST_CHECK;
void neighbours_release(neighbours *near);

/* Calls `edge` for each pair u < v of which neither has a third point nearer to both (Toussaint, "The relative
 * neighbourhood graph of a finite planar set", Pattern Recognition 12, 1980), among the neighbours known; u
 * ascending. */
typedef mlg_status (*neighbours_edge_fn)(void *context, int32_t u, int32_t v, float length_m, mlg_error *err);
mlg_status neighbours_relative(const neighbours *near, const float *x_m, const float *y_m, neighbours_edge_fn edge,
                               void *context, mlg_error *err) MLG_MUST_CHECK;

#endif
