/* Coordinate systems through PROJ: axis order is handled here and nowhere else (x = east, y = north always). */
#ifndef MLG_ADAPTERS_CRS_H
#define MLG_ADAPTERS_CRS_H

#include "base/error.h"

typedef struct mlg_transform mlg_transform;

/* `from` and `to` are anything PROJ accepts: "EPSG:2154", WKT. MLG_INPUT names the unknown one. For one thread at a
 * time. Between EPSG codes it costs some 10 ms the first time, nothing once such a transformation has been freed. */
mlg_status mlg_transform_new(mlg_transform **out, const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;
/* The same between two EPSG codes. */
mlg_status mlg_transform_epsg(mlg_transform **out, int from, int to, mlg_error *err) MLG_MUST_CHECK;
void mlg_transform_free(mlg_transform *transform);

/* In place, to some micrometres: the same bits on every system. A point that cannot be transformed becomes NaN, NaN; *failed counts
 * them. O(n). */
void mlg_transform_points(mlg_transform *transform, double *x, double *y, size_t n, size_t *failed);

/* Name and WKT1 (GDAL flavour) of an EPSG code, as gpkg_spatial_ref_sys stores them. Freed with free(). */
mlg_status mlg_crs_describe(char **name, char **wkt, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Box of valid coordinates of a projected or geographic system, in its own units (area of use, transformed, with a
 * margin of 1 %). Detects a wrongly declared system: degrees given as metres, swapped axes. */
mlg_status mlg_crs_bounds(double box[4], const char *crs, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT for an unknown code, or a system whose unit is not the metre, in which distances would be
 * meaningless. */
mlg_status mlg_crs_need_metres(int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Number in "EPSG:2154", 0 when the text is not of that form. */
int mlg_crs_epsg(const char *crs);

#endif
