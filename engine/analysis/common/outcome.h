/* What a solver proved about its answer, the same for every model that has a bound: p-median, covering,
 * allocation, capacities, budgets, tours. Objectives are in the answers themselves, in the unit of each
 * model. */
#ifndef MLG_ANALYSIS_COMMON_OUTCOME_H
#define MLG_ANALYSIS_COMMON_OUTCOME_H

#include "adapters/db/database.h"

typedef struct mlg_outcome {
    double bound;       /* no feasible solution does better, in the unit of the objective */
    double gap;         /* |objective - bound| relative to the objective (tours: to the bound); 0 when proved */
    bool proved;        /* optimal */
    bool stopped;       /* a limit of the options was met */
    const char *method; /* how the answer was found and closed; static */
    double seconds;     /* wall-clock time of the solver */
} mlg_outcome;

/* Fills in the bound, the gap and the proof. apart: by how much the bound is better than the objective, <= 0 when
 * the answer is optimal; relative_to: > 0, what the gap is a share of. method, stopped and seconds are left as
 * they are. */
void mlg_outcome_set_bound(mlg_outcome *outcome, double bound, double apart, double relative_to);

/* Sets seconds to the time since start_s of mlg_clock_s(). */
void mlg_outcome_set_time(mlg_outcome *outcome, double start_s);

/* The same outcome with its bound in another unit: divided by `scale`. */
mlg_outcome mlg_outcome_scaled(const mlg_outcome *outcome, double scale);

/* Binds :borne (bound), :ecart (gap), :prouve (proved) and :methode (method). */
void mlg_outcome_bind(mlg_stmt *stmt, const mlg_outcome *outcome);

#endif
