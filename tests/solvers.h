/* The linear solvers that are built in, for the tests of what uses them. */
#ifndef MLG_TESTS_SOLVERS_H
#define MLG_TESTS_SOLVERS_H

#include "adapters/solver.h"

/* Rounds take the solvers that are built in by turns. */
static inline mlg_solver_kind solver_of(int round)
{
    return round % 3 == 1 && mlg_solver_has(MLG_SOLVER_HIGHS) ? MLG_SOLVER_HIGHS : MLG_SOLVER_CBC;
}

#endif
