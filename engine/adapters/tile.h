/* Raster tiles as in-memory files. */
#ifndef MLG_ADAPTERS_TILE_H
#define MLG_ADAPTERS_TILE_H

#include "base/error.h"

/* A compressed TIFF of side x side floats, rows from north to south, as a GeoPackage stores a gridded coverage.
 * *bytes is freed with free(). */
mlg_status mlg_tile_encode(void **bytes, size_t *size, const float *values, int side, float nodata,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
