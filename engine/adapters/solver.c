/* The solvers that are built in, and what holds for each of them. */
#include "adapters/solver_engine.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const mlg_solver_engine *const engines[] = {
    [MLG_SOLVER_CBC] = &mlg_solver_cbc, [MLG_SOLVER_HIGHS] = &mlg_solver_highs
};

bool mlg_solver_has(mlg_solver_kind kind)
{
    return engines[kind]->solve != NULL;
}

bool mlg_solver_available(void)
{
    return mlg_solver_has(MLG_SOLVER_CBC);
}

mlg_solver_kind mlg_solver_named(const char *name)
{
    return strcmp(name, "highs") == 0 ? MLG_SOLVER_HIGHS : MLG_SOLVER_CBC;
}

mlg_status mlg_solver_describe(char **out, mlg_solver_kind kind, mlg_error *err)
{
    *out = NULL;
    if (!mlg_solver_has(kind))
        return MLG_OK;
    return mlg_format_text(out, err, "%s %s", engines[kind]->name, engines[kind]->version());
}

static mlg_status check(const mlg_solver_problem *p, mlg_error *err)
{
    for (int32_t c = 0; c < p->n_columns; c++)
        if (!isfinite(p->objective[c]) || !(p->lower[c] <= p->upper[c]))
            return mlg_fail(err, MLG_USAGE, "solver column %d: objective %g, bounds %g to %g", (int)c,
                            p->objective[c], p->lower[c], p->upper[c]);
    for (int32_t r = 0; r < p->n_rows; r++)
        for (int32_t k = p->row_start[r]; k < p->row_start[r + 1]; k++)
            if (p->row_column[k] < 0 || p->row_column[k] >= p->n_columns || !isfinite(p->row_value[k]))
                return mlg_fail(err, MLG_USAGE, "solver row %d: column %d of %d, value %g", (int)r,
                                (int)p->row_column[k], (int)p->n_columns, p->row_value[k]);
    return MLG_OK;
}

static mlg_status fail_without(mlg_solver_kind kind, mlg_error *err)
{
    if (kind == MLG_SOLVER_HIGHS) {
        mlg_fail(err, MLG_DATA, "maillage was built without the solver HiGHS");
        mlg_hint(err, "leave cbc, or rebuild where HiGHS is installed (Debian 13: libhighs-dev)");
        return MLG_DATA;
    }
    mlg_fail(err, MLG_DATA, "this question needs a linear solver and maillage was built without the solver");
    mlg_hint(err, "rebuild with -DMAILLAGE_SOLVER=ON (Debian: coinor-libcbc-dev)");
    return MLG_DATA;
}

mlg_status mlg_solver_solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                            const mlg_solver_options *options, mlg_error *err)
{
    *out = (mlg_solver_answer){ 0 };
    if (!mlg_solver_has(options->kind))
        return fail_without(options->kind, err);
    MLG_TRY(check(problem, err));
    return engines[options->kind]->solve(out, problem, options, err);
}

void mlg_solver_answer_release(mlg_solver_answer *answer)
{
    free(answer->value);
    *answer = (mlg_solver_answer){ 0 };
}
