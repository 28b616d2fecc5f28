/* The rows that siting models work on: which candidates reach which demand points, and in what time. */
#ifndef MLG_ANALYSIS_SITING_CANDIDATE_ROWS_H
#define MLG_ANALYSIS_SITING_CANDIDATE_ROWS_H

#include "analysis/siting/problem.h"
#include "base/sparse_rows.h"

enum {
    MLG_LIST_FREE = 1 << MLG_CANDIDATE_FREE,
    MLG_LIST_EXISTING = 1 << MLG_CANDIDATE_EXISTING,
    MLG_LIST_FORCED = 1 << MLG_CANDIDATE_FORCED,
    MLG_LIST_OPENABLE = MLG_LIST_FREE | MLG_LIST_FORCED,
    MLG_LIST_ALLOWED = MLG_LIST_OPENABLE | MLG_LIST_EXISTING,
    MLG_LIST_ANY = MLG_LIST_ALLOWED | 1 << MLG_CANDIDATE_FORBIDDEN
};

/* What is listed; the rows of other candidates are empty. */
typedef struct mlg_row_filter {
    int states;             /* of the candidates, MLG_LIST_* */
    const uint8_t *only;    /* n_candidates: flags of the candidates; NULL: all */
    int32_t limit_s;        /* longest time */
    const int32_t *under_s; /* n_demand: only shorter times; NULL: no such limit */
    bool with_weightless;   /* demand points without weight too */
    bool without_times;     /* values are 0 */
} mlg_row_filter;

/* Candidate to demand points in the order of the problem, with seconds for values; each demand point to candidates,
 * ascending, or by time when `by_time`. MLG_MEMORY. Empty on failure. O(arcs + demand + candidates). */
mlg_status mlg_candidate_rows(mlg_sparse_rows *out, const mlg_siting_problem *problem,
                              const mlg_row_filter *filter, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_demand_rows(mlg_sparse_rows *out, const mlg_siting_problem *problem, const mlg_row_filter *filter,
                           bool by_time, mlg_error *err) MLG_MUST_CHECK;

#endif
