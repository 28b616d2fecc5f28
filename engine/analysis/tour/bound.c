/* Lagrangian bound of the benefit: the multipliers of relax.c moved to where it is least. They go along a mean of the subgradients,
 * from the best point so far (the volume algorithm: Barahona and Anbil 2000; step of Polyak 1969): on many rounds the last
 * subgradient alone sends all of them to the same stops at once. */
#include "analysis/tour/methods.h"
#include "analysis/tour/relax.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { PATIENCE = 10 };
static const double first_step = 0.3, least_step = 0.0005, most_step = 2;
static const double newest = 0.1; /* largest part of the last subgradient in the mean; a tenth of it the least */
static const double visit_part = 0.1; /* of what a visit brings: scale of the multipliers of groups and days */

typedef struct {
    mlg_tour_relaxation x;
    mlg_tour_reach reach;
    const mlg_tour_plan *best;
    double *center, *mean; /* the multipliers of the least bound; the mean of the subgradients */
    double *scale;         /* of each multiplier: its range for a subgradient of 1 */
    double most;           /* that any plan could bring, and any multiplier needs */
    double least, step;
    int32_t waited;
} descent;

static void descent_release(descent *d)
{
    mlg_tour_relaxation_release(&d->x);
    mlg_tour_reach_release(&d->reach);
    free(d->center);
    free(d->mean);
    free(d->scale);
}

static mlg_status descent_init(descent *d, int threads, const mlg_tour_watch *watch, mlg_error *err)
{
    MLG_TRY(mlg_tour_relaxation_init(&d->x, d->best->frame, &d->reach, threads, watch, err));
    size_t n = (size_t)d->x.n_prices;
    d->x.required = d->best->missed == 0;
    d->least = HUGE_VAL;
    d->step = first_step;
    MLG_TRY(MLG_NEW(&d->center, n, "tour bound", err));
    MLG_TRY(MLG_NEW(&d->mean, n, "tour bound", err));
    return MLG_NEW(&d->scale, n, "tour bound", err);
}

/* ---- where the multipliers start ------------------------------------------------------------------------------ */

/* The most that a visit brings to a demand point at one rank, 0: nobody comes. */
static double most_to(const descent *d, int32_t demand, int32_t rank)
{
    const mlg_tour_frame *f = d->x.frame;
    const mlg_tour_problem *p = f->problem;
    int64_t k = f->seen_start[demand], end = f->seen_start[demand + 1];
    while (k < end && d->reach.visits[f->arc_stop[f->seen_arc[k]]] == 0)
        k++;
    if (k == end)
        return 0;
    return p->aim == MLG_TOUR_ACTS ? 1
                                   : (double)p->weight[demand] * p->row_share[f->seen_arc[k]] * p->repeat[rank];
}

/* Where a visit brings nothing to anyone: the bound is that of everyone within reach. */
static void first_prices(descent *d)
{
    mlg_tour_relaxation *x = &d->x;
    const mlg_tour_problem *p = x->frame->problem;
    double typical = (double)d->best->value.total / (d->best->n_visits > 0 ? d->best->n_visits : 1);
    for (int32_t i = 0; i < p->n_demand; i++)
        for (int32_t k = 0; k < x->n_ranks; k++) {
            int64_t at = (int64_t)i * x->n_ranks + k;
            x->price[at] = most_to(d, i, k);
            d->scale[at] = p->aim == MLG_TOUR_ACTS ? 1 / fmax(1, (double)p->weight[i]) : x->price[at];
        }
    for (int64_t k = x->at_least; k < x->n_prices; k++)
        d->scale[k] = visit_part * typical;
}

/* Half of the benefit that the best plan brings to each. */
static void half_prices(descent *d)
{
    mlg_tour_relaxation *x = &d->x;
    const mlg_tour_frame *f = x->frame;
    const mlg_tour_problem *p = f->problem;
    memset(x->price, 0, (size_t)x->n_prices * sizeof *x->price);
    for (int32_t i = 0; i < p->n_demand; i++) {
        int32_t rank = 0;
        for (int64_t k = f->seen_start[i]; k < f->seen_start[i + 1] && rank < x->n_ranks; k++) {
            int64_t arc = f->seen_arc[k], visits = d->best->value.state[f->arc_stop[arc]];
            for (; visits > 0 && rank < x->n_ranks; visits--, rank++)
                x->price[(int64_t)i * x->n_ranks + rank] =
                    p->aim == MLG_TOUR_ACTS ? 0.5
                                            : 0.5 * (double)p->weight[i] * p->row_share[arc] * p->repeat[rank];
        }
    }
}

