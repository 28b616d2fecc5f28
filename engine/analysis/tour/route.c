/* The most profitable route of one round: an orienteering problem with time windows. Where days hold few stops,
 * the maximal feasible sets are listed once and scanned; otherwise depth-first branch and bound, where the profit
 * left is bounded by a knapsack over the minutes of the day, each stop taking its shortest drive. */
#include "analysis/tour/pool.h"
#include "analysis/tour/route.h"
#include "analysis/tour/schedule.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <string.h>

enum { POOL_STEPS = 20000000, LOOK_EVERY = 64 /* nodes between looks at the clock */ };

/* A branch and bound on one round; one per thread. */
typedef struct {
    const mlg_tour_router *router;
    double *rest;          /* [minutes + 1]: largest profit within this many minutes */
    int32_t *stop, n_stop; /* stops with positive profit, decreasing */
    uint8_t *visited;
    int32_t round, end_s;
    const double *profit;
    double best, open; /* of the best route found; bound of those not explored */
    int64_t nodes_left;
    mlg_tour_watch watch;
    mlg_tour_leg now, *found;
} seeker;

struct mlg_tour_router {
    const mlg_tour_frame *frame;
    mlg_tour_pool *pool; /* [n_rounds], filled for the first of identical rounds */
    int32_t *like;       /* [n_rounds] the first identical round */
    int32_t *near_s;     /* [n_stops x n_units]: shortest drive to a stop from any other or the depot */
    int32_t *home_s;     /* [n_units]: shortest drive back */
    seeker *seeker;      /* [threads] */
    const mlg_tour_watch *watch;
    int threads;
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Whether two rounds have the same feasible sets: same hours, openings and drives from the depot. */
static bool are_alike(const mlg_tour_frame *f, int32_t a, int32_t b)
{
    const mlg_tour_problem *p = f->problem;
    int64_t home_a = p->n_stops + a / p->n_days, home_b = p->n_stops + b / p->n_days;
    const mlg_tour_span *open_a = f->opening + a % p->n_days, *open_b = f->opening + b % p->n_days;
    bool alike = p->shift[a].from_s == p->shift[b].from_s && p->shift[a].to_s == p->shift[b].to_s;
    for (int64_t j = 0; alike && j < p->n_stops; j++)
        alike = open_a[j * p->n_days].from_s == open_b[j * p->n_days].from_s &&
                open_a[j * p->n_days].to_s == open_b[j * p->n_days].to_s &&
                p->drive_s[home_a * f->n_nodes + j] == p->drive_s[home_b * f->n_nodes + j] &&
                p->drive_s[j * f->n_nodes + home_a] == p->drive_s[j * f->n_nodes + home_b];
    return alike;
}

static int32_t first_alike(const mlg_tour_frame *f, int32_t round)
{
    int32_t first = 0;
    while (first < round && !are_alike(f, first, round))
        first++;
    return first;
}

/* ---- what the rounds can hold --------------------------------------------------------------------------------- */

typedef struct {
    mlg_tour_router *router;
    const mlg_tour_reach *reach;
} listing;

static mlg_status list_round(void *context, int32_t round, int worker, mlg_error *err)
{
    const listing *l = context;
    (void)worker;
    if (l->router->like[round] != round)
        return MLG_OK;
    return mlg_tour_pool_init(&l->router->pool[round], l->router->frame, l->reach, round, POOL_STEPS,
                              l->router->watch, err);
}

static mlg_status list_rounds(mlg_tour_router *r, const mlg_tour_reach *reach, mlg_error *err)
{
    listing l = { r, reach };
    int32_t n = r->frame->n_rounds;
    MLG_TRY(MLG_NEW(&r->pool, (size_t)n, "routes", err));
    MLG_TRY(MLG_NEW(&r->like, (size_t)n, "routes", err));
    for (int32_t k = 0; k < n; k++)
        r->like[k] = first_alike(r->frame, k);
    return mlg_parallel(n, r->threads, list_round, &l, err);
}

static void find_shortest_drives(mlg_tour_router *r)
{
    const mlg_tour_problem *p = r->frame->problem;
    int64_t n_nodes = r->frame->n_nodes;
    for (int32_t u = 0; u < p->n_units; u++)
        r->home_s[u] = INT32_MAX;
    for (int32_t j = 0; j < p->n_stops; j++) {
        int32_t between_s = INT32_MAX;
        for (int32_t i = 0; i < p->n_stops; i++)
            if (i != j)
                between_s = least(between_s, p->drive_s[i * n_nodes + j]);
        for (int32_t u = 0; u < p->n_units; u++) {
            int32_t depot = p->n_stops + u;
            r->near_s[(int64_t)j * p->n_units + u] = least(between_s, p->drive_s[depot * n_nodes + j]);
            r->home_s[u] = least(r->home_s[u], p->drive_s[j * n_nodes + depot]);
        }
    }
}

static mlg_status start_seekers(mlg_tour_router *r, mlg_error *err)
{
    const mlg_tour_problem *p = r->frame->problem;
    int32_t longest_s = 0;
    for (int32_t k = 0; k < r->frame->n_rounds; k++) {
        int32_t length_s = p->shift[k].to_s - p->shift[k].from_s;
        longest_s = length_s > longest_s ? length_s : longest_s;
    }
    MLG_TRY(MLG_NEW(&r->seeker, (size_t)r->threads, "routes", err));
    for (int t = 0; t < r->threads; t++) {
        r->seeker[t].router = r;
        MLG_TRY(MLG_NEW(&r->seeker[t].rest, (size_t)longest_s / 60 + 2, "routes", err));
        MLG_TRY(MLG_NEW(&r->seeker[t].stop, (size_t)p->n_stops, "routes", err));
        MLG_TRY(MLG_NEW(&r->seeker[t].visited, (size_t)p->n_stops, "routes", err));
    }
    return MLG_OK;
}

mlg_status mlg_tour_router_new(mlg_tour_router **router, const mlg_tour_frame *frame, const mlg_tour_reach *reach,
                               int threads, const mlg_tour_watch *watch, mlg_error *err)
{
    const mlg_tour_problem *p = frame->problem;
    mlg_tour_router *r = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&r, 1, "routes", err));
    *r = (mlg_tour_router){ .frame = frame, .watch = watch, .threads = threads };
    MLG_GO(list_rounds(r, reach, err));
    MLG_GO(MLG_NEW(&r->near_s, (size_t)p->n_stops * (size_t)p->n_units, "routes", err));
    MLG_GO(MLG_NEW(&r->home_s, (size_t)p->n_units, "routes", err));
    MLG_GO(start_seekers(r, err));
    find_shortest_drives(r);
    *router = r;
    return MLG_OK;
