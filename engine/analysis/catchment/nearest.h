/* The nearest site of every place, and how many sites stand within a travel time of it. */
#ifndef MLG_ANALYSIS_CATCHMENT_NEAREST_H
#define MLG_ANALYSIS_CATCHMENT_NEAREST_H

#include "network/models/model.h"

typedef struct mlg_nearest_input {
    const mlg_travel *travel;
    const int32_t *site; /* [sites] the sites that are open, any order; NULL: all of the travel model */
    int32_t sites;       /* ignored when `site` is NULL */
    int32_t limit_ds;    /* included; MLG_UNREACHABLE: no limit */
    int threads;         /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_nearest_input;

/* site_out[places]: nearest open site, the lowest index among equals, MLG_NOWHERE when none is within the limit;
 * time_out[places]: its time, MLG_UNREACHABLE when there is none. The same at any thread count.
 * MLG_INPUT: a site that does not exist. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_nearest(const mlg_nearest_input *input, int32_t *site_out, int32_t *time_out,
                       mlg_error *err) MLG_MUST_CHECK;

/* sum[places]: how much of `weight` stands at open sites within the limit of each place: how many GPs within 20 minutes. weight[sites], by
 * number as in the travel model, up to 10^6 each; NULL: 1 each, so how many sites. Sums are of whole millionths: the same at any thread
 * count. MLG_INPUT: a site that does not exist, a bad weight. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_overlap(const mlg_nearest_input *input, const double *weight, double *sum,
                       mlg_error *err) MLG_MUST_CHECK;

#endif
