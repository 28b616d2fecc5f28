/* Planar geometry through GEOS. Coordinates are those of the study, metres. Handles are immutable; every mlg_geom
 * returned through `out` is freed with mlg_geom_free(). */
#ifndef MLG_ADAPTERS_GEOM_GEOMETRY_H
#define MLG_ADAPTERS_GEOM_GEOMETRY_H

#include "base/error.h"

typedef struct mlg_geom mlg_geom;

typedef struct mlg_box {
    double min_x, min_y, max_x, max_y;
} mlg_box;

void mlg_geom_free(mlg_geom *geom);

mlg_status mlg_geom_from_wkb(mlg_geom **out, const void *wkb, size_t size, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_geom_from_wkt(mlg_geom **out, const char *wkt, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_geom_point(mlg_geom **out, double x, double y, mlg_error *err) MLG_MUST_CHECK;

/* count >= 2, finite. */
mlg_status mlg_geom_line(mlg_geom **out, const double *x, const double *y, int32_t count,
                         mlg_error *err) MLG_MUST_CHECK;

/* GeoPackage blob (header with envelope + WKB); polygons are written as multipolygons. Freed with free(). */
mlg_status mlg_geom_to_gpb(void **bytes, size_t *size, const mlg_geom *geom, int srs_id,
                           mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_geom_from_gpb(mlg_geom **out, const void *bytes, size_t size, mlg_error *err) MLG_MUST_CHECK;

bool mlg_geom_is_empty(const mlg_geom *geom);
bool mlg_geom_is_polygonal(const mlg_geom *geom); /* polygon or multipolygon */
bool mlg_geom_is_point(const mlg_geom *geom);
mlg_status mlg_geom_is_valid(bool *valid, const mlg_geom *geom, mlg_error *err) MLG_MUST_CHECK;
double mlg_geom_area(const mlg_geom *geom); /* m2 */
mlg_box mlg_geom_box(const mlg_geom *geom); /* NaN when empty */

/* Valid polygonal form of an invalid one (GEOSMakeValid, structure method; lines and points dropped). MLG_DATA: its
 * lines cross more than 10,000 times, and repairing it would take minutes (crossings.h). */
mlg_status mlg_geom_repair(mlg_geom **out, const mlg_geom *geom, mlg_error *err) MLG_MUST_CHECK;

/* A point in the interior of the geometry (GEOSPointOnSurface). */
mlg_status mlg_geom_inner_point(double *x, double *y, const mlg_geom *geom, mlg_error *err) MLG_MUST_CHECK;

/* Distance from a point to a geometry, 0 inside it. */
mlg_status mlg_geom_distance(double *distance_m, const mlg_geom *geom, double x, double y,
                             mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_geom_intersection_area(double *area, const mlg_geom *a, const mlg_geom *b,
                                      mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_geom_difference(mlg_geom **out, const mlg_geom *a, const mlg_geom *b,
                               mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_geom_intersection(mlg_geom **out, const mlg_geom *a, const mlg_geom *b,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Union of `count` polygonal geometries, as one multipolygon. */
mlg_status mlg_geom_union(mlg_geom **out, const mlg_geom *const *parts, int32_t count,
                          mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_geom_buffer(mlg_geom **out, const mlg_geom *geom, double distance_m, mlg_error *err) MLG_MUST_CHECK;

/* Voronoi cells of distinct points, in the order of the points, each clipped to `clip`; NULL: to the land that
 * mlg_coast_find() assumes around them, where a point apart from the others has a disc of radius alone_m[i],
 * metres. cells[n] is filled with geometries the caller frees, NULL on failure. MLG_INPUT for coincident points,
 * with their two indices. A point outside `clip` may have an empty cell. O(n sqrt n). */
mlg_status mlg_geom_voronoi(mlg_geom **cells, const double *x, const double *y, int32_t n, const mlg_geom *clip,
                            const double *alone_m, mlg_error *err) MLG_MUST_CHECK;

/* Pairs (a[k], b[k]), a < b, of polygons that share a border: nearly parallel segments within `tolerance_m` of
 * each other, with a total length of more than five tolerances, so that a common corner does not count. A
 * tolerance of 0 requires identical vertices. Sorted by a, then b. Arrays freed with free(). */
mlg_status mlg_geom_adjacency(int32_t **a, int32_t **b, int32_t *count, const mlg_geom *const *polygons, int32_t n,
                              double tolerance_m, mlg_error *err) MLG_MUST_CHECK;

/* The polygon that contains each point: its index, or -1. A point on a boundary belongs to the lowest index.
 * O((n + m) log n). */
mlg_status mlg_geom_locate(int32_t *found, const mlg_geom *const *polygons, int32_t n, const double *x,
                           const double *y, int32_t m, mlg_error *err) MLG_MUST_CHECK;

/* Pairs (a of `left`, b of `right`) whose boxes intersect, sorted. Arrays freed with free(). */
mlg_status mlg_geom_box_pairs(int32_t **a, int32_t **b, int32_t *count, const mlg_geom *const *left, int32_t n,
                              const mlg_geom *const *right, int32_t m, mlg_error *err) MLG_MUST_CHECK;

/* Calls `visit` for each ring of a polygonal geometry: n points, shell first, then its holes. */
typedef void (*mlg_ring_fn)(void *context, const double *x, const double *y, int32_t n, bool hole);
mlg_status mlg_geom_rings(const mlg_geom *geom, mlg_ring_fn visit, void *context, mlg_error *err) MLG_MUST_CHECK;

/* A closed ring: its last point repeats the first. */
typedef struct mlg_ring {
    const double *xy; /* n x 2 */
    int32_t n;
    bool hole;
} mlg_ring;

/* The same polygons with every point moved by `move`, which keeps them valid or nearly so. MLG_DATA for a geometry that is no
 * polygon. O(points). */
typedef void (*mlg_move_fn)(void *context, double xy[2]);
mlg_status mlg_geom_map(mlg_geom **out, const mlg_geom *geom, mlg_move_fn move, void *context,
                        mlg_error *err) MLG_MUST_CHECK;

/* A multipolygon from rings, each shell followed by its holes; no ring gives an empty multipolygon. Rings are
 * copied. MLG_DATA for a ring that GEOS rejects (fewer than four points, not closed), MLG_USAGE for a hole
 * before any shell. Crossings are not checked. O(points). */
mlg_status mlg_geom_from_rings(mlg_geom **out, const mlg_ring *rings, int32_t count,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
