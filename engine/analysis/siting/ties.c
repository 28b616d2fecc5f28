#include "analysis/siting/ties.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEVER = INT32_MAX, STEP = 16 };

/* Most arcs scanned by the bounds of one p-median: about a second. */
static const int64_t most_arcs = 300000000;

/* Largest weight x penalty of a p-median (frame.c). */
#define LARGEST_COST ((int64_t)1 << 46)

void mlg_tie_release(mlg_tie *tie)
{
    free(tie->sites);
    *tie = (mlg_tie){ 0 };
}

/* ---- costs -------------------------------------------------------------------------------------------------- */

/* Of one unit of weight at this time; NEVER: nobody reaches it. */
static int32_t first_cost(mlg_first_objective o, int32_t penalty_s, int32_t time_s)
{
    if (!o.covering)
        return time_s == NEVER ? penalty_s : time_s;
    int32_t whole = o.full_s < o.limit_s ? MLG_WHOLE_PERSON : 1;
    if (time_s <= o.full_s)
        return 0;
    if (time_s > o.limit_s)
        return whole;
    int64_t beyond = (int64_t)(time_s - o.full_s) * whole, width = (int64_t)o.limit_s - o.full_s;
    return (int32_t)((beyond + width - 1) / width);
}

static void take_nearest(int32_t *time_s, const mlg_siting_problem *p, int32_t site)
{
    for (int64_t k = p->row_start[site]; k < p->row_start[site + 1]; k++)
        if (p->row_cost[k] < time_s[p->row_demand[k]])
            time_s[p->row_demand[k]] = p->row_cost[k];
}

/* Times to the existing sites, NEVER: none. */
static mlg_status times_before(int32_t **out, const mlg_siting_problem *p, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, (size_t)p->n_demand, "times to existing sites", err));
    for (int32_t i = 0; i < p->n_demand; i++)
        (*out)[i] = NEVER;
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (mlg_candidate_state_of(p, j) == MLG_CANDIDATE_EXISTING)
            take_nearest(*out, p, j);
    return MLG_OK;
}

mlg_status mlg_tie_costs(mlg_tie *out, const mlg_siting_problem *p, mlg_first_objective objective,
                         const int32_t *sites, int32_t n, mlg_error *err)
{
    int32_t *before = NULL, *after = NULL;
    mlg_status st;
    MLG_GO(times_before(&before, p, err));
    MLG_GO(MLG_NEW(&after, (size_t)p->n_demand, "times", err));
    memcpy(after, before, (size_t)p->n_demand * sizeof *after);
    for (int32_t k = 0; k < n; k++)
        take_nearest(after, p, sites[k]);
    out->first = out->not_nearer = out->time = 0;
    for (int32_t i = 0; i < p->n_demand; i++) {
        out->first += p->weight[i] * first_cost(objective, p->penalty_s, after[i]);
        out->not_nearer += after[i] < before[i] ? 0 : p->weight[i];
        out->time += p->weight[i] * (after[i] == NEVER ? p->penalty_s : after[i]);
    }
done:
    free(before);
    free(after);
    return st;
}

/* ---- the weighted p-median ------------------------------------------------------------------------------------ */

typedef struct {
    const mlg_siting_problem *problem;
    mlg_first_objective objective;
    mlg_siting_options options;
    int32_t *before, *cost; /* [demand]; [arcs] */
    int64_t persons;        /* all weights */
    bool stopped;           /* a p-median met a limit */
} work;

/* a x objective + b x not nearer + c x time of one unit of weight at demand point i. */
typedef struct {
    int64_t a, b, c;
} weights;

static int64_t cost_at(const work *w, weights by, int32_t i, int32_t time_s)
{
    int32_t penalty_s = w->problem->penalty_s;
    return by.a * first_cost(w->objective, penalty_s, time_s) + (time_s < w->before[i] ? 0 : by.b) +
           by.c * (time_s == NEVER ? penalty_s : time_s);
}

/* False when the sums would not fit. */
static bool set_costs(work *w, weights by, mlg_siting_problem *p)
{
    int64_t most =
        by.a * first_cost(w->objective, w->problem->penalty_s, NEVER) + by.b + by.c * w->problem->penalty_s;
    *p = *w->problem;
    if (most > INT32_MAX || most > LARGEST_COST / (w->persons > 0 ? w->persons : 1))
        return false;
    for (int64_t k = 0; k < p->row_start[p->n_candidates]; k++)
        w->cost[k] = (int32_t)cost_at(w, by, p->row_demand[k], p->row_cost[k]);
    p->row_cost = w->cost;
    p->penalty_s = (int32_t)most;
    return true;
}

