/* Ranking the best sets of sites: ties, and the cost of choosing the next best one.
 *
 * Partition of Lawler (1972) and Murty (1968): all sets but the best fall into classes, the k-th of which holds
 * the first k - 1 free sites of the best set and not the k-th. The best set of a class is a problem of the same
 * kind with more forced and forbidden candidates; the next best set is the best over all classes so far. */
#ifndef MLG_ANALYSIS_SITING_NEXT_BEST_H
#define MLG_ANALYSIS_SITING_NEXT_BEST_H

#include "analysis/siting/problem.h"

/* Released with mlg_siting_sets_release(). */
typedef struct mlg_siting_set {
    int32_t *sites; /* n_sites, ascending, the forced ones included */
    int32_t n_sites;
    double value;        /* of the objective */
    mlg_outcome outcome; /* proved: no set of its class is better; otherwise the ranking is of the sets found */
} mlg_siting_set;

void mlg_siting_sets_release(mlg_siting_set *sets, int32_t n);

/* Finds the best set with these candidate states and the same number of sites; *possible is false when there is
 * none. */
typedef struct mlg_siting_solver {
    mlg_status (*solve)(mlg_siting_set *out, bool *possible, void *context, const uint8_t *state, mlg_error *err);
    void *context;
    bool is_gain;       /* more is better */
    double apart;       /* values within this share of the best one tie with it */
    int32_t most_equal; /* sets to find as long as they tie with the best one, `most` or not */
} mlg_siting_solver;

/* Whether two values of the objective are equal, to rounding. */
bool mlg_siting_ties(const mlg_siting_solver *solver, double value, double best);

/* sets: room for `most` and for most_equal, best first; *n is less when there are no more. state[n_candidates] as in
 * mlg_siting_problem. Calls the solver at most 1 + sets x sites times. Empty on failure: errors of the solver,
 * MLG_MEMORY. */
mlg_status mlg_siting_next_best(mlg_siting_set *sets, int32_t *n, int32_t most, const uint8_t *state,
                                int32_t n_candidates, const mlg_siting_solver *solver,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
