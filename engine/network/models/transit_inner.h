/* Internals of travel by timetable. */
#ifndef MLG_NETWORK_MODELS_TRANSIT_INNER_H
#define MLG_NETWORK_MODELS_TRANSIT_INNER_H

#include "base/os/thread.h"
#include "network/models/row_store.h"
#include "network/models/transit.h"

/* Points, copied from the caller's. */
typedef struct mlg_walk_copy {
    int32_t count;
    double *x_m, *y_m;
    mlg_snap *snaps; /* NULL in straight lines */
} mlg_walk_copy;

/* Copies points[which[n]]; NULL: the first n. Released also after a failure. */
mlg_status mlg_walk_copy_init(mlg_walk_copy *copy, const mlg_walk_points *points, const int32_t *which, int32_t n,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_walk_copy_release(mlg_walk_copy *copy);
mlg_walk_points mlg_walk_points_of(const mlg_walk_copy *copy);

/* Times by site, at their percentile, of a search whose origins, or else destinations, are places. MLG_MEMORY, MLG_CANCELLED. */
mlg_status mlg_transit_rows(mlg_sparse_rows *rows, const mlg_transit *transit, double percent, bool from_places,
                            int threads, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

struct mlg_transit_model {
    mlg_transit_options options;
    const mlg_walk_ground *ground;
    mlg_walk_copy stops, places;
    mlg_timetable **days; /* [n_days] backwards where the window is one of arrivals */
    int32_t n_days;
    mlg_sparse_rows changes;       /* likewise */
    mlg_dial_changes dial_changes; /* likewise */
    mlg_row_store *store;
    pthread_mutex_t lock; /* of the first request for rows that were not announced */
    uint64_t fingerprint; /* of everything that rows depend on besides the sites */
    mlg_transit_report report;
};

#endif
