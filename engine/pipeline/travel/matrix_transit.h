/* Travel by timetable between two sets of points: what a matrix says of each pair. */
#ifndef MLG_PIPELINE_TRAVEL_MATRIX_TRANSIT_H
#define MLG_PIPELINE_TRAVEL_MATRIX_TRANSIT_H

#include "analysis/travel/trips.h"

enum { MLG_MOST_PERCENTILES = 9 };

/* The journey behind the time of a pair: that of the first departure, or arrival, that takes as long. */
typedef struct mlg_transit_detail {
    int32_t leaves_ds; /* time of the day */
    int32_t walk_ds, ride_ds, wait_ds;
    int32_t rides; /* 0: on foot; -1: no journey */
} mlg_transit_detail;

/* From n origins to m destinations; arrays of n x m, one row an origin. */
typedef struct mlg_transit_pairs {
    int32_t n, m;
    int32_t count; /* of percentiles; the first is that of the study */
    double percent[1 + MLG_MOST_PERCENTILES];
    int32_t share_limit_ds; /* of `share` */
    bool detailed;
    int32_t *time_ds[1 + MLG_MOST_PERCENTILES];
    float *share; /* of the departures after which one is there within the limit */
    mlg_transit_detail *detail;
} mlg_transit_pairs;

/* Allocates the arrays; released with mlg_transit_pairs_release(), also after a failure. MLG_MEMORY. */
mlg_status mlg_transit_pairs_init(mlg_transit_pairs *pairs, mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_pairs_release(mlg_transit_pairs *pairs);

/* Searches from every origin (from every destination where the hours are those of arrivals), by `threads`. One search an
 * origin; with details, one more a departure. */
mlg_status mlg_transit_pairs_fill(mlg_transit_pairs *pairs, const mlg_study_trips *trips, int threads,
                                  const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

#endif
