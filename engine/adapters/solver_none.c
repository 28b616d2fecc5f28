#include "adapters/solver.h"

#include <stdlib.h>

bool mlg_solver_available(void)
{
    return false;
}

mlg_status mlg_solver_solve(mlg_solver_answer *out, const mlg_solver_problem *problem,
                            const mlg_solver_options *options, mlg_error *err)
{
    (void)problem, (void)options;
    *out = (mlg_solver_answer){ 0 };
    mlg_fail(err, MLG_DATA, "this question needs a linear solver and maillage was built without the solver");
    mlg_hint(err, "rebuild with -DMAILLAGE_SOLVER=ON (Debian: coinor-libcbc-dev)");
    return MLG_DATA;
}

void mlg_solver_answer_release(mlg_solver_answer *answer)
{
    free(answer->value);
    *answer = (mlg_solver_answer){ 0 };
}
