/* Access to care as mlg_access() defines it, both steps fused with the sweeps of a prepared network: no row and no
 * matrix is kept. For whole countries and for scenarios: a second or so where single searches take a minute.
 *
 * Order of the sums, the same in every run, at any number of threads and on any processor. V_j adds its places by
 * ascending spot: the bits of mlg_access() over places numbered so. A_i adds, batch after batch of sites, what the
 * batch gives, itself added as mlg_lanes_dot() says: the bits of the same sums over stored rows.
 */
#ifndef MLG_ANALYSIS_ACCESS_TWO_STEP_SWEEP_H
#define MLG_ANALYSIS_ACCESS_TWO_STEP_SWEEP_H

#include "analysis/access/two_step.h"
#include "network/hierarchy/sweep.h"

typedef struct mlg_access_sweep_input {
    const mlg_spots *spots;  /* the places */
    const mlg_anchor *sites; /* [n_sites] */
    int32_t n_sites;
    const mlg_direct *direct; /* in any order; NULL: none */
    int32_t n_direct;
    const mlg_decay *decay;
    const double *demand; /* [places] as in mlg_access_input */
    const double *supply; /* [n_sites] */
    int threads;
    mlg_lane_path path;
    const mlg_progress *progress;
} mlg_access_sweep_input;

/* As mlg_access(), outputs by place and by site; and MLG_USAGE for a decay that reaches beyond MLG_SWEEP_MAX_DS.
 * Any shape of decay: steps are compared with, others are looked up by decisecond. Memory beside the sweep's: 16
 * bytes a place reached by each of the batches held at once (8 a thread). */
mlg_status mlg_access_by_sweep(const mlg_access_sweep_input *input, double *access, double *catchment,
                               double *ratio, mlg_access_stats *stats, mlg_error *err) MLG_MUST_CHECK;

#endif
