/* A mixed integer linear program, solved by CBC, or by HiGHS where that is asked for: each when the library is built with it
 * (MAILLAGE_SOLVER, MAILLAGE_HIGHS). */
#ifndef MLG_ADAPTERS_SOLVER_H
#define MLG_ADAPTERS_SOLVER_H

#include "base/error.h"

/* min or max objective.x, lower <= x <= upper, row_lower <= A.x <= row_upper; infinities are HUGE_VAL.
 * All arrays belong to the caller and are only read. */
typedef struct mlg_solver_problem {
    int32_t n_columns;
    const double *objective;   /* n_columns */
    const double *lower;       /* n_columns */
    const double *upper;       /* n_columns */
    const uint8_t *is_integer; /* n_columns, nonzero for integer variables; NULL: none */
    int32_t n_rows;
    const int32_t *row_start;  /* n_rows + 1: row r holds row_column[row_start[r] .. row_start[r + 1]) */
    const int32_t *row_column; /* no column twice in a row */
    const double *row_value;
    const double *row_lower; /* n_rows */
    const double *row_upper; /* n_rows */
    bool maximize;
} mlg_solver_problem;

typedef enum mlg_solver_kind { MLG_SOLVER_CBC = 0, MLG_SOLVER_HIGHS } mlg_solver_kind;

/* 0: no limit. Seconds are wall-clock time, so that limit makes the answer depend on the machine; the limit in
 * nodes does not. better_than: of a minimum, CBC leaves out the solutions over it, and finds the problem infeasible
 * when that leaves none; HiGHS does not look at it. */
typedef struct mlg_solver_options {
    double max_seconds;
    int32_t max_nodes;
    double gap; /* stop when |objective - bound| <= gap x |objective| */
    mlg_solver_kind kind;
    double better_than; /* 0: none */
} mlg_solver_options;

typedef enum mlg_solver_status {
    MLG_SOLVER_OPTIMAL = 1, /* within the requested gap */
    MLG_SOLVER_FEASIBLE,    /* stopped at a limit with a solution */
    MLG_SOLVER_INFEASIBLE,
    MLG_SOLVER_UNBOUNDED, /* which CBC calls infeasible */
    MLG_SOLVER_LIMIT      /* stopped at a limit without a solution */
} mlg_solver_status;

/* Released with mlg_solver_answer_release(). */
typedef struct mlg_solver_answer {
    mlg_solver_status status;
    double objective; /* NaN without a solution */
    double bound;     /* best bound on the optimum; NaN when infeasible or unbounded */
    double *value;    /* n_columns, NULL without a solution */
} mlg_solver_answer;

/* Whether a limit ended the search before the proof. */
static inline bool mlg_solver_met_limit(const mlg_solver_answer *answer)
{
    return answer->status == MLG_SOLVER_FEASIBLE || answer->status == MLG_SOLVER_LIMIT;
}

/* Whether the library is built with a solver; with this one. HiGHS comes beside CBC only. */
bool mlg_solver_available(void);
bool mlg_solver_has(mlg_solver_kind kind);

/* The solver that a study calls by this name, "cbc" or "highs". */
mlg_solver_kind mlg_solver_named(const char *name);

/* Name and version, as in "CBC 2.10.8"; NULL in a build without it. The caller frees; MLG_MEMORY. */
mlg_status mlg_solver_describe(char **out, mlg_solver_kind kind, mlg_error *err) MLG_MUST_CHECK;

/* Infeasible, unbounded and stopped at a limit are answers, not errors. MLG_DATA in a build without the solver,
 * MLG_USAGE for a column index out of range or an inconsistent bound, MLG_MEMORY. Prints nothing.
 * Single-threaded. */
mlg_status mlg_solver_solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                            const mlg_solver_options *options, mlg_error *err) MLG_MUST_CHECK;
void mlg_solver_answer_release(mlg_solver_answer *answer);

#endif
