/* Reference travel times between points given by their coordinates, one row a pair. */
#ifndef MLG_ANALYSIS_TRAVEL_GIVEN_POINTS_H
#define MLG_ANALYSIS_TRAVEL_GIVEN_POINTS_H

#include "analysis/common/places.h"

/* Arrays of `count` pairs; `{ 0 }` is empty. */
typedef struct mlg_given_points {
    int64_t count, rows;                   /* kept; read, those without a time included */
    int64_t unknown;                       /* rows of which an end is further than 10 km from any commune */
    double *from_x, *from_y, *to_x, *to_y; /* in the system of the study */
    int32_t *time_ds, *from, *to;          /* from, to: the nearest commune of each end */
    size_t room[7];
} mlg_given_points;

/* Whether the file has columns of coordinates under their usual names: from_lon, from_lat, to_lon, to_lat. */
bool mlg_given_points_are(const char *path);

/* `columns`: longitude and latitude of the origin, then of the destination, in degrees, with commas between; NULL: the usual names.
 * `minutes` NULL: Dist_min, minutes, travel_time. `out` is released also after a failure. MLG_USAGE: not four columns. MLG_INPUT: a missing column; a coordinate or time
 * that is not a number, with its row. O(rows), each with the places within 10 km. */
mlg_status mlg_given_points_read(mlg_given_points *out, const char *path, const char *columns, const char *minutes,
                                 const mlg_places *places, int epsg, mlg_error *err) MLG_MUST_CHECK;
void mlg_given_points_release(mlg_given_points *points);

#endif
