#include "analysis/siting/on_access/allocation.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>

#define ENOUGH_GAP 1e-6

void mlg_allocation_options_init(mlg_allocation_options *options)
{
    *options = (mlg_allocation_options){ .max_nodes = 400000 };
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
                st = mlg_fail(err, MLG_USAGE, "candidate %s: demand point %d of %d, access %g a unit",
                              MLG_NAMED(MLG_ITEM_CANDIDATE, j), (int)i, (int)p->n_demand, p->row_access[k]);
            else if (last_seen[i] == j + 1)
                st = mlg_fail(err, MLG_USAGE, "candidate %s lists demand point %s twice",
                              MLG_NAMED(MLG_ITEM_CANDIDATE, j), MLG_NAMED(MLG_ITEM_DEMAND, i));
            else
                last_seen[i] = j + 1;
        }
    free(last_seen);
    return st;
}

/* Checks that the supply fits: in total for shares, one antenna at each of enough candidates otherwise. */
static mlg_status check_room(const mlg_allocation_problem *p, mlg_error *err)
{
    double room = 0, each = p->antennas > 0 ? p->supply / p->antennas : 0,
           unit = p->units > 0 ? p->supply / p->units : 0;
    int32_t n_able = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        double most = p->most != NULL ? p->most[j] : HUGE_VAL;
        if (!(most >= 0))
            return mlg_fail(err, MLG_USAGE, "candidate %s: at most %g of supply", MLG_NAMED(MLG_ITEM_CANDIDATE, j),
                            most);
        room += unit > 0 && most < HUGE_VAL ? unit * floor(most / unit + 1e-9) : most;
        n_able += most >= each && most > 0;
    }
    if (p->antennas > n_able) {
        mlg_fail(err, MLG_DATA, "asked for %d antennas of %g, but only %d candidates can take one: %d too many",
                 (int)p->antennas, each, (int)n_able, (int)(p->antennas - n_able));
        mlg_hint(err, "ask for at most %d sites, or allow more candidates", (int)n_able);
        return MLG_DATA;
    }
    if (room < p->supply * (1 - 1e-12))
        return mlg_fail(err, MLG_DATA, "%g of supply to place, room for %g: %g too much", p->supply, room,
                        p->supply - room);
    return MLG_OK;
}

static mlg_status check(const mlg_allocation_problem *p, mlg_error *err)
{
    if (p->antennas > 0 && p->units > 0)
        return mlg_fail(err, MLG_USAGE, "allocation: %d antennas and %d units; one of the two must be 0",
                        (int)p->antennas, (int)p->units);
    if (p->n_demand < 0 || p->n_candidates < 0 || p->antennas < 0 || p->units < 0 || !(p->supply >= 0) ||
        !isfinite(p->supply) || !isfinite(p->threshold))
        return mlg_fail(err, MLG_USAGE,
                        "allocation: demand %d, candidates %d, antennas %d, supply %g, threshold %g",
                        (int)p->n_demand, (int)p->n_candidates, (int)p->antennas, p->supply, p->threshold);
    for (int32_t i = 0; i < p->n_demand; i++)
        if (!(p->persons[i] >= 0) || !(p->access[i] >= 0) || !isfinite(p->persons[i]) || !isfinite(p->access[i]))
            return mlg_fail(err, MLG_USAGE, "demand point %s: %g persons, access %g",
                            MLG_NAMED(MLG_ITEM_DEMAND, i), p->persons[i], p->access[i]);
    MLG_TRY(check_rows(p, err));
    return check_room(p, err);
}

/* ---- solving ----------------------------------------------------------------------------------------- */

static mlg_status solve(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                        const mlg_allocation_options *options, double start_s, mlg_error *err)
{
    out->outcome.bound = out->before;
    out->outcome.method = "nothing to place";
    if (p->supply <= 0 || p->n_demand == 0)
        return MLG_OK;
    if (p->antennas > 0)
        return mlg_allocation_antennas(out, p, options, start_s, err);
    if (p->units > 0 && (p->goal == MLG_GOAL_SQUARE_SHORTFALL || p->goal == MLG_GOAL_SPREAD))
        return mlg_allocation_units(out, p, options, start_s, err);
    if (p->goal == MLG_GOAL_SQUARE_SHORTFALL || p->goal == MLG_GOAL_SPREAD)
        return mlg_allocation_convex(out, p, options, start_s, err);
    return mlg_allocation_linear(out, p, options, start_s, err);
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
    MLG_GO(solve(out, p, options, start_s, err));
    mlg_allocation_access(out->access, p, out->supply);
    out->objective = mlg_allocation_value(p, out->access);
    double sign = mlg_goal_is_gain(p->goal) ? 1 : -1;
    if (sign * (out->outcome.bound - out->objective) < 0) /* rounding */
        out->outcome.bound = out->objective;
    double apart = fabs(out->outcome.bound - out->objective);
    mlg_outcome_set_bound(&out->outcome, out->outcome.bound, apart, fmax(fabs(out->objective), 1e-300));
    mlg_outcome_set_time(&out->outcome, start_s);
    out->outcome.proved = out->outcome.gap <= ENOUGH_GAP || apart <= 1e-9 * fabs(out->before);
    out->outcome.stopped = out->outcome.stopped && !out->outcome.proved;
done:
    if (st != MLG_OK)
        mlg_allocation_answer_release(out);
    return st;
}