/* ---- the way of the multipliers ------------------------------------------------------------------------------- */

/* Whether a multiplier counts in a direction: one that is 0 does not decrease. */
static bool counts(const descent *d, int64_t price)
{
    return mlg_tour_relaxation_moves(&d->x, price) && (d->center[price] > 0 || d->mean[price] < 0);
}

/* Products of the last subgradient and the mean, by the scales. */
typedef struct {
    double slope_slope, slope_mean, mean_mean;
} products;

static products multiply(const descent *d)
{
    const double *slope = d->x.slope, *mean = d->mean;
    products s = { 0 };
    for (int64_t k = 0; k < d->x.n_prices; k++)
        if (counts(d, k)) {
            s.slope_slope += d->scale[k] * slope[k] * slope[k];
            s.slope_mean += d->scale[k] * slope[k] * mean[k];
            s.mean_mean += d->scale[k] * mean[k] * mean[k];
        }
    return s;
}

/* Turns the mean towards the last subgradient, as far as it becomes shortest. */
static void turn(descent *d, const products *s)
{
    double apart = s->slope_slope + s->mean_mean - 2 * s->slope_mean;
    double part = apart > 0 ? (s->mean_mean - s->slope_mean) / apart : newest;
    part = fmax(newest / 10, fmin(newest, part));
    for (int64_t k = 0; k < d->x.n_prices; k++)
        d->mean[k] += part * (d->x.slope[k] - d->mean[k]);
}

/* The multipliers become the centre where the bound is less. */
static void look_back(descent *d, double now, bool onward)
{
    size_t size = (size_t)d->x.n_prices * sizeof *d->center;
    if (now < d->least) {
        d->waited = now < d->least * (1 - 1e-5) ? 0 : d->waited;
        d->least = now;
        d->step = onward ? fmin(most_step, 1.1 * d->step) : d->step;
        memcpy(d->center, d->x.price, size);
    } else if (++d->waited == PATIENCE) {
        d->waited = 0;
        d->step *= 2.0 / 3;
    }
}

/* False when there is no way down. */
static bool move_prices(descent *d)
{
    double square = multiply(d).mean_mean;
    if (square <= 0)
        return false;
    double length = d->step * (d->least - (double)d->best->value.total) / square;
    for (int64_t k = 0; k < d->x.n_prices; k++)
        if (mlg_tour_relaxation_moves(&d->x, k))
            d->x.price[k] = fmin(d->most, fmax(0, d->center[k] - length * d->scale[k] * d->mean[k]));
    return true;
}

/* Starts from the better of two points. False when the way ends. */
static bool go_on(descent *d, int32_t round, double now)
{
    products s = multiply(d);
    if (round < 2 && now < d->least)
        memcpy(d->mean, d->x.slope, (size_t)d->x.n_prices * sizeof *d->mean);
    else if (round >= 2)
        turn(d, &s);
    look_back(d, now, round >= 2 && s.slope_mean > 0);
    if (round > 0)
        return move_prices(d);
    half_prices(d);
    return true;
}

static int64_t whole(double bound)
{
    return (int64_t)floor(bound + 1e-12 * fabs(bound) + 1e-3);
}

static mlg_status descend(int64_t *bound, descent *d, int32_t rounds, mlg_tour_watch *watch, mlg_error *err)
{
    first_prices(d);
    for (int32_t k = 0; k < rounds && d->step > least_step && *bound > d->best->value.total; k++) {
        double now = 0;
        MLG_TRY(mlg_tour_watch_check(watch, (double)k / rounds, err));
        if (!watch->late)
            MLG_TRY(mlg_tour_relaxation_evaluate(&now, &d->x, err));
        if (watch->late || atomic_load(&d->x.late))
            break;
        *bound = whole(now) < *bound ? whole(now) : *bound;
        if (!go_on(d, k, now))
            break;
    }
    return MLG_OK;
}

mlg_status mlg_tour_bound(int64_t *bound, const mlg_tour_plan *best, int32_t rounds, int threads,
                          mlg_tour_watch *watch, mlg_error *err)
{
    descent d = { .best = best };
    int64_t most;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_tour_reach_init(&d.reach, best->frame, err));
    MLG_GO(mlg_tour_reach_most(&most, &d.reach, best->frame, err));
    *bound = most < *bound ? most : *bound;
    d.most = (double)*bound;
    MLG_GO(descent_init(&d, threads, watch, err));
    MLG_GO(descend(bound, &d, rounds, watch, err));
done:
    descent_release(&d);
    return st;
}
