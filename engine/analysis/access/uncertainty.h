/* Uncertainty of a measure: what it becomes when supply, times and persons are drawn around what is known.
 *
 *   S_j' = S_j L(supply_cv / sqrt(n_j))     n_j professionals at site j, each of an activity of his own
 *   t_ij' = t_ij L(time_cv)                 each pair on its own; a time of 0 stays
 *   P_i' = P_i L(demand_cv)
 *   A_i' = A_i L(measure_cv)                what the measure itself misses
 *
 * L(c) is lognormal with mean 1 and coefficient of variation c. The number of a draw depends on the seed, the draw and what it is for
 * alone: draws are the same at any number of threads. Source of the method: Saltelli and others 2008, 1.2. */
#ifndef MLG_ANALYSIS_ACCESS_UNCERTAINTY_H
#define MLG_ANALYSIS_ACCESS_UNCERTAINTY_H

#include "analysis/access/measure.h"

typedef struct mlg_uncertainty_input {
    const mlg_measure *measure;
    const mlg_decay *decay;
    mlg_measure_params params;
    mlg_sparse_view times; /* sites x places, deciseconds: those that a draw may bring within the decay too */
    const double *demand;  /* [places] */
    const double *supply;  /* [sites] */
    const double *heads;   /* [sites] professionals; below 1 count as 1 */
    double supply_cv, time_cv, demand_cv, measure_cv;
    int32_t draws;
    uint64_t seed;
    int32_t kept;         /* values kept of each draw */
    const int32_t *place; /* [kept] */
    /* Changes the values of all places before they are kept, as a mean over squares; NULL: they stay. Called from several threads. */
    mlg_status (*gather)(void *context, double *value, const double *demand, mlg_error *err);
    void *context;
    int threads;
    const mlg_progress *progress;
} mlg_uncertainty_input;

/* value[draws x kept]. MLG_USAGE: a coefficient that is negative or above 2, no draw, a measure by site. Others as mlg_measure_run().
 * O(draws x pairs). */
mlg_status mlg_uncertainty_draws(const mlg_uncertainty_input *input, double *value, mlg_error *err) MLG_MUST_CHECK;

/* What the draws say of one unit; NaN and 0 where no draw knows it. Interval: the smallest values not exceeded by 5 and 95 % of the
 * draws. Ranks: 1 the worst served; ties share the lowest. */
typedef struct mlg_uncertain {
    double beyond; /* share of the draws that are strictly below the threshold, or above with `low_is_good` */
    double low, median, high;
    int32_t rank_low, rank, rank_high;
} mlg_uncertain;

/* out[units] of value[draws x units]. MLG_MEMORY. O(draws x units x log units). */
mlg_status mlg_uncertainty_of(mlg_uncertain *out, int32_t draws, int32_t units, const double *value,
                              double threshold, bool low_is_good, mlg_error *err) MLG_MUST_CHECK;

#endif
