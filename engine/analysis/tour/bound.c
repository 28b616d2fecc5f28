/* Lagrangian bound of the benefit. The constraints that each person is served once (once per rank of repeats) or
 * receives no more consultations than lacking, those of the groups, and one visit per stop and day are relaxed.
 * What is left is the most profitable route of each round on its own (route.c). Multipliers move along the
 * subgradient (Held and Karp 1971; step of Polyak 1969). */
#include "analysis/tour/methods.h"
#include "analysis/tour/reach.h"
#include "analysis/tour/route.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { ROUTE_NODES = 20000, PATIENCE = 8 };
static const double first_step = 1.2, least_step = 0.004;

typedef struct {
    const mlg_tour_frame *frame;
    mlg_tour_router *router;
    bool required;    /* the bound holds for plans that miss no required visit */
    int32_t n_ranks;  /* of a demand point: repeats, or 1 */
    int64_t n_prices; /* persons by rank, minima of groups, maxima of groups, stops by day */
    double *price, *slope;
    double *worth;  /* [n_stops] worth of a visit at the current multipliers */
    double *profit; /* [n_stops] profit on one day */
    int32_t *taken; /* [n_stops] visits in the routes */
    int64_t *order; /* arcs of each stop, by increasing multiplier */
} relaxation;

static int64_t at_least(const relaxation *x)
{
    return (int64_t)x->frame->problem->n_demand * x->n_ranks;
}

static int64_t at_most(const relaxation *x)
{
    return at_least(x) + x->frame->problem->n_groups;
}

static int64_t on_day(const relaxation *x)
{
    return at_most(x) + x->frame->problem->n_groups;
}

static void relaxation_release(relaxation *x)
{
    mlg_tour_router_free(x->router);
    free(x->price);
    free(x->slope);
    free(x->worth);
    free(x->profit);
    free(x->taken);
    free(x->order);
}

static mlg_status relaxation_init(relaxation *x, const mlg_tour_plan *best, mlg_tour_watch *watch, mlg_error *err)
{
    const mlg_tour_frame *f = best->frame;
    const mlg_tour_problem *p = f->problem;
    *x = (relaxation){ .frame = f, .required = best->missed == 0 };
    x->n_ranks = p->aim == MLG_TOUR_ACTS ? 1 : p->n_repeat;
    x->n_prices = on_day(x) + (int64_t)p->n_stops * p->n_days;
    MLG_TRY(mlg_tour_router_new(&x->router, f, watch, err));
    MLG_TRY(MLG_NEW(&x->price, (size_t)x->n_prices, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->slope, (size_t)x->n_prices, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->worth, (size_t)p->n_stops, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->profit, (size_t)p->n_stops, "tour bound", err));
    MLG_TRY(MLG_NEW(&x->taken, (size_t)p->n_stops, "tour bound", err));
    return MLG_NEW(&x->order, (size_t)f->n_arcs, "tour bound", err);
}

/* ---- what a visit is worth ---------------------------------------------------------------------------------- */

/* The rank at which a visit along this arc is worth most, and that worth minus its multiplier (0 or less:
 * none). */
static double best_rank(const relaxation *x, int64_t arc, int32_t *rank)
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
static double serve_persons(const relaxation *x, int32_t stop, int32_t times)
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
static void order_arcs(const relaxation *x, int32_t stop)
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

static double serve_acts(const relaxation *x, int32_t stop, int32_t times)
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

static double serve(const relaxation *x, int32_t stop, int32_t times)
{
    return x->frame->problem->aim == MLG_TOUR_ACTS ? serve_acts(x, stop, times) : serve_persons(x, stop, times);
}

/* Contribution of the multipliers of groups and days to a visit. */
static double premium(const relaxation *x, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = x->frame;
    double sum = -x->price[on_day(x) + (int64_t)stop * f->problem->n_days + day];
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        int32_t g = f->group_of[k];
        if (day >= f->problem->group[g].first_day && day <= f->problem->group[g].last_day)
            sum += x->price[at_least(x) + g] - x->price[at_most(x) + g];
    }
    return sum;
}

static void note_visit(const relaxation *x, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = x->frame;
    x->taken[stop]++;
    x->slope[on_day(x) + (int64_t)stop * f->problem->n_days + day] -= 1;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        int32_t g = f->group_of[k];
        if (day < f->problem->group[g].first_day || day > f->problem->group[g].last_day)
            continue;
        x->slope[at_least(x) + g] += 1;
        x->slope[at_most(x) + g] -= 1;
    }
}

/* ---- the bound at these prices ------------------------------------------------------------------------------ */

/* Subgradient without any visit, and the constant term of the bound. */
static double start_slopes(const relaxation *x)
{
    const mlg_tour_problem *p = x->frame->problem;
    double sum = 0;
    for (int32_t i = 0; i < p->n_demand; i++)
        for (int32_t k = 0; k < x->n_ranks; k++)
            x->slope[(int64_t)i * x->n_ranks + k] = p->aim == MLG_TOUR_ACTS ? (double)p->weight[i] : 1;
    for (int32_t g = 0; g < p->n_groups; g++) {
        x->slope[at_least(x) + g] = -p->group[g].least;
        x->slope[at_most(x) + g] = p->group[g].most;
    }
    for (int64_t k = on_day(x); k < x->n_prices; k++)
        x->slope[k] = 1;
    for (int64_t k = 0; k < x->n_prices; k++)
        sum += x->slope[k] * x->price[k];
    return sum;
}

