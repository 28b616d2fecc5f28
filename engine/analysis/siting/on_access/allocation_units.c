#include "analysis/siting/on_access/allocation.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

typedef struct {
    const mlg_allocation_problem *p;
    double unit;
    double *access;
    int32_t *units; /* a candidate */
} placing;

/* Term of a demand point in the goal (lower is better). */
static double lack(const mlg_allocation_problem *p, int32_t i, double access)
{
    double apart = p->threshold - access;
    return p->goal == MLG_GOAL_SQUARE_SHORTFALL && apart < 0 ? 0 : p->persons[i] * apart * apart;
}

/* Change of the goal with `n` more units at candidate j (negative: better). */
static double change(const placing *w, int32_t j, int32_t n)
{
    const mlg_allocation_problem *p = w->p;
    double sum = 0;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
        int32_t i = p->row_demand[k];
        sum += lack(p, i, w->access[i] + n * w->unit * p->row_access[k]) - lack(p, i, w->access[i]);
    }
    return sum;
}

static void put(placing *w, int32_t j, int32_t n)
{
    const mlg_allocation_problem *p = w->p;
    w->units[j] += n;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        w->access[p->row_demand[k]] += n * w->unit * p->row_access[k];
}

static bool has_room(const placing *w, int32_t j)
{
    return !w->p->most || (w->units[j] + 1) * w->unit <= w->p->most[j] * (1 + 1e-9);
}

/* The best candidate for one more unit, other than `not`. */
static int32_t best_place(const placing *w, int32_t not, double *least)
{
    int32_t best = -1;
    for (int32_t j = 0; j < w->p->n_candidates; j++) {
        if (j == not || !has_room(w, j))
            continue;
        double more = change(w, j, 1);
        if (best < 0 || more < *least) {
            best = j;
            *least = more;
        }
    }
    return best;
}

/* Interchange: moves one unit while that improves the goal by more than rounding errors. */
static mlg_status exchange(placing *w, double scale, const mlg_allocation_options *options, double start_s,
                           mlg_error *err)
{
    bool better = true;
    while (better && !mlg_clock_is_late(start_s, options->max_seconds)) {
        better = false;
        MLG_TRY(mlg_progress_step(options->progress, "siting", (double)NAN, err));
        for (int32_t j = 0; j < w->p->n_candidates; j++) {
            if (w->units[j] == 0)
                continue;
            double left = change(w, j, -1), least = 0;
            put(w, j, -1);
            int32_t to = best_place(w, j, &least);
            bool moves = to >= 0 && left + least < -1e-12 * scale;
            put(w, moves ? to : j, 1);
            better = better || moves;
        }
    }
    return MLG_OK;
}

mlg_status mlg_allocation_units(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                                const mlg_allocation_options *options, double start_s, mlg_error *err)
{
    placing w = { .p = p, .unit = p->supply / p->units };
    mlg_allocation_problem shares = *p;
    mlg_allocation_answer relaxed = { 0 };
    mlg_status st;
    shares.units = 0;
    MLG_GO(MLG_NEW(&w.access, (size_t)p->n_demand, "access", err));
    MLG_GO(MLG_NEW(&w.units, (size_t)p->n_candidates, "units", err));
    memcpy(w.access, p->access, (size_t)p->n_demand * sizeof *w.access);
    for (int32_t n = 0; n < p->units; n++) {
        double least = 0;
        int32_t j = best_place(&w, -1, &least);
        MLG_GO(j >= 0 ? MLG_OK
                      : mlg_fail(err, MLG_DATA, "no candidate has room for unit %d of %d", (int)n + 1,
                                 (int)p->units));
        put(&w, j, 1);
    }
    MLG_GO(exchange(&w, 1 + out->before, options, start_s, err));
    for (int32_t j = 0; j < p->n_candidates; j++)
        out->supply[j] = w.units[j] * w.unit;
    MLG_GO(MLG_NEW(&relaxed.supply, (size_t)p->n_candidates, "supply placed", err));
    MLG_GO(MLG_NEW(&relaxed.access, (size_t)p->n_demand, "access", err));
    MLG_GO(mlg_allocation_convex(&relaxed, &shares, options, start_s, err));
    out->outcome.bound = relaxed.outcome.bound;
    out->outcome.stopped = mlg_clock_is_late(start_s, options->max_seconds);
    out->outcome.method = "best unit first, exchanges; bound of the shares";
done:
    mlg_allocation_answer_release(&relaxed);
    free(w.access);
    free(w.units);
    return st;
}
