/* Land reached within a time in straight lines. The speed depends on the density at both ends, and density is
 * constant within a commune, where a site therefore reaches a disc: the exact isochrone is the union over communes
 * of the intersection of the outline and the discs of the sites. */
#ifndef MLG_ANALYSIS_CATCHMENT_STRAIGHT_LINE_LAND_H
#define MLG_ANALYSIS_CATCHMENT_STRAIGHT_LINE_LAND_H

#include "adapters/geom/geometry.h"
#include "network/models/model.h"

typedef struct mlg_crow_land {
    const mlg_crow_params *params;
    int32_t n_outlines;
    mlg_geom *const *outline; /* [n_outlines] of communes; NULL: unknown, nothing is reached there */
    const uint8_t *density;   /* [n_outlines] level 1..7, 0 unknown */
    mlg_points sites;
} mlg_crow_land;

/* Area within limit_ds of the nearest site, as one multipolygon, empty when nothing is reached. Freed with
 * mlg_geom_free(). MLG_MEMORY; MLG_DATA when GEOS fails. O(outlines x sites) box tests, and the geometry of the
 * outlines reached in part. */
mlg_status mlg_crow_reached(mlg_geom **out, const mlg_crow_land *land, int32_t limit_ds,
                            mlg_error *err) MLG_MUST_CHECK;

/* A disc around a point, as a polygon of 32 sides. */
mlg_status mlg_crow_disc(mlg_geom **out, double x, double y, double radius_m, mlg_error *err) MLG_MUST_CHECK;

#endif
