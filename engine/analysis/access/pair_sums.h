/* One pass over the pairs of every site: the step that all measures of the floating catchment family consist of.
 *
 *   gather, from places to a site:       d_j = SUM_i u_i W_ij^p      (and SUM_i W_ij, with `sum_weights`)
 *   factor of the site:                  x_j = site_factor(j, d_j)
 *   distribute, from sites to places:    y_i = SUM_j x_j W_ij^q
 *
 * How it works: each row is read once for both directions; its weights stay in the cache in between, by place
 * where the row is dense enough (pair_sums_lanes.h), else pair by pair. Sites are processed in fixed blocks, each
 * with its own y; the blocks are added at the end in their order. Their number depends on the sizes only, so that
 * sums have the same order, and the same bits, at any thread count; and where the place of each site is given, whatever
 * other sites there are, so that what a place gets is the same bits as long as the sites in its reach are. Within a row sixteen partial sums run side by
 * side, one for each remainder of the place modulo 16.
 */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_H

#include "analysis/common/decay.h"
#include "analysis/common/times.h"

struct mlg_pair_code;
struct mlg_kept_rows;

/* Computes the factor x_j of a site from its sums; `weights` is SUM W_ij, 0 unless asked for. Called from any
 * thread, once a site. MLG_DATA: the factor does not exist. */
typedef mlg_status (*mlg_site_factor_fn)(void *context, int32_t site, double down, double weights, double *factor,
                                         mlg_error *err);

typedef struct mlg_pair_sums {
    const mlg_times *reach;
    const mlg_decay *decay;
    const double *weight; /* [mlg_decay_limit() + 2] W by decisecond, the last one 0; NULL: those of the decay */
    const double *active; /* [sites] sites with 0 are skipped; NULL: none is */
    /* [sites] by travel: decides the block of a site, MLG_NOWHERE: its number does; NULL: blocks of equal numbers of sites */
    const int32_t *site_place;
    const double *down; /* [places] u; NULL: nothing is gathered, d_j = 0 */
    int down_power;     /* p: 1 or 2 */
    int up_power;       /* q: 1 or 2 */
    bool sum_weights;
    mlg_site_factor_fn site_factor; /* called for active sites only */
    void *context;
    double *up; /* [places] y, overwritten; NULL: nothing is distributed */
    int threads;
    const mlg_progress *progress;
    const char *stage; /* name of the stage in progress reports */
    /* pair_sums_kept.h: shared by passes over the same matrix, weights and active sites; may be NULL */
    struct mlg_kept_rows *kept;
    const struct mlg_pair_code
        *code; /* pair_sums_lanes.h; NULL: the best one for this processor. All give the same bits */
} mlg_pair_sums;

/* MLG_CANCELLED, MLG_MEMORY, or the failure of `site_factor`. O(pairs of active sites + blocks x places); memory
 * beside the input: 8 bytes a place and block, 4 to 32 blocks. */
mlg_status mlg_pair_sums_run(const mlg_pair_sums *pass, mlg_error *err) MLG_MUST_CHECK;

#endif
