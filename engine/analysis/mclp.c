#include "adapters/solver.h"
#include "analysis/siting_frame.h"
#include "base/memory.h"

#include <math.h>

/* What is handed to the linear solver at most: beyond, it seldom beats the own search. */
#define SOLVER_MOST_ARCS 200000
#define SOLVER_MOST_NODES 20000

/* Columns: the sites (open or not), then the demand points (missed or not). Rows: a demand point is missed or
 * sees an open site; n_open sites open. */
typedef struct {
    double *lower, *upper, *objective, *value, *row_lower, *row_upper;
    uint8_t *is_integer;
    int32_t *start, *column;
} covering_model;

static void release_model(covering_model *c)
{
    free(c->lower);
    free(c->upper);
    free(c->objective);
    free(c->value);
    free(c->row_lower);
    free(c->row_upper);
    free(c->is_integer);
    free(c->start);
    free(c->column);
}

static mlg_status allocate_model(covering_model *c, size_t n_columns, size_t n_rows, size_t n_values, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&c->lower, n_columns, "covering model", err));
    MLG_TRY(MLG_NEW(&c->upper, n_columns, "covering model", err));
    MLG_TRY(MLG_NEW(&c->objective, n_columns, "covering model", err));
    MLG_TRY(MLG_NEW(&c->is_integer, n_columns, "covering model", err));
    MLG_TRY(MLG_NEW(&c->row_lower, n_rows, "covering model", err));
    MLG_TRY(MLG_NEW(&c->row_upper, n_rows, "covering model", err));
    MLG_TRY(MLG_NEW(&c->start, n_rows + 1, "covering model", err));
    MLG_TRY(MLG_NEW(&c->column, n_values, "covering model", err));
    return MLG_NEW(&c->value, n_values, "covering model", err);
}

static void put(covering_model *c, int32_t *place, int32_t column)
{
    c->column[*place] = column;
    c->value[(*place)++] = 1;
}

static void fill_model(covering_model *c, const mlg_median *m)
{
    int32_t n_sites = m->rows.n_columns, n_demand = m->rows.n_rows, place = 0;
    for (int32_t v = 0; v < n_sites + n_demand; v++) {
        c->upper[v] = 1;
        c->is_integer[v] = v < n_sites;
        c->objective[v] = v < n_sites ? 0 : (double)m->weight[v - n_sites];
    }
    for (int32_t i = 0; i < n_demand; i++) {
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            put(c, &place, m->rows.column[k]);
        put(c, &place, n_sites + i);
        c->start[i + 1] = place;
        c->row_lower[i] = 1;
        c->row_upper[i] = HUGE_VAL;
    }
    for (int32_t j = 0; j < n_sites; j++)
        put(c, &place, j);
    c->start[n_demand + 1] = place;
    c->row_lower[n_demand] = c->row_upper[n_demand] = m->n_open;
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
    const mlg_median *m = &f->core;
    int32_t n_columns = m->rows.n_columns + m->rows.n_rows, n_rows = m->rows.n_rows + 1;
    size_t n_values = (size_t)m->rows.start[m->rows.n_rows] + (size_t)n_columns;
    covering_model model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options options = { .max_seconds = f->run.options->max_seconds, .max_nodes = SOLVER_MOST_NODES };
    mlg_status st;
    MLG_GO(allocate_model(&model, (size_t)n_columns, (size_t)n_rows, n_values, err));
    fill_model(&model, m);
    mlg_solver_problem problem = { .n_columns = n_columns,
                                   .objective = model.objective,
                                   .lower = model.lower,
                                   .upper = model.upper,
                                   .is_integer = model.is_integer,
                                   .n_rows = n_rows,
                                   .row_start = model.start,
                                   .row_column = model.column,
                                   .row_value = model.value,
                                   .row_lower = model.row_lower,
                                   .row_upper = model.row_upper };
    MLG_GO(mlg_solver_solve(&solved, &problem, &options, err));
    MLG_GO(take_solution(f, &solved, err));
done:
    mlg_solver_answer_release(&solved);
    release_model(&model);
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
    MLG_TRY(mlg_siting_frame_solve(&frame, problem, limit_s, true, options, err));
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
