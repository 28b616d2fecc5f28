#include "adapters/solver_engine.h"
#include "base/memory.h"

#include <interfaces/highs_c_api.h>
#include <math.h>

_Static_assert(sizeof(HighsInt) == sizeof(int32_t), "rows are handed over as they are");

/* HiGHS keeps the integrality of each column as a HighsInt. */
static mlg_status load(void *model, const mlg_solver_problem *p, mlg_error *err)
{
    HighsInt *integrality = NULL;
    MLG_TRY(MLG_NEW(&integrality, (size_t)p->n_columns, "solver columns", err));
    for (int32_t c = 0; c < p->n_columns; c++)
        integrality[c] = p->is_integer && p->is_integer[c] ? kHighsVarTypeInteger : kHighsVarTypeContinuous;
    HighsInt done = Highs_passMip(
        model, p->n_columns, p->n_rows, p->row_start[p->n_rows], kHighsMatrixFormatRowwise,
        p->maximize ? kHighsObjSenseMaximize : kHighsObjSenseMinimize, 0, p->objective, p->lower, p->upper,
        p->row_lower, p->row_upper, p->row_start, p->row_column, p->row_value, integrality);
    free(integrality);
    return done == kHighsStatusError ? mlg_fail(err, MLG_USAGE, "HiGHS refuses the linear program") : MLG_OK;
}

static void set_limits(void *model, const mlg_solver_options *options)
{
    Highs_setBoolOptionValue(model, "output_flag", 0);
    Highs_setStringOptionValue(model, "parallel", "off");
    Highs_setIntOptionValue(model, "threads", 1);
    if (options->max_seconds > 0)
        Highs_setDoubleOptionValue(model, "time_limit", options->max_seconds);
    if (options->max_nodes > 0)
        Highs_setIntOptionValue(model, "mip_max_nodes", options->max_nodes);
    Highs_setDoubleOptionValue(model, "mip_rel_gap", options->gap);
    Highs_setDoubleOptionValue(model, "mip_abs_gap", 0);
}

/* Presolve may end on "infeasible or unbounded": the program itself then tells which. */
static HighsInt run(void *model)
{
    Highs_run(model);
    if (Highs_getModelStatus(model) == kHighsModelStatusUnboundedOrInfeasible) {
        Highs_setStringOptionValue(model, "presolve", "off");
        Highs_run(model);
    }
    return Highs_getModelStatus(model);
}

/* Of the linear program alone, a bound is known at its optimum only. */
static double bound_of(void *model, const mlg_solver_problem *p, const mlg_solver_answer *a)
{
    double bound = p->maximize ? HUGE_VAL : -HUGE_VAL;
    if (a->status == MLG_SOLVER_OPTIMAL)
        return a->objective;
    for (int32_t c = 0; p->is_integer && c < p->n_columns; c++)
        if (p->is_integer[c]) {
            Highs_getDoubleInfoValue(model, "mip_dual_bound", &bound);
            break;
        }
    return bound;
}

static mlg_status read_answer(mlg_solver_answer *out, void *model, HighsInt ended, const mlg_solver_problem *p,
                              mlg_error *err)
{
    HighsInt found = 0;
    out->objective = out->bound = (double)NAN;
    out->status = ended == kHighsModelStatusInfeasible  ? MLG_SOLVER_INFEASIBLE
                  : ended == kHighsModelStatusUnbounded ? MLG_SOLVER_UNBOUNDED
                                                        : MLG_SOLVER_LIMIT;
    if (out->status != MLG_SOLVER_LIMIT)
        return MLG_OK;
    Highs_getIntInfoValue(model, "primal_solution_status", &found);
    if (found == kHighsSolutionStatusFeasible) {
        MLG_TRY(MLG_NEW(&out->value, (size_t)p->n_columns, "solver solution", err));
        Highs_getSolution(model, out->value, NULL, NULL, NULL);
        out->objective = Highs_getObjectiveValue(model);
        out->status = ended == kHighsModelStatusOptimal ? MLG_SOLVER_OPTIMAL : MLG_SOLVER_FEASIBLE;
    }
    out->bound = bound_of(model, p, out);
    return MLG_OK;
}

static mlg_status solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                        const mlg_solver_options *options, mlg_error *err)
{
    void *model = Highs_create();
    if (model == NULL)
        return mlg_fail_memory(err, "the solver", 0);
    mlg_status st;
    set_limits(model, options);
    MLG_GO(load(model, problem, err));
    MLG_GO(read_answer(out, model, run(model), problem, err));
done:
    Highs_destroy(model);
    return st;
}

const mlg_solver_engine mlg_solver_highs = { "HiGHS", Highs_version, solve };
