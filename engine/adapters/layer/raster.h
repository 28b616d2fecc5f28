/* Grids of numbers as files: speeds, land cover, elevation, travel times. */
#ifndef MLG_ADAPTERS_LAYER_RASTER_H
#define MLG_ADAPTERS_LAYER_RASTER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Rows from north to south, cells from west to east; cell r x columns + c. `{ 0 }` is empty. */
typedef struct mlg_raster {
    int32_t rows, columns;
    double west, north, width, height; /* outer corner; size of a cell, > 0 */
    bool placed;                       /* whether the file names its coordinate system: that of the request */
    float *value;                      /* [rows x columns], NaN: no data */
} mlg_raster;

/* The first band of a GeoTIFF or an ASCII grid. Released with mlg_raster_release(), also after a failure. MLG_INPUT: unreadable, not in
 * EPSG:`epsg`, rotated, not georeferenced, more than `most_cells`, compressed beyond measure. O(cells). */
mlg_status mlg_raster_read(mlg_raster *out, const char *path, int epsg, int64_t most_cells,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_raster_release(mlg_raster *raster);

/* Value at a point, bilinear between the four cell centres around it, or those that exist at the edge. NaN outside the grid, or where a
 * centre with a weight has no data. O(1). */
double mlg_raster_at(const mlg_raster *raster, double x, double y);

/* Writes value[cells], NaN as no data, as a compressed GeoTIFF of 64-bit numbers laid out like `like`. MLG_INPUT when it cannot be
 * written. */
mlg_status mlg_raster_write(const char *path, const mlg_raster *like, const double *value, int epsg,
                            mlg_error *err) MLG_MUST_CHECK;

#endif