done:
    mlg_tour_router_free(r);
    return st;
}

void mlg_tour_router_free(mlg_tour_router *router)
{
    if (!router)
        return;
    for (int32_t k = 0; router->pool && k < router->frame->n_rounds; k++)
        mlg_tour_pool_release(&router->pool[k]);
    for (int t = 0; router->seeker && t < router->threads; t++) {
        free(router->seeker[t].rest);
        free(router->seeker[t].stop);
        free(router->seeker[t].visited);
    }
    free(router->seeker);
    free(router->pool);
    free(router->like);
    free(router->near_s);
    free(router->home_s);
    free(router);
}

/* ---- the best route of a round -------------------------------------------------------------------------------- */

/* Sorts the stops with positive profit: insertion sort, as the list is short and mostly in order. */
static void list_stops(seeker *r)
{
    r->n_stop = 0;
    for (int32_t j = 0; j < r->router->frame->problem->n_stops; j++) {
        int32_t at = r->n_stop;
        if (r->profit[j] <= 0)
            continue;
        for (; at > 0 && r->profit[r->stop[at - 1]] < r->profit[j]; at--)
            r->stop[at] = r->stop[at - 1];
        r->stop[at] = j;
        r->n_stop++;
    }
}

/* Knapsack: rest[m] is the largest profit of stops whose shortest times, rounded down to minutes, fit in m
 * minutes. */
