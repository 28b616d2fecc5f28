/* The land around points, when no coastline is given. */
#ifndef MLG_ADAPTERS_GEOM_COAST_H
#define MLG_ADAPTERS_GEOM_COAST_H

#include "adapters/geom/geometry.h"

typedef struct mlg_coast {
    mlg_geom **land; /* pieces, whose union is the land: triangles, then discs */
    int32_t land_count, triangle_count;
    size_t land_capacity;
    mlg_geom **shore; /* sides of the land, discs apart */
    int32_t shore_count;
    size_t shore_capacity;
    bool *apart; /* points of no triangle */
} mlg_coast;

/* The Delaunay triangles of n >= 2 distinct points, less those whose points open water separates, and discs around
 * the points of the shore. The spacing of a point is its distance to the second nearest. Water enters from outside
 * through a side longer than twice the spacing of its ends (their geometric mean). A disc has a radius of 0.35
 * spacings, of alone_m[i] metres for a point of no triangle. O(n sqrt n). */
mlg_status mlg_coast_find(mlg_coast *coast, const double *x, const double *y, const double *alone_m, int32_t n,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_coast_release(mlg_coast *coast);

#endif
