/* Shared by the .c files of this folder only: the GEOS handles behind mlg_geom. */
#ifndef MLG_ADAPTERS_GEOM_INNER_H
#define MLG_ADAPTERS_GEOM_INNER_H

#include "adapters/geom/geometry.h"

#include <geos_c.h>

/* The box is computed up front: GEOS caches it in the geometry on first use, which would be a data race. */
struct mlg_geom {
    GEOSGeometry *shape;
    mlg_box box; /* NaN when empty */
};

/* The GEOS context of the calling thread, created on first use and destroyed with the thread; NULL when out of
 * memory. Geometries made in one context can be used in another. */
GEOSContextHandle_t mlg_geos(void);

/* Fails with "doing: <last GEOS message of this thread>". */
mlg_status mlg_geos_fail(mlg_error *err, const char *doing);

/* A point and its index. */
typedef struct mlg_vertex {
    double x, y;
    int32_t index;
} mlg_vertex;

/* The finite points from west to east, then from south to north. Freed with free(). */
mlg_status mlg_vertices_sort(mlg_vertex **out, int32_t *count, const double *x, const double *y, int32_t m,
                             mlg_error *err) MLG_MUST_CHECK;

/* Number of the points west of x. O(log n). */
int32_t mlg_vertices_east(const mlg_vertex *spots, int32_t count, double x);

/* The index of the point that stands exactly there, -1: none. O(log n). */
int32_t mlg_vertex_find(const mlg_vertex *spots, int32_t count, double x, double y);

/* A line through the points, of which only the vertices count; NULL: GEOS failed. */
GEOSGeometry *mlg_vertices_shape(const mlg_vertex *spots, int32_t n);

/* Wraps `shape` and takes ownership of it, on failure too. NULL means that GEOS failed. */
mlg_status mlg_geom_wrap(mlg_geom **out, GEOSGeometry *shape, const char *doing, mlg_error *err) MLG_MUST_CHECK;

#endif
