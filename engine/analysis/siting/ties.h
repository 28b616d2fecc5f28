/* Tie-breaking among sets of sites that are equal on the objective.
 *
 * Sets that are equally good on the objective of a model of times are ranked by a second objective: the most
 * weight brought nearer (a shorter time than to the existing sites), then the least mean time, the penalty counted
 * for what no site reaches.
 *
 * Method: lexicographic order by weights, checked. The objective, the weight not brought nearer and the time are all
 * sums over demand points of a cost that grows with the time to the nearest site, so that
 *     a x objective + b x not nearer + time
 * is a p-median. Its optimum is the one sought when it has the least objective and, of those, the least weight not
 * brought nearer, whatever a and b are: otherwise they are raised. */
#ifndef MLG_ANALYSIS_SITING_TIES_H
#define MLG_ANALYSIS_SITING_TIES_H

#include "analysis/siting/problem.h"

/* The objective as a sum over demand points of weight x cost: seconds up to the penalty; when covering, 0 up to
 * full_s, MLG_WHOLE_PERSON (1 where full_s is limit_s) beyond limit_s, and in proportion between. */
typedef struct mlg_first_objective {
    bool covering;
    int32_t full_s, limit_s;
} mlg_first_objective;

/* Released with mlg_tie_release(). */
typedef struct mlg_tie {
    int32_t *sites; /* n new sites, ascending */
    int32_t n;
    int64_t first;       /* cost of the objective */
    int64_t not_nearer;  /* weight */
    int64_t time;        /* weight x seconds */
    mlg_outcome outcome; /* proved: no set equal on the objective is better on the second one. bound: on the
                          * time of such sets; it and the gap are NaN when not proved */
} mlg_tie;

void mlg_tie_release(mlg_tie *tie);

/* Finds the best set on the second objective among those with as many sites and the same objective as `optimum` (n
 * new sites), which is proved optimal. problem->penalty_s bounds the times; problem->sites is not used. Errors of
 * mlg_siting_pmedian(). Solves a few p-medians of the same size. */
mlg_status mlg_siting_break_ties(mlg_tie *out, const mlg_siting_problem *problem, mlg_first_objective objective,
                                 const int32_t *optimum, int32_t n, const mlg_siting_options *options,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The costs of a set of new sites, in out->first, not_nearer and time; the rest is left as it is. O(demand + arcs of
 * the open sites). */
mlg_status mlg_tie_costs(mlg_tie *out, const mlg_siting_problem *problem, mlg_first_objective objective,
                         const int32_t *sites, int32_t n, mlg_error *err) MLG_MUST_CHECK;

#endif
