/* Trips with an on-demand vehicle between two sets of points: to a stop, from one, all the way, or from one stop to another. */
#ifndef MLG_NETWORK_MODELS_DIALS_H
#define MLG_NETWORK_MODELS_DIALS_H

#include "adapters/geom/geometry.h"
#include "network/models/walks.h"
#include "network/transit/dial.h"
#include "network/transit/timetable.h"

/* Where a vehicle takes people or leaves them: anywhere within an outline, or at stops. */
typedef struct mlg_dial_area {
    const mlg_geom *outline; /* in the plane of the points; NULL: at the stops alone */
    const int32_t *stops;    /* [n_stops] numbered as in the timetables */
    int32_t n_stops;
    int32_t first_s, last_s; /* hours in which the vehicle is there, seconds of the day */
} mlg_dial_area;

/* The vehicle takes factor times what the straight line, lengthened by `detour`, takes at speed_kmh, and extra_ds. */
typedef struct mlg_dial_service {
    const char *name, *booking; /* booking: in words, NULL: nothing is known of it */
    mlg_dial_area from, to;
    int32_t wait_ds; /* between being ready and being taken */
    double speed_kmh, detour, factor;
    int32_t extra_ds;
} mlg_dial_service;

/* From where one vehicle is left to where the next is boarded: stops x stops. */
typedef struct mlg_dial_changes {
    mlg_sparse_rows rows; /* values are numbers of `dials` */
    mlg_dial *dials;
    int32_t n_dials;
} mlg_dial_changes;

typedef struct mlg_dial_rows {
    mlg_sparse_rows access, egress, direct; /* as in mlg_transit; values are numbers of `dials` */
    mlg_dial *dials;
    int32_t n_dials;
} mlg_dial_rows;

/* What the rows are made of. Walks are in deciseconds, without the time to board; changes with it, forwards. */
typedef struct mlg_dial_ground {
    const mlg_walk_points *from, *to, *stops; /* from and to NULL: for changes alone */
    mlg_sparse_view access, egress, changes;  /* from x stops, stops x to, stops x stops */
    const mlg_timetable *day;                 /* stops that it does not serve are left out */
    const mlg_islands *islands;
    int32_t board_ds, limit_ds;
} mlg_dial_ground;

/* Rides of up to limit_ds, walks and waits included. A vehicle does not go from one island to another. MLG_DATA: more than 2^26 rides.
 * O(outlines x points log points + walks + pairs of ends). */
mlg_status mlg_dial_rows_make(mlg_dial_rows *out, const mlg_dial_service *services, int32_t n,
                              const mlg_dial_ground *ground, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_dial_changes_make(mlg_dial_changes *out, const mlg_dial_service *services, int32_t n,
                                 const mlg_dial_ground *ground, mlg_error *err) MLG_MUST_CHECK;

/* The same for a search on reversed days. */
mlg_status mlg_dial_rows_reverse(mlg_dial_rows *rows, mlg_error *err) MLG_MUST_CHECK;
void mlg_dial_rows_release(mlg_dial_rows *rows);

mlg_status mlg_dial_changes_reverse(mlg_dial_changes *changes, mlg_error *err) MLG_MUST_CHECK;
void mlg_dial_changes_release(mlg_dial_changes *changes);

/* Keeps the first of the services that offer the same rides: the same areas in memory, hours and times. MLG_MEMORY. O(n log n). */
mlg_status mlg_dial_services_unique(mlg_dial_service *services, int32_t *n, mlg_error *err) MLG_MUST_CHECK;

/* Checksum of all that the rides of services depend on. */
mlg_status mlg_dial_services_sum(uint64_t *sum, const mlg_dial_service *services, int32_t n,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
