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

/* Wraps `shape` and takes ownership of it, on failure too. NULL means that GEOS failed. */
mlg_status mlg_geom_wrap(mlg_geom **out, GEOSGeometry *shape, const char *doing, mlg_error *err) MLG_MUST_CHECK;

#endif