/* The optimum with these weights; *proved is false when it is only the best found, or too large to compute. */
static mlg_status solve(mlg_tie *out, bool *proved, work *w, weights by, mlg_error *err)
{
    mlg_siting_problem p;
    mlg_siting_answer a = { 0 };
    *out = (mlg_tie){ 0 };
    *proved = false;
    if (!set_costs(w, by, &p))
        return MLG_OK;
    mlg_status st;
    MLG_GO(mlg_siting_pmedian(&a, &p, &w->options, err));
    MLG_GO(MLG_NEW(&out->sites, (size_t)a.n_chosen, "tied sites", err));
    out->n = a.n_chosen;
    for (int32_t k = 0; k < a.n_chosen; k++)
        out->sites[k] = a.chosen[k].candidate;
    mlg_sort_integers(out->sites, (size_t)out->n);
    *proved = a.outcome.proved;
    w->stopped = w->stopped || a.outcome.stopped;
    st = mlg_tie_costs(out, w->problem, w->objective, out->sites, out->n, err);
done:
    mlg_siting_answer_release(&a);
    if (st != MLG_OK)
        mlg_tie_release(out);
    return st;
}

/* ---- lexicographic order ---------------------------------------------------------------------------------------- */

/* Keeps `found` when it ties on the objective and is better on the second one; releases the other. */
static void keep(mlg_tie *best, mlg_tie *found)
{
    bool better =
        found->not_nearer != best->not_nearer ? found->not_nearer < best->not_nearer : found->time < best->time;
    if (found->sites && found->first == best->first && better) {
        mlg_tie other = *best;
        *best = *found;
        *found = other;
    }
    mlg_tie_release(found);
}

/* Makes `best` one of the ties that bring the most weight nearer; *proved is false when that is not sure. */
static mlg_status bring_nearer(mlg_tie *best, bool *proved, work *w, mlg_error *err)
{
    bool tied = false;
    *proved = true;
    for (int64_t a = 64; *proved && !tied; a *= STEP) {
        mlg_tie found;
        MLG_TRY(solve(&found, proved, w, (weights){ a, 1, 0 }, err));
        tied = found.sites && found.first == best->first;
        keep(best, &found);
    }
    return MLG_OK;
}

/* Makes it, among these, the one of least time. */
static mlg_status shorten(mlg_tie *best, bool *proved, work *w, mlg_error *err)
{
    bool done = false;
    for (int64_t b = 256, a = 64 * b; *proved && !done; a *= STEP) {
        mlg_tie found;
        MLG_TRY(solve(&found, proved, w, (weights){ a, b, 1 }, err));
        bool tied = found.sites && found.first == best->first;
        done = tied && found.not_nearer == best->not_nearer;
        if (tied && !done)
            b *= STEP;
        keep(best, &found);
    }
    return MLG_OK;
}

static mlg_status start(mlg_tie *best, work *w, const int32_t *optimum, int32_t n, mlg_error *err)
{
    const mlg_siting_problem *p = w->problem;
    if (w->options.max_arcs <= 0 || w->options.max_arcs > most_arcs)
        w->options.max_arcs = most_arcs;
    for (int32_t i = 0; i < p->n_demand; i++)
        w->persons += p->weight[i];
    MLG_TRY(times_before(&w->before, p, err));
    MLG_TRY(MLG_NEW(&w->cost, (size_t)p->row_start[p->n_candidates], "weighted costs", err));
    MLG_TRY(MLG_NEW(&best->sites, (size_t)n, "tied sites", err));
    best->n = n;
    memcpy(best->sites, optimum, (size_t)n * sizeof *optimum);
    mlg_sort_integers(best->sites, (size_t)n);
    return mlg_tie_costs(best, p, w->objective, optimum, n, err);
}

mlg_status mlg_siting_break_ties(mlg_tie *out, const mlg_siting_problem *problem, mlg_first_objective objective,
                                 const int32_t *optimum, int32_t n, const mlg_siting_options *options,
                                 mlg_error *err)
{
    mlg_siting_problem p = *problem;
    work w = { .problem = &p, .objective = objective, .options = *options };
    bool proved = false;
    double start_s = mlg_clock_s();
    mlg_status st;
    p.sites = n;
    *out = (mlg_tie){ 0 };
    MLG_GO(start(out, &w, optimum, n, err));
    MLG_GO(bring_nearer(out, &proved, &w, err));
    if (objective.covering) /* otherwise the time is the objective */
        MLG_GO(shorten(out, &proved, &w, err));
    out->outcome = (mlg_outcome){ .bound = proved ? (double)out->time : (double)NAN,
                                  .gap = proved ? 0 : (double)NAN,
                                  .proved = proved,
                                  .stopped = w.stopped && !proved,
                                  .method = "weighted p-medians in lexicographic order" };
    mlg_outcome_set_time(&out->outcome, start_s);
done:
    free(w.before);
    free(w.cost);
    if (st != MLG_OK)
        mlg_tie_release(out);
    return st;
}
