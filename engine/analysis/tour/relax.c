#include "analysis/tour/relax.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>

enum { ROUTE_NODES = 20000 };

void mlg_tour_relaxation_release(mlg_tour_relaxation *x)
{
    mlg_tour_router_free(x->router);
    free(x->price);
    free(x->slope);
    free(x->worth);
    free(x->profit);
    free(x->best);
    free(x->route);
    free(x->taken);
    free(x->order);
}

mlg_status mlg_tour_relaxation_init(mlg_tour_relaxation *x, const mlg_tour_frame *frame,
                                    const mlg_tour_reach *reach, int threads, const mlg_tour_watch *watch,
                                    mlg_error *err)
{
    const mlg_tour_problem *p = frame->problem;
    size_t n_stops = (size_t)p->n_stops;
    *x = (mlg_tour_relaxation){ .frame = frame, .watch = watch, .threads = threads };
    x->n_ranks = p->aim == MLG_TOUR_ACTS ? 1 : p->n_repeat;
    x->at_least = (int64_t)p->n_demand * x->n_ranks;
    x->at_most = x->at_least + p->n_groups;
    x->on_day = x->at_most + p->n_groups;
    x->n_prices = x->on_day + (int64_t)p->n_stops * p->n_days;
    MLG_TRY(mlg_tour_router_new(&x->router, frame, reach, threads, watch, err));
    MLG_TRY(MLG_NEW(&x->price, (size_t)x->n_prices, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->slope, (size_t)x->n_prices, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->worth, n_stops, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->profit, (size_t)threads * n_stops, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->best, (size_t)frame->n_rounds, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->route, (size_t)frame->n_rounds, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->taken, n_stops, "tour bound", err));
    return MLG_NEW(&x->order, (size_t)frame->n_arcs, "tour bound", err);
}

/* ---- what a visit is worth ---------------------------------------------------------------------------------- */

/* The rank at which a visit along this arc is worth most, and that worth minus its multiplier (0 or less:
 * none). */
static double best_rank(const mlg_tour_relaxation *x, int64_t arc, int32_t *rank)
{
    const mlg_tour_problem *p = x->frame->problem;
    int64_t i = p->row_demand[arc];
    double whole = (double)p->weight[i] * p->row_share[arc], best = -HUGE_VAL;
    for (int32_t k = 0; k < x->n_ranks; k++) {
        double net = whole * p->repeat[k] - x->price[i * x->n_ranks + k];
        if (net > best) {
            best = net;
            *rank = k;
        }
    }
    return best;
}

/* Worth of a visit to the persons of a stop; subtracts `times` of what it serves from the subgradient. */
static double serve_persons(const mlg_tour_relaxation *x, int32_t stop, int32_t times)
{
    const mlg_tour_problem *p = x->frame->problem;
    double sum = 0;
    for (int64_t arc = p->row_start[stop]; arc < p->row_start[stop + 1]; arc++) {
        int32_t rank = 0;
        double net = best_rank(x, arc, &rank);
        if (net <= 0)
            continue;
        sum += net;
        if (times > 0)
            x->slope[(int64_t)p->row_demand[arc] * x->n_ranks + rank] -= times;
    }
    return sum;
}

/* Sorts the arcs of a stop by increasing multiplier. */
static void order_arcs(const mlg_tour_relaxation *x, int32_t stop)
{
    const mlg_tour_problem *p = x->frame->problem;
    int64_t first = p->row_start[stop];
    for (int64_t arc = first; arc < p->row_start[stop + 1]; arc++) {
        int64_t at = arc;
        double price = x->price[p->row_demand[arc]];
        for (; at > first && x->price[p->row_demand[x->order[at - 1]]] > price; at--)
            x->order[at] = x->order[at - 1];
        x->order[at] = arc;
    }
}

static double serve_acts(const mlg_tour_relaxation *x, int32_t stop, int32_t times)
{
    const mlg_tour_problem *p = x->frame->problem;
    double sum = 0, left = p->acts[stop];
    if (times == 0)
        order_arcs(x, stop);
    for (int64_t k = p->row_start[stop]; k < p->row_start[stop + 1] && left > 0; k++) {
        int64_t i = p->row_demand[x->order[k]];
        double amount = fmin(left, (double)p->weight[i]);
        if (x->price[i] >= 1)
            break;
        sum += amount * (1 - x->price[i]);
        left -= amount;
        x->slope[i] -= times * amount;
    }
    return sum;
}

