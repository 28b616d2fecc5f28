/* Allocation of supply as a linear program, or a mixed integer one for persons over the threshold and for
 * units. */
#include "analysis/common/linear_program.h"
#include "analysis/siting/on_access/allocation.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>

#define MOST_SOLVER_NODES 100 /* of the mixed integer program: a solver may run long within a node */

/* Columns: the share of the supply, or the units, of each candidate; then the least access, or the lack of each
 * demand point, or whether it is over the threshold. Access is scaled by `unit`, persons by `all`, so that figures
 * are near 1. */
static void write_program(mlg_program *model, const mlg_allocation_problem *p, const int64_t *start,
                          const int32_t *site, const double *adds, double unit, double all)
{
    bool least = p->goal == MLG_GOAL_LEAST_ACCESS, over = p->goal == MLG_GOAL_PERSONS_OVER;
    double target = p->threshold / unit, enough = over ? MLG_ALMOST * target : target,
           whole = p->units > 0 ? p->units : 1;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        double most = p->most != NULL && p->most[j] < p->supply ? whole * p->most[j] / p->supply : whole;
        mlg_program_column(model, 0, 0, p->units > 0 ? floor(most + 1e-9) : most, p->units > 0);
    }
    int32_t lowest = least ? mlg_program_column(model, 1, 0, HUGE_VAL, false) : -1;
    for (int32_t i = 0; i < p->n_demand; i++) {
        double access = p->access[i] / unit;
        if (p->persons[i] <= 0 || (!least && access >= enough))
            continue;
        for (int64_t k = start[i]; k < start[i + 1]; k++)
            mlg_program_put(model, site[k], adds[k] * p->supply / unit / whole);
        if (least)
            mlg_program_put(model, lowest, -1);
        else
            mlg_program_put(model, mlg_program_column(model, p->persons[i] / all, 0, over ? 1 : HUGE_VAL, over),
                            over ? access - target : 1);
        mlg_program_row(model, (least || over ? 0 : target) - access + (over ? access : 0), HUGE_VAL);
    }
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_put(model, j, 1);
    mlg_program_row(model, whole, whole);
}

/* Transposes the rows: demand point to candidates. */
static mlg_status turn_rows(const mlg_allocation_problem *p, int64_t **start, int32_t **site, double **adds,
                            mlg_error *err)
{
    int64_t n_arcs = p->n_candidates > 0 ? p->row_start[p->n_candidates] : 0;
    MLG_TRY(MLG_NEW(start, (size_t)p->n_demand + 2, "rows by demand", err));
    MLG_TRY(MLG_NEW(site, (size_t)n_arcs, "rows by demand", err));
    MLG_TRY(MLG_NEW(adds, (size_t)n_arcs, "rows by demand", err));
    for (int64_t k = 0; k < n_arcs; k++)
        (*start)[p->row_demand[k] + 2]++;
    for (int32_t i = 2; i < p->n_demand + 2; i++)
        (*start)[i] += (*start)[i - 1];
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            int64_t place = (*start)[p->row_demand[k] + 1]++;
            (*site)[place] = j;
            (*adds)[place] = p->row_access[k];
        }
    return MLG_OK;
}

/* Takes the shares of the solver, whose sum is only nearly one: scales them to the supply within the limits. */
static void take_shares(mlg_allocation_answer *out, const mlg_allocation_problem *p, const double *share)
{
    double left = p->supply;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        double most = p->most != NULL && p->most[j] < left ? p->most[j] : left, want = share[j] * p->supply;
        out->supply[j] = want < 0 ? 0 : want < most ? want : most;
        left -= out->supply[j];
    }
    for (int32_t j = 0; j < p->n_candidates && left > 0; j++) {
        double room = p->most != NULL ? p->most[j] - out->supply[j] : left, more = room < left ? room : left;
        if (out->supply[j] > 0 && more > 0) {
            out->supply[j] += more;
            left -= more;
        }
    }
}

static double standing_over(const mlg_allocation_problem *p)
{
    double sum = 0;
    for (int32_t i = 0; p->goal == MLG_GOAL_PERSONS_OVER && i < p->n_demand; i++)
        sum += p->access[i] >= MLG_ALMOST * p->threshold ? p->persons[i] : 0;
    return sum;
}

mlg_status mlg_allocation_linear(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                                 const mlg_allocation_options *options, double start_s, mlg_error *err)
{
    mlg_program model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = {
        .max_nodes = (int32_t)(options->max_nodes < MOST_SOLVER_NODES ? options->max_nodes : MOST_SOLVER_NODES),
        .kind = options->solver
    };
    int64_t *start = NULL;
    int32_t *site = NULL;
    double *adds = NULL, all = 0, unit = p->threshold > 0 && p->goal != MLG_GOAL_LEAST_ACCESS ? p->threshold : 1;
    mlg_status st;
    for (int32_t i = 0; i < p->n_demand; i++)
        all += p->persons[i];
    all = all > 0 ? all : 1;
    MLG_GO(turn_rows(p, &start, &site, &adds, err));
    write_program(&model, p, start, site, adds, unit, all);
    limits.max_seconds = mlg_clock_left_s(start_s, options->max_seconds);
    solved.status = MLG_SOLVER_LIMIT;
    if (!mlg_clock_is_late(start_s, options->max_seconds))
        MLG_GO(mlg_program_solve(&solved, &model, mlg_goal_is_gain(p->goal), &limits, err));
    if (solved.value == NULL && mlg_solver_met_limit(&solved))
        MLG_GO(mlg_fail(err, MLG_DATA, "no allocation of %g of supply was found in the time given", p->supply));
    if (solved.value == NULL)
        MLG_GO(mlg_fail(err, MLG_DATA, "the linear solver found no allocation of %g of supply", p->supply));
    for (int32_t j = 0; p->units > 0 && j < p->n_candidates; j++)
        out->supply[j] = round(solved.value[j]) * p->supply / p->units;
    if (p->units == 0)
        take_shares(out, p, solved.value);
    double scale = p->goal == MLG_GOAL_LEAST_ACCESS ? unit : p->goal == MLG_GOAL_PERSONS_OVER ? all : all * unit;
    out->outcome.bound = solved.bound * scale + standing_over(p);
    out->outcome.stopped = mlg_solver_met_limit(&solved);
    out->outcome.method =
        p->goal == MLG_GOAL_PERSONS_OVER || p->units > 0 ? "mixed integer program" : "linear program";
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&model);
    free(start);
    free(site);
    free(adds);
    return st;
}
