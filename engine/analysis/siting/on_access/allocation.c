#include "analysis/siting/on_access/allocation.h"

#include "analysis/common/linear_program.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

#define ENOUGH_GAP 1e-6
#define MOST_SOLVER_NODES 100 /* of the mixed integer program: it has no clock of its own */

void mlg_allocation_options_init(mlg_allocation_options *options)
{
    *options = (mlg_allocation_options){ .max_nodes = 400000 };
}

void mlg_allocation_answer_release(mlg_allocation_answer *answer)
{
    free(answer->supply);
    free(answer->access);
    *answer = (mlg_allocation_answer){ 0 };
}

bool mlg_goal_is_gain(mlg_access_goal goal)
{
    return goal == MLG_GOAL_LEAST_ACCESS || goal == MLG_GOAL_PERSONS_OVER;
}

void mlg_allocation_access(double *access, const mlg_allocation_problem *p, const double *supply)
{
    memcpy(access, p->access, (size_t)p->n_demand * sizeof *access);
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; supply[j] > 0 && k < p->row_start[j + 1]; k++)
            access[p->row_demand[k]] += supply[j] * p->row_access[k];
}

double mlg_allocation_value(const mlg_allocation_problem *p, const double *access)
{
    double sum = 0, least = HUGE_VAL;
    for (int32_t i = 0; i < p->n_demand; i++) {
        double apart = access[i] - p->threshold, lack = apart < 0 ? -apart : 0;
        switch (p->goal) {
        case MLG_GOAL_LEAST_ACCESS:
            least = p->persons[i] > 0 && access[i] < least ? access[i] : least;
            break;
        case MLG_GOAL_PERSONS_OVER:
            sum += access[i] >= MLG_ALMOST * p->threshold ? p->persons[i] : 0;
            break;
        case MLG_GOAL_SHORTFALL:
            sum += p->persons[i] * lack;
            break;
        case MLG_GOAL_SQUARE_SHORTFALL:
            sum += p->persons[i] * lack * lack;
            break;
        case MLG_GOAL_SPREAD:
            sum += p->persons[i] * apart * apart;
            break;
        }
    }
    return p->goal == MLG_GOAL_LEAST_ACCESS ? (least < HUGE_VAL ? least : 0) : sum;
}

/* ---- checks ------------------------------------------------------------------------------------------- */

static mlg_status check_rows(const mlg_allocation_problem *p, mlg_error *err)
{
    int32_t *last_seen = NULL;
    MLG_TRY(MLG_NEW(&last_seen, (size_t)p->n_demand, "demand points seen", err));
    mlg_status st = MLG_OK;
    for (int32_t j = 0; st == MLG_OK && j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; st == MLG_OK && k < p->row_start[j + 1]; k++) {
            int32_t i = p->row_demand[k];
            if (i < 0 || i >= p->n_demand || !(p->row_access[k] >= 0) || !isfinite(p->row_access[k]))
                st = mlg_fail(err, MLG_USAGE, "candidate %d: demand point %d of %d, access %g a unit", (int)j,
                              (int)i, (int)p->n_demand, p->row_access[k]);
            else if (last_seen[i] == j + 1)
                st = mlg_fail(err, MLG_USAGE, "candidate %d lists demand point %d twice", (int)j, (int)i);
            else
                last_seen[i] = j + 1;
        }
    free(last_seen);
    return st;
}

/* Supply must fit: in all for shares, an antenna at each of enough candidates otherwise. */
static mlg_status check_room(const mlg_allocation_problem *p, mlg_error *err)
{
    double room = 0, each = p->antennas > 0 ? p->supply / p->antennas : 0,
           unit = p->units > 0 ? p->supply / p->units : 0;
    int32_t n_able = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        double most = p->most != NULL ? p->most[j] : HUGE_VAL;
        if (!(most >= 0))
            return mlg_fail(err, MLG_USAGE, "candidate %d: at most %g of supply", (int)j, most);
        room += unit > 0 && most < HUGE_VAL ? unit * floor(most / unit + 1e-9) : most;
        n_able += most >= each && most > 0;
    }
    if (p->antennas > n_able)
        return mlg_fail(err, MLG_DATA,
                        "asked for %d antennas of %g, but only %d candidates can take one: %d too many",
                        (int)p->antennas, each, (int)n_able, (int)(p->antennas - n_able));
    if (room < p->supply * (1 - 1e-12))
        return mlg_fail(err, MLG_DATA, "%g of supply to place, room for %g: %g too much", p->supply, room,
                        p->supply - room);
    return MLG_OK;
}

