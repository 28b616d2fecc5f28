/* The surface of access: the APL of the squares of 200 m as a raster of the GeoPackage, in the grid and the system the
 * squares are published in. Squares without figures, secret ones among them, have the no-data value. */
#ifndef MLG_OUTPUT_QGIS_SURFACE_H
#define MLG_OUTPUT_QGIS_SURFACE_H

#include "adapters/db/database.h"

enum { MLG_SURFACE_TILE = 256 }; /* squares a side */

#define MLG_SURFACE_NODATA (-9999.0f)

/* A square from its identifier, "CRS3035RES200mN2466800E3482800": system, side and lower left corner, m. */
typedef struct mlg_square {
    int epsg, side_m, north_m, east_m;
    double value; /* NaN: unknown or secret */
} mlg_square;

/* False when the code does not have that form. */
bool mlg_square_parse(mlg_square *out, const char *code);

/* The grid that squares lie on: lines and columns from the north-west corner. */
typedef struct mlg_surface_grid {
    int epsg, side_m;
    int west_m, north_m; /* outer corner */
    int columns, lines;
} mlg_surface_grid;

/* MLG_DATA when squares are of several systems or sizes, or not aligned on a common grid. `count` is at least 1. O(count). */
mlg_status mlg_surface_grid_of(mlg_surface_grid *out, const mlg_square *squares, int32_t count,
                               mlg_error *err) MLG_MUST_CHECK;

/* Replaces the surface; *made is false, and any earlier surface is removed, when the population is not counted on squares of one
 * grid. Runs within the transaction of the caller. */
mlg_status mlg_output_surface(bool *made, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
