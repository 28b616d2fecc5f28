/* Re-homing of patients: where those whose doctors leave could be seen, among the practices within reach that have room.
 *
 * Use of a site, as the two-step methods assume it: the people of place i use U_ij = P_i w(t_ij) S_j / V_j of the supply S_j, V_j = SUM_i P_i
 * w(t_ij), so that SUM_i U_ij = S_j. When the supply of j goes down by D_j, place i loses L_i = SUM_j U_ij D_j / S_j, and SUM_i L_i = SUM_j D_j
 * over the sites that reach anyone.
 *
 * Room: a site takes its new supply, and a stated share of the remaining supply. The lost supply goes to rooms within the reach of the decay,
 * as much as they allow and, among all such allocations, with the least total time (catchment/capacity_optimal.h). Supply is allocated in whole
 * units; losses are rounded so that every partial sum in the order of places is the nearest integer to the exact one.
 *
 * It is a capacity, not a forecast: nobody knows which practice takes whom. */
#ifndef MLG_ANALYSIS_COMPARE_REHOMING_H
#define MLG_ANALYSIS_COMPARE_REHOMING_H

#include "analysis/common/decay.h"
#include "base/sparse_rows.h"

typedef struct mlg_rehoming_input {
    int32_t places, sites;
    mlg_sparse_view pairs; /* sites by places, times in deciseconds, within the reach of the decay */
    const mlg_decay *decay;
    const double *demand;         /* [places] standardised persons */
    const double *before, *after; /* [sites] supply, units a year */
    double slack;                 /* free share of the remaining supply, in [0, 1] */
    const mlg_progress *progress;
} mlg_rehoming_input;

typedef struct mlg_rehoming {
    double *lost;                      /* [places] units a year */
    int64_t *rounded;                  /* [places] the same in whole units */
    int64_t *room;                     /* [sites] whole units, rounded down */
    int64_t *flow;                     /* [pairs] whole units */
    int64_t *left;                     /* [places] whole units that no room takes */
    double lost_total, lost_unreached; /* the latter: of sites that reach nobody */
    int64_t asked, taken;              /* whole units: asked = taken + SUM left */
    double minutes;                    /* mean of what is taken; NaN: nothing */
} mlg_rehoming;

/* Released by mlg_rehoming_release(), on failure too. MLG_INPUT: a supply or a demand negative or not finite, a slack outside [0, 1]. O(pairs) and
 * the allocation. */
mlg_status mlg_rehome(mlg_rehoming *out, const mlg_rehoming_input *input, mlg_error *err) MLG_MUST_CHECK;
void mlg_rehoming_release(mlg_rehoming *rehoming);

#endif
