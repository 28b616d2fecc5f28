/* Shared by the files of this folder: pieces of road and the grid, with their times. */
#ifndef MLG_NETWORK_ISOCHRONE_INNER_H
#define MLG_NETWORK_ISOCHRONE_INNER_H

#include "network/isochrone/isochrone.h"

struct mlg_road_plane {
    const mlg_graph *graph;
    double *x_m, *y_m; /* [n_points of the graph] */
};

/* A straight piece of road, in grid steps from the corner of the grid. The time at t in [0, 1], in deciseconds, is the
 * lesser of from_start + t x forward and from_end + (1 - t) x backward; HUGE_VAL when it is not reached. */
typedef struct iso_piece {
    double x, y, dx, dy;
    double from_start, forward, from_end, backward;
} iso_piece;

typedef struct iso_pieces {
    iso_piece *items;
    size_t count, capacity;
} iso_pieces;

/* Vertex (i, j) has index j x columns + i and lies at (x_m + i x step_m, y_m + j x step_m). */
typedef struct iso_grid {
    double x_m, y_m, step_m;
    int32_t columns, rows;
} iso_grid;

/* Makes a grid that covers the land reached within the last limit and the roads around it, and lists the pieces of
 * road in it. The grid has no rows when nothing is reached. */
mlg_status iso_collect(iso_grid *grid, iso_pieces *pieces, const mlg_isochrone_request *request,
                       const int32_t *time_ds, mlg_error *err) MLG_MUST_CHECK;

/* Times at the vertices, HUGE_VALF where not reached, as on the border of the grid. Released with
 * iso_field_release(). */
typedef struct iso_field {
    const iso_grid *grid;
    const iso_piece *pieces;
    double reach;   /* steps */
    double walk_ds; /* per step */
    int32_t *owner; /* nearest piece, -1: none */
    float *time_ds;
} iso_field;

/* O(vertices + squares crossed by roads). `grid` and `pieces` outlive the field. */
mlg_status iso_field_init(iso_field *field, const iso_grid *grid, const iso_pieces *pieces, double reach,
                          double walk_ds, mlg_error *err) MLG_MUST_CHECK;
void iso_field_release(iso_field *field);

/* Time at (x, y) by one piece of road, HUGE_VAL beyond the reach, and the squared distance to it. */
double iso_time_by(double *distance2, const iso_field *field, int32_t piece, double x, double y);

/* The land where the time is at most the limit. O(vertices + crossings). */
mlg_status iso_polygons(mlg_geom **out, const iso_field *field, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

static inline double iso_walk_ms(const mlg_isochrone_request *request)
{
    double kmh = request->walk_kmh > 0 ? request->walk_kmh : request->plane->graph->walk_kmh;
    return kmh / 3.6;
}

#endif
