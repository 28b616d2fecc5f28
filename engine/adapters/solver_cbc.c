#include "adapters/solver_engine.h"
#include "base/memory.h"

#include <coin/Cbc_C_Interface.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* CBC takes the matrix in compressed columns. */
static mlg_status load(Cbc_Model *model, const mlg_solver_problem *p, mlg_error *err)
{
    int32_t n_values = p->row_start[p->n_rows];
    CoinBigIndex *start = NULL;
    int *row = NULL;
    double *value = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&start, (size_t)p->n_columns + 2, "solver columns", err));
    MLG_GO(MLG_NEW(&row, (size_t)n_values, "solver matrix", err));
    MLG_GO(MLG_NEW(&value, (size_t)n_values, "solver matrix", err));
    for (int32_t k = 0; k < n_values; k++)
        start[p->row_column[k] + 2]++;
    for (int32_t c = 2; c < p->n_columns + 2; c++)
        start[c] += start[c - 1];
    for (int32_t r = 0; r < p->n_rows; r++)
        for (int32_t k = p->row_start[r]; k < p->row_start[r + 1]; k++) {
            CoinBigIndex place = start[p->row_column[k] + 1]++;
            row[place] = r;
            value[place] = p->row_value[k];
        }
    Cbc_loadProblem(model, p->n_columns, p->n_rows, start, row, value, p->lower, p->upper, p->objective,
                    p->row_lower, p->row_upper);
    for (int32_t c = 0; p->is_integer != NULL && c < p->n_columns; c++)
        if (p->is_integer[c])
            Cbc_setInteger(model, c);
    Cbc_setObjSense(model, p->maximize ? -1.0 : 1.0);
done:
    free(start);
    free(row);
    free(value);
    return st;
}

static void set_limits(Cbc_Model *model, const mlg_solver_options *options)
{
    char text[32];
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "log", "0");
    Cbc_setParameter(model, "slog", "0");
    Cbc_setParameter(model, "threads", "0");
    Cbc_setParameter(model, "timeMode", "elapsed");
    if (options->max_seconds > 0)
        Cbc_setMaximumSeconds(model, options->max_seconds);
    if (options->max_nodes > 0)
        Cbc_setMaximumNodes(model, options->max_nodes);
    if (options->better_than != 0)
        Cbc_setCutoff(model, options->better_than);
    snprintf(text, sizeof text, "%.17g", options->gap);
    Cbc_setParameter(model, "ratioGap", text);
    Cbc_setParameter(model, "allowableGap", "0");
}

static mlg_status read_answer(mlg_solver_answer *out, Cbc_Model *model, int32_t n_columns, mlg_error *err)
{
    out->objective = out->bound = (double)NAN;
    const double *solution = Cbc_bestSolution(model);
    if (solution == NULL && Cbc_isProvenOptimal(model))
        solution = Cbc_getColSolution(model); /* no integer variable: the linear relaxation is the answer */
    if (Cbc_isProvenInfeasible(model)) {
        out->status = MLG_SOLVER_INFEASIBLE;
        return MLG_OK;
    }
    if (Cbc_isContinuousUnbounded(model)) {
        out->status = MLG_SOLVER_UNBOUNDED;
        return MLG_OK;
    }
    out->bound = Cbc_isProvenOptimal(model) ? Cbc_getObjValue(model) : Cbc_getBestPossibleObjValue(model);
    out->status = MLG_SOLVER_LIMIT;
    if (solution == NULL)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&out->value, (size_t)n_columns, "solver solution", err));
    memcpy(out->value, solution, (size_t)n_columns * sizeof *solution);
    out->objective = Cbc_getObjValue(model);
    out->status = Cbc_isProvenOptimal(model) ? MLG_SOLVER_OPTIMAL : MLG_SOLVER_FEASIBLE;
    return MLG_OK;
}

static mlg_status solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                        const mlg_solver_options *options, mlg_error *err)
{
    Cbc_Model *model = Cbc_newModel();
    if (model == NULL)
        return mlg_fail_memory(err, "the solver", 0);
    mlg_status st;
    MLG_GO(load(model, problem, err));
    set_limits(model, options);
    Cbc_solve(model);
    MLG_GO(read_answer(out, model, problem->n_columns, err));
done:
    Cbc_deleteModel(model);
    return st;
}

const mlg_solver_engine mlg_solver_cbc = { "CBC", Cbc_getVersion, solve };
