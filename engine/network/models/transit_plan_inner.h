/* The file of a plan (transit_plan.c). */
#ifndef MLG_NETWORK_MODELS_TRANSIT_PLAN_INNER_H
#define MLG_NETWORK_MODELS_TRANSIT_PLAN_INNER_H

#include "network/models/transit_plan.h"

#include <stddef.h>

enum { MLG_TRANSIT_PLAN_VIEWS = 8 };

typedef struct mlg_plan_view {
    int32_t n_rows, n_columns;
    int64_t entries;
} mlg_plan_view;

typedef struct mlg_transit_plan_head {
    char kind[8];
    uint32_t version, byte_order; /* 1 as the machine writes it */
    uint64_t checksum;            /* mlg_transit_plan_sum() */
    uint64_t key, rows;
    double percent;
    int32_t from_places, n_sites, n_places;
    int32_t n_days, n_dials, n_change_dials;
    int32_t first_ds, step_ds, n_departures, most_rides, limit_ds;
    int32_t with_changes;
    mlg_plan_view views[MLG_TRANSIT_PLAN_VIEWS];
} mlg_transit_plan_head;

/* Of the header, with 0 for its checksum, and of the bytes that follow it. MLG_MEMORY. */
mlg_status mlg_transit_plan_sum(uint64_t *sum, const mlg_transit_plan_head *head, const void *rest, size_t bytes,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
