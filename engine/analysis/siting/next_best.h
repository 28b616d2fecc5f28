/* The best sets of sites one after the other: ties, and what is lost by taking the next one.
 *
 * Partition of Lawler (1972) and Murty (1968): the sets other than the best one fall into classes, the k-th of those
 * that hold its first k - 1 free sites and not the k-th. The best of each class is a problem of the same kind, with
 * more forced and forbidden candidates; the next best set is the best of all classes met so far. */
#ifndef MLG_ANALYSIS_SITING_NEXT_BEST_H
#define MLG_ANALYSIS_SITING_NEXT_BEST_H

#include "analysis/siting/problem.h"

/* Released with mlg_siting_sets_release(). */
typedef struct mlg_siting_set {
    int32_t *sites; /* n_sites, ascending, the forced ones included */
    int32_t n_sites;
    double value; /* of the objective */
    bool proved;  /* no set of its class is better: else the order is that of what was found */
} mlg_siting_set;

void mlg_siting_sets_release(mlg_siting_set *sets, int32_t n);

/* The best set with these candidate states, as many sites each time; *possible false when there is none. */
typedef struct mlg_siting_solver {
    mlg_status (*solve)(mlg_siting_set *out, bool *possible, void *context, const uint8_t *state, mlg_error *err);
    void *context;
    bool is_gain; /* more is better */
} mlg_siting_solver;

/* sets: room for `most`, the best first; fewer (*n) when there are no more. state[n_candidates] as in
 * mlg_siting_problem. Calls the solver at most 1 + most x sites times. Empty on failure: errors of the solver,
 * MLG_MEMORY. */
mlg_status mlg_siting_next_best(mlg_siting_set *sets, int32_t *n, int32_t most, const uint8_t *state,
                                int32_t n_candidates, const mlg_siting_solver *solver,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
