/* What is most often made of a sweep, each fused with it: no matrix is kept but in mlg_sweep_rows(). All results
 * are the same bits at any number of threads and on any processor.
 *
 * Every function takes a request as mlg_sweep_new() does and returns its errors; sites are its sources.
 */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_ANSWERS_H
#define MLG_NETWORK_HIERARCHY_SWEEP_ANSWERS_H

#include "network/hierarchy/sweep.h"
#include "network/search/nearest_sites.h"

/* The k nearest sites of every place within the limit: by time, then by lower number; the same as
 * mlg_nearest_sites_of_targets(). k in 1..MLG_NEAREST_MOST (MLG_USAGE). 8 k bytes a place. With k = 1 and every
 * node a place: the times of an isochrone around all sites. */
mlg_status mlg_sweep_nearest(mlg_nearest_sites *out, const mlg_sweep_request *request, int32_t k,
                             mlg_error *err) MLG_MUST_CHECK;

/* count[n_places x n_limits]: sites within each limit of each place, closed. limit_ds[n_limits] ascending, at most
 * the limit of the request (MLG_USAGE). */
mlg_status mlg_sweep_count_sites(int32_t *count, const mlg_sweep_request *request, const int32_t *limit_ds,
                                 int32_t n_limits, mlg_error *err) MLG_MUST_CHECK;

/* sum[n_sites x n_bins]: amount[n_places] (persons; finite, >= 0) whose time lies above the end of the bin before
 * and not above that of the bin. end_ds[n_bins] ascending, at most the limit of the request, at most
 * MLG_LANE_STEPS of them (MLG_USAGE). A histogram; its running sums are what is within each limit. Amounts of a
 * bin are added by ascending spot. */
mlg_status mlg_sweep_histogram(double *sum, const mlg_sweep_request *request, const double *amount,
                               const int32_t *end_ds, int32_t n_bins, mlg_error *err) MLG_MUST_CHECK;

/* All rows, places ascending: the same as mlg_reach_rows_init(). Two sweeps, one to count. 8 bytes a pair, and 4
 * bytes a place a thread. With every node a place: times for isochrones of each site. */
mlg_status mlg_sweep_rows(mlg_reach_rows *out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;

/* The other way round: row of place t is first[t] .. first[t+1)-1, `target` holding the sites, ascending.
 * O(pairs + places). */
mlg_status mlg_reach_rows_turn(mlg_reach_rows *out, const mlg_reach_rows *rows, int32_t n_targets,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