static void fill_rest(seeker *r, int32_t minutes)
{
    const mlg_tour_problem *p = r->router->frame->problem;
    memset(r->rest, 0, (size_t)(minutes + 1) * sizeof *r->rest);
    for (int32_t k = 0; k < r->n_stop; k++) {
        int32_t j = r->stop[k], near_s = r->router->near_s[(int64_t)j * p->n_units + r->round / p->n_days];
        if (near_s > p->max_drive_s)
            continue;
        int32_t cost = (p->setup_s + p->session_s[j] + p->pack_s + near_s) / 60;
        for (int32_t m = minutes; m >= cost; m--)
            if (r->rest[m - cost] + r->profit[j] > r->rest[m])
                r->rest[m] = r->rest[m - cost] + r->profit[j];
    }
}

static double rest_after(const seeker *r, mlg_tour_label label)
{
    int32_t left_s = r->end_s - least(label.plain_s, label.lunched_s);
    return left_s < 0 ? 0 : r->rest[left_s / 60 + 1];
}

static void explore(seeker *r, int32_t node, mlg_tour_label label, double profit)
{
    int32_t drive_s;
    if (profit > r->best && mlg_tour_return(r->router->frame, r->round, node, label, &drive_s) != MLG_TOUR_NEVER) {
        r->best = profit;
        *r->found = r->now;
    }
    if (r->now.count == MLG_TOUR_MOST_STOPS)
        return;
    for (int32_t k = 0; k < r->n_stop; k++) {
        mlg_tour_label next;
        int32_t j = r->stop[k];
        if (r->visited[j] || !mlg_tour_extend(r->router->frame, r->round, node, label, j, &next))
            continue;
        double reach = profit + r->profit[j] + rest_after(r, next);
        if (reach <= r->best)
            continue;
        if (r->nodes_left-- <= 0) {
            r->open = reach > r->open ? reach : r->open;
            continue;
        }
        if (r->nodes_left % LOOK_EVERY == 0 && mlg_tour_watch_late(&r->watch))
            r->nodes_left = 0;
        r->visited[j] = 1;
        r->now.stop[r->now.count++] = j;
        explore(r, j, next, profit + r->profit[j]);
        r->now.count--;
        r->visited[j] = 0;
    }
}

/* The profitable stops of the best set: a subset of a feasible set is feasible, or its profit is a bound all the
 * same. */
static double look_through(const mlg_tour_pool *pool, const double *profit, mlg_tour_leg *route)
{
    double best = 0;
    int64_t at = -1;
    for (int64_t s = 0; s < pool->n_sets; s++) {
        double sum = 0;
        for (int64_t k = pool->start[s]; k < pool->start[s + 1]; k++)
            sum += profit[pool->member[k]] > 0 ? profit[pool->member[k]] : 0;
        if (sum > best) {
            best = sum;
            at = s;
        }
    }
    for (int64_t k = at < 0 ? 0 : pool->start[at]; at >= 0 && k < pool->start[at + 1]; k++)
        if (profit[pool->member[k]] > 0)
            route->stop[route->count++] = pool->member[k];
    return best;
}

double mlg_tour_router_best(const mlg_tour_router *router, int worker, int32_t round, const double *profit,
                            int64_t max_nodes, mlg_tour_leg *route)
{
    const mlg_tour_problem *p = router->frame->problem;
    int32_t unit = round / p->n_days;
    const mlg_tour_span *shift = &p->shift[round];
    route->count = 0;
    if (shift->from_s > shift->to_s || p->n_stops == 0 || router->home_s[unit] > p->max_drive_s)
        return 0;
    const mlg_tour_pool *pool = &router->pool[router->like[round]];
    if (pool->whole)
        return look_through(pool, profit, route);
    seeker *s = &router->seeker[worker];
    s->round = round;
    s->profit = profit;
    s->end_s = shift->to_s - router->home_s[unit];
    s->best = s->open = 0;
    s->nodes_left = max_nodes;
    s->watch = *router->watch;
    s->now.count = 0;
    s->found = route;
    int32_t minutes = (shift->to_s - shift->from_s) / 60 + 1;
    list_stops(s);
    fill_rest(s, minutes);
    explore(s, p->n_stops + unit, mlg_tour_first_label(router->frame, round), 0);
    return s->best > s->open ? s->best : s->open;
}
