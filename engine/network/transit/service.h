/* What runs on a day: the courses of each line, and what calls at each stop. */
#ifndef MLG_NETWORK_TRANSIT_SERVICE_H
#define MLG_NETWORK_TRANSIT_SERVICE_H

#include "network/transit/gtfs.h"

/* Trips of one route by the same stops, in order. */
typedef struct mlg_line_path {
    int32_t trip;            /* one that has these stops */
    int64_t courses;         /* of the day, each repetition of a frequency counted */
    int32_t first_s, last_s; /* departures from its first stop */
} mlg_line_path;

/* Freed with free(); by route, then by their stops. MLG_MEMORY. O(calls log trips). */
mlg_status mlg_gtfs_paths(mlg_line_path **paths, int32_t *n, const mlg_gtfs *feed, int32_t day,
                          mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_stop_service {
    int64_t courses;         /* that take or leave passengers there */
    int32_t first_s, last_s; /* departures */
} mlg_stop_service;

/* service[stops] of the day; variants of a stop are counted with it. O(calls). */
void mlg_gtfs_stop_service(mlg_stop_service *service, const mlg_gtfs *feed, int32_t day);

#endif
