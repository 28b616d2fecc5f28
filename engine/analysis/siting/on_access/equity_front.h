/* Coverage and lack of access together: the most persons within a time, with a limit on the lack that remains.
 *
 *     max   sum_i w_i u_i
 *     s.t.  u_i <= sum of the open sites within limit_s of i;  u_i <= 1;  `sites` new sites open exactly
 *           l_i >= threshold - access_i - sum_j adds_ij y_j;  l_i >= 0;  sum_i persons_i l_i <= most_lack
 *
 * Access is linear in supply (FGT1: Foster, Greer and Thorbecke 1984), so this is one mixed integer program,
 * solved by a linear solver; a second one finds the least lack with that coverage. Decreasing most_lack traces the front
 * (epsilon constraint: Haimes, Lasdon and Wismer 1971). */
#ifndef MLG_ANALYSIS_SITING_ON_ACCESS_EQUITY_FRONT_H
#define MLG_ANALYSIS_SITING_ON_ACCESS_EQUITY_FRONT_H

#include "analysis/siting/problem.h"

typedef struct mlg_equity_problem {
    mlg_siting_problem base; /* penalty_s is not used */
    int32_t limit_s;
    const double *persons;       /* n_demand, >= 0, whose lack counts */
    const double *access;        /* n_demand, >= 0: today */
    const int64_t *access_start; /* n_candidates + 1: what a new site there adds, as the rows of base */
    const int32_t *access_demand;
    const double *access_adds; /* >= 0 */
    double threshold;
    double most_lack; /* HUGE_VAL: any */
} mlg_equity_problem;

/* Released with mlg_equity_answer_release(). */
typedef struct mlg_equity_answer {
    int32_t *chosen; /* n_chosen new sites, ascending */
    int32_t n_chosen;
    int64_t covered; /* persons */
    double lack;     /* sum of persons_i l_i */
    mlg_outcome
        outcome; /* bound and gap: of the persons covered; proved: no set covers more within most_lack, and none
                          * that covers as many lacks less */
} mlg_equity_answer;

void mlg_equity_answer_release(mlg_equity_answer *answer);

/* *possible: some set meets most_lack. MLG_USAGE and MLG_MEMORY as mlg_siting_mclp(); MLG_DATA when built without
 * the solver, or when nothing was found within the limits; MLG_CANCELLED. */
mlg_status mlg_siting_equity(mlg_equity_answer *out, bool *possible, const mlg_equity_problem *problem,
                             const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
