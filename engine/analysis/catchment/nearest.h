/* The nearest site of every place, and the number of sites within a travel time of it. */
#ifndef MLG_ANALYSIS_CATCHMENT_NEAREST_H
#define MLG_ANALYSIS_CATCHMENT_NEAREST_H

#include "network/models/model.h"

typedef struct mlg_nearest_input {
    const mlg_travel *travel;
    const int32_t *site; /* [sites] open sites, in any order; NULL: all sites of the travel model */
    int32_t sites;       /* ignored when `site` is NULL */
    int32_t limit_ds;    /* included; MLG_UNREACHABLE: no limit */
    int threads;         /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_nearest_input;

/* site_out[places]: nearest open site, the lowest index on ties, MLG_NOWHERE when none is within the limit;
 * time_out[places]: its travel time, MLG_UNREACHABLE when there is none. The same at any thread count. MLG_INPUT:
 * a site that does not exist. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_nearest(const mlg_nearest_input *input, int32_t *site_out, int32_t *time_out,
                       mlg_error *err) MLG_MUST_CHECK;

/* sum[places]: sum of `weight` over the open sites within the limit of each place, for instance the number of GPs
 * within 20 minutes. weight[sites], by number in the travel model, at most 10^6 each; NULL: 1 each, so that sites
 * are counted. Weights are rounded to millionths, so that sums are the same at any thread count. MLG_INPUT: a site
 * that does not exist, a bad weight. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_overlap(const mlg_nearest_input *input, const double *weight, double *sum,
                       mlg_error *err) MLG_MUST_CHECK;

#endif
