/* A mixed integer linear program, solved by CBC when the library is built with it (MAILLAGE_SOLVER). */
#ifndef MLG_ADAPTERS_SOLVER_H
#define MLG_ADAPTERS_SOLVER_H

#include "base/error.h"

/* min or max objective.x, lower <= x <= upper, row_lower <= A.x <= row_upper; infinities are HUGE_VAL.
 * The caller owns every array; all of them are only read. */
typedef struct mlg_solver_problem {
    int32_t n_columns;
    const double *objective;   /* n_columns */
    const double *lower;       /* n_columns */
    const double *upper;       /* n_columns */
    const uint8_t *is_integer; /* n_columns, not 0 for whole numbers; NULL: none */
    int32_t n_rows;
    const int32_t *row_start;  /* n_rows + 1: row r holds row_column[row_start[r] .. row_start[r + 1]) */
    const int32_t *row_column; /* a column at most once a row */
    const double *row_value;
    const double *row_lower; /* n_rows */
    const double *row_upper; /* n_rows */
    bool maximize;
} mlg_solver_problem;

/* 0 means no limit. Seconds are of the clock on the wall: such a limit makes the answer depend on the machine; one in nodes
 * does not. */
typedef struct mlg_solver_options {
    double max_seconds;
    int32_t max_nodes;
    double gap; /* stop when |objective - bound| <= gap x |objective| */
} mlg_solver_options;

typedef enum mlg_solver_status {
    MLG_SOLVER_OPTIMAL = 1, /* within the gap asked for */
    MLG_SOLVER_FEASIBLE,    /* a solution, stopped at a limit */
    MLG_SOLVER_INFEASIBLE,
    MLG_SOLVER_UNBOUNDED,
    MLG_SOLVER_LIMIT /* stopped at a limit without a solution */
} mlg_solver_status;

/* Released with mlg_solver_answer_release(). */
typedef struct mlg_solver_answer {
    mlg_solver_status status;
    double objective; /* NaN without a solution */
    double bound;     /* best bound on the optimum; NaN when infeasible or unbounded */
    double *value;    /* n_columns, NULL without a solution */
} mlg_solver_answer;

/* "CBC 2.10.8", or "none" when built without the solver. Static. */
const char *mlg_solver_name(void);
bool mlg_solver_available(void);

/* Infeasible, unbounded and limits are answers, not errors. MLG_DATA when built without the solver, MLG_USAGE
 * for a column index or a bound that makes no sense, MLG_MEMORY. Prints nothing. One thread. */
mlg_status mlg_solver_solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                            const mlg_solver_options *options, mlg_error *err) MLG_MUST_CHECK;
void mlg_solver_answer_release(mlg_solver_answer *answer);

#endif
