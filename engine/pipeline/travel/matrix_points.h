/* The origins or destinations of a travel time matrix: a named set of the study, or a file of points. */
#ifndef MLG_PIPELINE_TRAVEL_MATRIX_POINTS_H
#define MLG_PIPELINE_TRAVEL_MATRIX_POINTS_H

#include "adapters/db/database.h"

/* `{ 0 }` is empty. Codes are unique and in byte order. */
typedef struct mlg_matrix_points {
    int32_t count;
    char **code;   /* [count] */
    double *x, *y; /* [count] metres, in the requested coordinate system */
    size_t code_room, x_room, y_room;
} mlg_matrix_points;

/* True for "points.csv", "points.gpkg|layername=x": a file rather than a set of the study. */
bool mlg_matrix_is_file(const char *what);

/* Fills `out`, which the caller releases even after a failure. `what`: communes, qpv, a service or a category of the study `db`, or a
 * file of points, each with a code (column code, id, insee_com ...) and a position: a point geometry, columns lon and lat in degrees, or
 * columns x and y in metres of EPSG:`epsg`. MLG_INPUT: no such set or file, a missing column, a row without code or position, a
 * duplicate code, no points. MLG_MEMORY. O(points log points). */
mlg_status mlg_matrix_points_read(mlg_matrix_points *out, const char *what, mlg_db *db, int epsg,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_matrix_points_release(mlg_matrix_points *points);

#endif
