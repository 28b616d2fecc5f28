/* Coverage once or twice, within a number of sites, a budget or a longest time.
 *
 *     max   sum_i w_i (first u_i + second v_i)
 *     s.t.  u_i + v_i <= sum of the open sites within limit_s of i;  v_i <= u_i <= 1
 *           `sites` new sites open exactly, or any number (sites < 0); their costs add up to `budget` at most
 *           everyone:  u_i = 1 for all whom some candidate reaches (set covering as a constraint)
 *           worst_s:   an open site within worst_s of all whom some candidate reaches at all
 *
 * first 1, second 0 is the MCLP, with a budget (Church and ReVelle 1974); first 1 - b, second b is backup coverage
 * (BACOP2: Hogan and ReVelle 1986); first 0, second 1 with everyone and the fewest sites is the hierarchical
 * LSCP-B (Daskin and Stern 1981). A greedy solution comes first, a linear solver gives the bound and the optimum; on a time
 * limit the best solution found is returned. */
#ifndef MLG_ANALYSIS_SITING_COVERAGE_VARIANTS_H
#define MLG_ANALYSIS_SITING_COVERAGE_VARIANTS_H

#include "analysis/siting/problem.h"

typedef struct mlg_coverage_problem {
    mlg_siting_problem base; /* sites < 0: any number; penalty_s is not used */
    int32_t limit_s;
    int32_t first, second; /* value of a person covered once, and of the second time; >= 0 */
    bool everyone;
    int32_t worst_s;     /* < 0: none */
    const int64_t *cost; /* n_candidates, >= 0, of new sites; NULL: no budget */
    int64_t budget;
    const mlg_siting_site *known; /* a feasible set of n_known sites to start from; NULL: none */
    int32_t n_known;
} mlg_coverage_problem;

/* Released with mlg_coverage_answer_release(). */
typedef struct mlg_coverage_answer {
    int32_t *chosen; /* n_chosen new sites, ascending, the forced ones included */
    int32_t n_chosen;
    int64_t before, objective;
    int64_t once, twice; /* persons covered at least once, and at least twice */
    int64_t spent;
    mlg_outcome outcome;
} mlg_coverage_answer;

void mlg_coverage_answer_release(mlg_coverage_answer *answer);

/* MLG_USAGE, MLG_MEMORY, MLG_CANCELLED as mlg_siting_mclp(). MLG_DATA: no set of sites meets the constraints (says
 * which), or none was found in the time. Built without the solver, only the greedy solution is returned, seldom
 * proved. */
mlg_status mlg_siting_coverage(mlg_coverage_answer *out, const mlg_coverage_problem *problem,
                               const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* LSCP with backup: the fewest sites that cover everyone, then the most persons covered twice with that many. */
mlg_status mlg_siting_lscp_backup(mlg_coverage_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                                  const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