/* Of no meaning when the time is over before its end: watch->late. */
static double evaluate(relaxation *x, mlg_tour_watch *watch)
{
    const mlg_tour_frame *f = x->frame;
    const mlg_tour_problem *p = f->problem;
    mlg_tour_leg route;
    double sum = start_slopes(x);
    memset(x->taken, 0, (size_t)p->n_stops * sizeof *x->taken);
    for (int32_t j = 0; j < p->n_stops; j++)
        x->worth[j] = serve(x, j, 0);
    for (int32_t r = 0; r < f->n_rounds && !mlg_tour_watch_late(watch); r++) {
        int32_t day = r % p->n_days;
        for (int32_t j = 0; j < p->n_stops; j++)
            x->profit[j] = x->worth[j] + premium(x, j, day);
        sum += mlg_tour_router_best(x->router, r, x->profit, ROUTE_NODES, &route);
        for (int32_t k = 0; k < route.count; k++)
            note_visit(x, route.stop[k], day);
    }
    for (int32_t j = 0; j < p->n_stops; j++)
        if (x->taken[j] > 0)
            serve(x, j, x->taken[j]);
    return sum;
}

/* Whether a multiplier can be other than 0: with one unit, the routes themselves visit a stop once a day. */
static bool moves(const relaxation *x, int64_t price)
{
    const mlg_tour_problem *p = x->frame->problem;
    if (price >= on_day(x))
        return p->n_units > 1;
    if (price >= at_most(x))
        return p->group[price - at_most(x)].most < p->n_units * p->n_days;
    if (price >= at_least(x))
        return x->required && p->group[price - at_least(x)].least > 0;
    return true;
}

static void move_prices(relaxation *x, double length)
{
    for (int64_t k = 0; k < x->n_prices; k++)
        if (moves(x, k))
            x->price[k] = fmax(0, x->price[k] - length * x->slope[k]);
}

/* Squared norm of the projected subgradient: a multiplier of 0 does not decrease. */
static double norm(const relaxation *x)
{
    double sum = 0;
    for (int64_t k = 0; k < x->n_prices; k++)
        if (moves(x, k) && (x->price[k] > 0 || x->slope[k] < 0))
            sum += x->slope[k] * x->slope[k];
    return sum;
}

/* Starts the multipliers of persons that the best plan serves at half of the benefit they bring. */
static void first_prices(relaxation *x, const mlg_tour_plan *best)
{
    const mlg_tour_frame *f = x->frame;
    const mlg_tour_problem *p = f->problem;
    for (int32_t i = 0; i < p->n_demand; i++) {
        int32_t rank = 0;
        for (int64_t k = f->seen_start[i]; k < f->seen_start[i + 1] && rank < x->n_ranks; k++) {
            int64_t arc = f->seen_arc[k], visits = best->value.state[f->arc_stop[arc]];
            for (; visits > 0 && rank < x->n_ranks; visits--, rank++)
                x->price[(int64_t)i * x->n_ranks + rank] =
                    p->aim == MLG_TOUR_ACTS ? 0.5
                                            : 0.5 * (double)p->weight[i] * p->row_share[arc] * p->repeat[rank];
        }
    }
}

static int64_t whole(double bound)
{
    return (int64_t)floor(bound + 1e-12 * fabs(bound) + 1e-3);
}

/* Before any route is looked at. */
static mlg_status bound_by_reach(int64_t *bound, const mlg_tour_frame *frame, mlg_error *err)
{
    mlg_tour_reach reach;
    int64_t most = 0;
    mlg_status st = mlg_tour_reach_init(&reach, frame, err);
    if (st == MLG_OK)
        st = mlg_tour_reach_most(&most, &reach, frame, err);
    if (st == MLG_OK && most < *bound)
        *bound = most;
    mlg_tour_reach_release(&reach);
    return st;
}

mlg_status mlg_tour_bound(int64_t *bound, const mlg_tour_plan *best, int32_t rounds, mlg_tour_watch *watch,
                          mlg_error *err)
{
    MLG_TRY(bound_by_reach(bound, best->frame, err));
    relaxation x;
    mlg_status st = relaxation_init(&x, best, watch, err);
    double least = HUGE_VAL, step = first_step;
    int32_t waited = 0;
    if (st == MLG_OK)
        first_prices(&x, best);
    for (int32_t k = 0; st == MLG_OK && k < rounds && step > least_step && *bound > best->value.total; k++) {
        st = mlg_tour_watch_check(watch, (double)k / rounds, err);
        if (st != MLG_OK || watch->late)
            break;
        double now = evaluate(&x, watch), square = norm(&x);
        if (watch->late)
            break;
        *bound = whole(now) < *bound ? whole(now) : *bound;
        if (now < least * (1 - 1e-6)) {
            least = now;
            waited = 0;
        } else if (++waited == PATIENCE) {
            waited = 0;
            step /= 2;
        }
        if (square <= 0)
            break;
        move_prices(&x, step * (now - (double)best->value.total) / square);
    }
    relaxation_release(&x);
    return st;
}