static mlg_status check(const mlg_allocation_problem *p, mlg_error *err)
{
    if (p->antennas > 0 && p->units > 0)
        return mlg_fail(err, MLG_USAGE, "allocation: %d antennas and %d units; one of them is 0", (int)p->antennas,
                        (int)p->units);
    if (p->n_demand < 0 || p->n_candidates < 0 || p->antennas < 0 || p->units < 0 || !(p->supply >= 0) ||
        !isfinite(p->supply) || !isfinite(p->threshold))
        return mlg_fail(err, MLG_USAGE,
                        "allocation: demand %d, candidates %d, antennas %d, supply %g, threshold %g",
                        (int)p->n_demand, (int)p->n_candidates, (int)p->antennas, p->supply, p->threshold);
    for (int32_t i = 0; i < p->n_demand; i++)
        if (!(p->persons[i] >= 0) || !(p->access[i] >= 0) || !isfinite(p->persons[i]) || !isfinite(p->access[i]))
            return mlg_fail(err, MLG_USAGE, "demand point %d: %g persons, access %g", (int)i, p->persons[i],
                            p->access[i]);
    MLG_TRY(check_rows(p, err));
    return check_room(p, err);
}

/* ---- shares with a linear goal ------------------------------------------------------------------------ */

/* Columns: the share of the supply, or the units, that each candidate takes; then the least access, or what each demand point
 * lacks, or whether it is over. Access counts in `unit`, persons in `all`, so that figures are near 1. */
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

/* The rows of the candidates seen from the demand. */
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

/* Shares from the solver's, a little off one in all: scaled to the supply, within what each may take. */
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

static mlg_status solve_linear(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                               const mlg_allocation_options *options, mlg_error *err)
{
    mlg_program model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = {
        .max_nodes = (int32_t)(options->max_nodes < MOST_SOLVER_NODES ? options->max_nodes : MOST_SOLVER_NODES)
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
    MLG_GO(mlg_program_solve(&solved, &model, mlg_goal_is_gain(p->goal), &limits, err));
    if (solved.value == NULL)
        MLG_GO(mlg_fail(err, MLG_DATA, "the linear solver found no placing of %g of supply", p->supply));
    for (int32_t j = 0; p->units > 0 && j < p->n_candidates; j++)
        out->supply[j] = round(solved.value[j]) * p->supply / p->units;
    if (p->units == 0)
        take_shares(out, p, solved.value);
    double scale = p->goal == MLG_GOAL_LEAST_ACCESS ? unit : p->goal == MLG_GOAL_PERSONS_OVER ? all : all * unit;
    out->outcome.bound = solved.bound * scale + standing_over(p);
    out->outcome.method =
        p->goal == MLG_GOAL_PERSONS_OVER || p->units > 0 ? "mixed integer program (CBC)" : "linear program (CBC)";
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&model);
    free(start);
    free(site);
    free(adds);
    return st;
}

/* ---- any -------------------------------------------------------------------------------------------- */

static mlg_status solve(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                        const mlg_allocation_options *options, mlg_error *err)
{
    out->outcome.bound = out->before;
    out->outcome.method = "nothing to place";
    if (p->supply <= 0 || p->n_demand == 0)
        return MLG_OK;
    if (p->antennas > 0)
        return mlg_allocation_antennas(out, p, options, err);
    if (p->units > 0 && (p->goal == MLG_GOAL_SQUARE_SHORTFALL || p->goal == MLG_GOAL_SPREAD))
        return mlg_allocation_units(out, p, options, err);
    if (p->goal == MLG_GOAL_SQUARE_SHORTFALL || p->goal == MLG_GOAL_SPREAD)
        return mlg_allocation_convex(out, p, options, err);
    return solve_linear(out, p, options, err);
}

mlg_status mlg_allocation_solve(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                                const mlg_allocation_options *options, mlg_error *err)
{
    double start_s = mlg_clock_s();
    *out = (mlg_allocation_answer){ 0 };
    mlg_status st;
    MLG_GO(check(p, err));
    MLG_GO(MLG_NEW(&out->supply, (size_t)p->n_candidates, "supply placed", err));
    MLG_GO(MLG_NEW(&out->access, (size_t)p->n_demand, "access", err));
    out->before = mlg_allocation_value(p, p->access);
    MLG_GO(solve(out, p, options, err));
    mlg_allocation_access(out->access, p, out->supply);
    out->objective = mlg_allocation_value(p, out->access);
    double sign = mlg_goal_is_gain(p->goal) ? 1 : -1;
    if (sign * (out->outcome.bound - out->objective) < 0) /* rounding */
        out->outcome.bound = out->objective;
    double apart = fabs(out->outcome.bound - out->objective);
    mlg_outcome_set_bound(&out->outcome, out->outcome.bound, apart, fmax(fabs(out->objective), 1e-300));
    mlg_outcome_set_time(&out->outcome, start_s);
    out->outcome.proved = out->outcome.gap <= ENOUGH_GAP || apart <= 1e-9 * fabs(out->before);
done:
    if (st != MLG_OK)
        mlg_allocation_answer_release(out);
    return st;
}
