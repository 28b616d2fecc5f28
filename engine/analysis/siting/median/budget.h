/* The p-median within a budget, with a cost per site.
 *
 *     min   sum_i w_i min(standing_i, t_ij of the open j)
 *     s.t.  sum_j cost_j y_j <= budget;  sum_j y_j <= sites
 *
 * Greedy by improvement per unit of cost and interchange (Khuller, Moss and Naor 1999 for coverage), a Lagrangian
 * bound with the linear relaxation of the knapsack of the sites, fixing by that bound, then a linear solver on what is
 * left. */
#ifndef MLG_ANALYSIS_SITING_MEDIAN_BUDGET_H
#define MLG_ANALYSIS_SITING_MEDIAN_BUDGET_H

#include "analysis/siting/problem.h"

typedef struct mlg_budget_problem {
    mlg_siting_problem base; /* sites: at most so many new ones, the forced ones among them; < 0: any number */
    const int64_t *cost;     /* n_candidates, >= 0, of new sites */
    int64_t budget;
} mlg_budget_problem;

/* Released with mlg_budget_answer_release(). */
typedef struct mlg_budget_answer {
    int32_t *chosen; /* n_chosen new sites, ascending, forced ones included, useless ones left out */
    int32_t n_chosen;
    int64_t before, objective; /* persons x seconds, penalties included */
    int64_t spent;
    mlg_outcome outcome; /* stopped: before the proof */
} mlg_budget_answer;

void mlg_budget_answer_release(mlg_budget_answer *answer);

/* MLG_USAGE and MLG_MEMORY as mlg_siting_pmedian(), and for a negative cost; MLG_DATA when the forced sites exceed
 * the budget (says by how much) or `sites`; MLG_CANCELLED. Built without the solver, a gap may remain. */
mlg_status mlg_siting_pmedian_budget(mlg_budget_answer *out, const mlg_budget_problem *problem,
                                     const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
