/* What the geom_*.c files share and nobody else sees: the GEOS handles behind mlg_geom. */
#ifndef MLG_ADAPTERS_GEOM_INNER_H
#define MLG_ADAPTERS_GEOM_INNER_H

#include "adapters/geom/geometry.h"

#include <geos_c.h>

/* The box is computed once: GEOS would cache it in the geometry at the first call, which threads must not see. */
struct mlg_geom {
    GEOSGeometry *shape;
    mlg_box box; /* NaN when empty */
};

/* GEOS context of the calling thread, made at the first call, ended with the thread; NULL when memory is out. A
 * geometry made with one context may be used with another. */
GEOSContextHandle_t mlg_geos(void);

/* "doing: last message of GEOS in this thread". */
mlg_status mlg_geos_fail(mlg_error *err, const char *doing);

/* Takes `shape` (NULL: GEOS failed); it is destroyed when memory is out. */
mlg_status mlg_geom_wrap(mlg_geom **out, GEOSGeometry *shape, const char *doing, mlg_error *err) MLG_MUST_CHECK;

#endif
