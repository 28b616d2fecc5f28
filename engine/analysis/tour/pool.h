/* The sets of stops that one round can visit. */
#ifndef MLG_ANALYSIS_TOUR_POOL_H
#define MLG_ANALYSIS_TOUR_POOL_H

#include "analysis/tour/reach.h"
#include "analysis/tour/watch.h"

/* Maximal sets of stops that a round can visit, each ascending. */
typedef struct mlg_tour_pool {
    int64_t n_sets, *start; /* [n_sets + 1] */
    int32_t *member;
    bool whole; /* complete; otherwise there are too many sets, or too little time, and none is kept */
} mlg_tour_pool;

/* Gives up after max_steps drives looked at, or when it is late. */
mlg_status mlg_tour_pool_init(mlg_tour_pool *pool, const mlg_tour_frame *frame, const mlg_tour_reach *reach,
                              int32_t round, int64_t max_steps, const mlg_tour_watch *watch,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_pool_release(mlg_tour_pool *pool);

#endif