static double serve(const mlg_tour_relaxation *x, int32_t stop, int32_t times)
{
    return x->frame->problem->aim == MLG_TOUR_ACTS ? serve_acts(x, stop, times) : serve_persons(x, stop, times);
}

/* Contribution of the multipliers of groups and days to a visit. */
static double premium(const mlg_tour_relaxation *x, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = x->frame;
    double sum = -x->price[x->on_day + (int64_t)stop * f->problem->n_days + day];
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        int32_t g = f->group_of[k];
        if (day >= f->problem->group[g].first_day && day <= f->problem->group[g].last_day)
            sum += x->price[x->at_least + g] - x->price[x->at_most + g];
    }
    return sum;
}

static void note_visit(const mlg_tour_relaxation *x, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = x->frame;
    x->taken[stop]++;
    x->slope[x->on_day + (int64_t)stop * f->problem->n_days + day] -= 1;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        int32_t g = f->group_of[k];
        if (day < f->problem->group[g].first_day || day > f->problem->group[g].last_day)
            continue;
        x->slope[x->at_least + g] += 1;
        x->slope[x->at_most + g] -= 1;
    }
}

/* ---- the bound at these prices ------------------------------------------------------------------------------ */

/* Subgradient without any visit, and the constant term of the bound. */
static double start_slopes(const mlg_tour_relaxation *x)
{
    const mlg_tour_problem *p = x->frame->problem;
    double sum = 0;
    for (int32_t i = 0; i < p->n_demand; i++)
        for (int32_t k = 0; k < x->n_ranks; k++)
            x->slope[(int64_t)i * x->n_ranks + k] = p->aim == MLG_TOUR_ACTS ? (double)p->weight[i] : 1;
    for (int32_t g = 0; g < p->n_groups; g++) {
        x->slope[x->at_least + g] = -p->group[g].least;
        x->slope[x->at_most + g] = p->group[g].most;
    }
    for (int64_t k = x->on_day; k < x->n_prices; k++)
        x->slope[k] = 1;
    for (int64_t k = 0; k < x->n_prices; k++)
        sum += x->slope[k] * x->price[k];
    return sum;
}

static mlg_status seek_route(void *context, int32_t round, int worker, mlg_error *err)
{
    mlg_tour_relaxation *x = context;
    const mlg_tour_problem *p = x->frame->problem;
    mlg_tour_watch watch = *x->watch;
    double *profit = x->profit + (int64_t)worker * p->n_stops;
    (void)err;
    if (mlg_tour_watch_late(&watch)) {
        atomic_store(&x->late, true);
        return MLG_OK;
    }
    for (int32_t j = 0; j < p->n_stops; j++)
        profit[j] = x->worth[j] + premium(x, j, round % p->n_days);
    x->best[round] = mlg_tour_router_best(x->router, worker, round, profit, ROUTE_NODES, &x->route[round]);
    return MLG_OK;
}

mlg_status mlg_tour_relaxation_evaluate(double *bound, mlg_tour_relaxation *x, mlg_error *err)
{
    const mlg_tour_problem *p = x->frame->problem;
    *bound = start_slopes(x);
    memset(x->taken, 0, (size_t)p->n_stops * sizeof *x->taken);
    for (int32_t j = 0; j < p->n_stops; j++)
        x->worth[j] = serve(x, j, 0);
    MLG_TRY(mlg_parallel(x->frame->n_rounds, x->threads, seek_route, x, err));
    for (int32_t r = 0; r < x->frame->n_rounds && !atomic_load(&x->late); r++) {
        *bound += x->best[r];
        for (int32_t k = 0; k < x->route[r].count; k++)
            note_visit(x, x->route[r].stop[k], r % p->n_days);
    }
    for (int32_t j = 0; j < p->n_stops; j++)
        if (x->taken[j] > 0)
            serve(x, j, x->taken[j]);
    return MLG_OK;
}

/* With one unit, the routes themselves visit a stop once a day. */
bool mlg_tour_relaxation_moves(const mlg_tour_relaxation *x, int64_t price)
{
    const mlg_tour_problem *p = x->frame->problem;
    if (price >= x->on_day)
        return p->n_units > 1;
    if (price >= x->at_most)
        return p->group[price - x->at_most].most < p->n_units * p->n_days;
    if (price >= x->at_least)
        return x->required && p->group[price - x->at_least].least > 0;
    return true;
}
