/* Builds a mixed integer linear program row by row, and solves it with the linear solver.
 *
 * A failed allocation is remembered and reported by mlg_program_solve(), so that the calls that build need no
 * checks. */
#ifndef MLG_ANALYSIS_COMMON_LINEAR_PROGRAM_H
#define MLG_ANALYSIS_COMMON_LINEAR_PROGRAM_H

#include "adapters/solver.h"

/* `{ 0 }` is an empty program. Released with mlg_program_release(). */
typedef struct mlg_program {
    double *objective, *lower, *upper, *value, *row_lower, *row_upper;
    uint8_t *is_integer;
    int32_t *row_start, *row_column;
    int32_t n_columns, n_rows, n_values;
    size_t room[9]; /* capacity of the arrays above */
    bool failed;
} mlg_program;

void mlg_program_release(mlg_program *program);

/* Adds a column with its objective coefficient and its bounds; returns its number. */
int32_t mlg_program_column(mlg_program *program, double objective, double lower, double upper, bool is_integer);

/* Adds a coefficient to the current row; a column at most once a row. */
void mlg_program_put(mlg_program *program, int32_t column, double value);

/* Ends the current row: lower <= row <= upper (HUGE_VAL for no bound). */
void mlg_program_row(mlg_program *program, double lower, double upper);

/* As mlg_solver_solve(). MLG_MEMORY when building the program ran out of memory. */
mlg_status mlg_program_solve(mlg_solver_answer *out, const mlg_program *program, bool maximize,
                             const mlg_solver_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
