#include "analysis/program.h"
#include "analysis/siting_frame.h"
#include "base/memory.h"

#include <math.h>

/* What is handed to the linear solver at most: beyond, it seldom beats the own search. */
#define SOLVER_MOST_ARCS 200000
#define SOLVER_MOST_NODES 10000

/* Columns: the sites (open or not), then the demand points (missed or not). Rows: a demand point is missed or
 * sees an open site; n_open sites open. */
static void write_model(mlg_program *p, const mlg_median *m)
{
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        mlg_program_column(p, 0, 0, 1, true);
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        mlg_program_put(p, mlg_program_column(p, (double)m->weight[i], 0, 1, false), 1);
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            mlg_program_put(p, m->rows.column[k], 1);
        mlg_program_row(p, 1, HUGE_VAL);
    }
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        mlg_program_put(p, j, 1);
    mlg_program_row(p, m->n_open, m->n_open);
}

/* Takes what the solver found into the run: its sites if they are better, its bound rounded up. */
static mlg_status take_solution(mlg_siting_frame *f, const mlg_solver_answer *solved, mlg_error *err)
{
    const mlg_median *m = &f->core;
    uint8_t *chosen = NULL;
    int32_t *sites = NULL, n = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&chosen, (size_t)m->rows.n_columns, "solver sites", err));
    MLG_GO(MLG_NEW(&sites, (size_t)m->rows.n_columns, "solver sites", err));
    for (int32_t j = 0; solved->value != NULL && j < m->rows.n_columns && n < m->n_open; j++)
        if (solved->value[j] > 0.5) {
            chosen[j] = 1;
            sites[n++] = j;
        }
    if (n == m->n_open)
        mlg_median_offer(&f->run, m, sites, n, mlg_median_cost(m, chosen));
    if (solved->status == MLG_SOLVER_OPTIMAL || solved->status == MLG_SOLVER_INFEASIBLE)
        f->run.lower = f->run.upper;
    else if (isfinite(solved->bound)) {
        double bound = ceil(solved->bound - 1e-6 * (1 + fabs(solved->bound))) + (double)m->base;
        int64_t lower = (int64_t)bound;
        lower = lower < f->run.upper ? lower : f->run.upper;
        f->run.lower = lower > f->run.lower ? lower : f->run.lower;
    }
done:
    free(chosen);
    free(sites);
    return st;
}

static mlg_status close_by_solver(mlg_siting_frame *f, mlg_error *err)
{
    mlg_program model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options options = { .max_seconds = f->run.options->max_seconds, .max_nodes = SOLVER_MOST_NODES };
    mlg_status st;
    write_model(&model, &f->core);
    MLG_GO(mlg_program_solve(&solved, &model, false, &options, err));
    MLG_GO(take_solution(f, &solved, err));
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&model);
    return st;
}

static bool is_worth_the_solver(const mlg_siting_frame *f)
{
    const mlg_siting_options *o = f->run.options;
    double apart = (double)(f->run.upper - f->run.lower);
    return o->use_solver && mlg_solver_available() && f->run.lower < f->run.upper &&
           apart > o->enough_gap * (double)f->run.upper && f->core.n_open > 0 && f->core.rows.n_rows > 0 &&
           f->core.rows.start[f->core.rows.n_rows] <= SOLVER_MOST_ARCS;
}

mlg_status mlg_siting_mclp(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                           const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_frame frame;
    *out = (mlg_siting_answer){ 0 };
    int64_t hand_over_arcs = options->use_solver && mlg_solver_available() ? SOLVER_MOST_ARCS : 0;
    MLG_TRY(mlg_siting_frame_solve(&frame, problem, (mlg_siting_reach){ true, limit_s, limit_s }, hand_over_arcs, options,
                                   err));
    const char *method = frame.run.nodes > 0 ? "max covering: Lagrangian bound, swap search, branch and bound"
                                             : "max covering: Lagrangian bound, swap search";
    mlg_status st = MLG_OK;
    if (is_worth_the_solver(&frame)) {
        st = close_by_solver(&frame, err);
        method = "max covering: Lagrangian bound, swap search, branch and bound, then CBC";
    }
    if (st == MLG_OK)
        st = mlg_siting_frame_report(out, &frame, method, err);
    mlg_siting_frame_release(&frame);
    return st;
}

mlg_status mlg_siting_gradual(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t full_s,
                              int32_t limit_s, const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_frame frame;
    *out = (mlg_siting_answer){ 0 };
    if (full_s < 0 || full_s >= limit_s)
        return mlg_fail(err, MLG_USAGE, "gradual coverage is whole to %d s and ends at %d s: the first must be less",
                        (int)full_s, (int)limit_s);
    MLG_TRY(mlg_siting_frame_solve(&frame, problem, (mlg_siting_reach){ true, full_s, limit_s }, 0, options, err));
    mlg_status st = mlg_siting_frame_report(
        out, &frame, "gradual coverage as a p-median: Lagrangian bound, swap search, branch and bound", err);
    mlg_siting_frame_release(&frame);
    return st;
}
