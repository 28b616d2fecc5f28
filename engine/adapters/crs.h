/* Coordinate systems through PROJ: axis order is handled here and nowhere else (x = east, y = north always). */
#ifndef MLG_ADAPTERS_CRS_H
#define MLG_ADAPTERS_CRS_H

#include "base/error.h"

typedef struct mlg_transform mlg_transform;

/* From and to are what PROJ accepts: "EPSG:2154", WKT. MLG_INPUT names the one that is not known. */
mlg_status mlg_transform_new(mlg_transform **out, const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;
void mlg_transform_free(mlg_transform *transform);

/* In place. A point that cannot be transformed becomes NaN, NaN; *failed counts them. O(n). */
void mlg_transform_points(mlg_transform *transform, double *x, double *y, size_t n, size_t *failed);

/* WKT1 (GDAL kind) of an EPSG code for gpkg_spatial_ref_sys, and its name. Freed with free(). */
mlg_status mlg_crs_describe(char **name, char **wkt, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Box of valid coordinates of a projected or geographic system, in its own units (area of use, transformed, with a
 * margin of 1 %). Used to catch a system that lies: degrees given as metres, swapped axes. */
mlg_status mlg_crs_bounds(double box[4], const char *crs, mlg_error *err) MLG_MUST_CHECK;

/* Refuses a code that is not known, and a system that does not count in metres: distances would mean nothing. */
mlg_status mlg_crs_need_metres(int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Number in "EPSG:2154", 0 when the text is not of that form. */
int mlg_crs_epsg(const char *crs);

#endif
