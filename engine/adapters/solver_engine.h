/* What a solver gives to solver.c: one file a solver, and one for a build without it. */
#ifndef MLG_ADAPTERS_SOLVER_ENGINE_H
#define MLG_ADAPTERS_SOLVER_ENGINE_H

#include "adapters/solver.h"

typedef struct mlg_solver_engine {
    const char *name;
    const char *(*version)(void);
    /* as mlg_solver_solve(), of a problem that is consistent; `out` is empty. NULL: not built in */
    mlg_status (*solve)(mlg_solver_answer *out, const mlg_solver_problem *problem,
                        const mlg_solver_options *options, mlg_error *err);
} mlg_solver_engine;

extern const mlg_solver_engine mlg_solver_cbc, mlg_solver_highs;

#endif
