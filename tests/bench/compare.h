/* The same integers by every way: distances of the fast engines against searches. */
#ifndef MLG_BENCH_COMPARE_H
#define MLG_BENCH_COMPARE_H

#include "land.h"

typedef struct comparison {
    int64_t compared, different;
} comparison;

/* Sweeps of 60 minutes, batches spread over the country, until `enough` distances within reach are compared. */
void compare_sweeps(comparison *c, const land *l, int64_t enough);

/* Every `step`-th row of a full matrix without a limit. */
void compare_matrix(comparison *c, const land *l, const int32_t *time_ds, const mlg_anchor *sources,
                    int32_t n_sources, const mlg_anchor *targets, int32_t n_targets, int32_t step);

#endif
