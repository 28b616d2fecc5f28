/* Walks between points, on streets or in straight lines, as sparse rows of times. */
#ifndef MLG_NETWORK_MODELS_WALKS_H
#define MLG_NETWORK_MODELS_WALKS_H

#include "network/models/model.h"
#include "network/roads/snap.h"

typedef struct mlg_walk_ground {
    const mlg_graph *graph;   /* streets of a profile on foot or by bicycle; NULL: straight lines */
    double detour, speed_kmh; /* of straight lines */
    mlg_islands islands;      /* nobody crosses the sea in a straight line */
    int threads;
} mlg_walk_ground;

/* On streets `snaps` counts, else the positions, where NaN is a point that nobody walks to. */
typedef struct mlg_walk_points {
    int32_t count;
    const double *x_m, *y_m;
    const mlg_snap *snaps;
} mlg_walk_points;

/* Rows `from`, columns `to` ascending, up to limit_ds inclusive. Two points at one place are 0 apart, or what the streets
 * say. MLG_INPUT: a position out of range. O(one bounded search per row). */
mlg_status mlg_walks(mlg_sparse_rows *out, const mlg_walk_ground *ground, const mlg_walk_points *from,
                     const mlg_walk_points *to, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
