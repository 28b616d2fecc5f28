#include "analysis/common/linear_program.h"
#include "analysis/siting/cover/set_cover.h"

#include <math.h>

#define MOST_NODES 200 /* a solver may run long within a node */

static bool everyone_is_covered(const mlg_sparse_rows *rows, const uint8_t *chosen)
{
    for (int32_t i = 0; i < rows->n_rows; i++) {
        bool covered = false;
        for (int64_t k = rows->start[i]; k < rows->start[i + 1] && !covered; k++)
            covered = chosen[rows->column[k]] != 0;
        if (!covered)
            return false;
    }
    return true;
}

mlg_status mlg_cover_by_solver(uint8_t *chosen, bool *covers, bool *optimal, double *bound,
                               const mlg_sparse_rows *rows, const mlg_siting_options *options, mlg_error *err)
{
    mlg_program model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = { .max_seconds = options->max_seconds,
                                  .max_nodes = MOST_NODES,
                                  .kind = options->solver };
    mlg_status st;
    for (int32_t j = 0; j < rows->n_columns; j++)
        mlg_program_column(&model, 1, 0, 1, true);
    for (int32_t i = 0; i < rows->n_rows; i++) {
        for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++)
            mlg_program_put(&model, rows->column[k], 1);
        mlg_program_row(&model, 1, HUGE_VAL);
    }
    MLG_GO(mlg_program_solve(&solved, &model, false, &limits, err));
    for (int32_t j = 0; solved.value != NULL && j < rows->n_columns; j++)
        chosen[j] = solved.value[j] > 0.5;
    *covers = solved.value != NULL && everyone_is_covered(rows, chosen);
    *optimal = solved.status == MLG_SOLVER_OPTIMAL;
    *bound = solved.bound;
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&model);
    return st;
}
