/* The most profitable route of a round, from the list of its sets of stops and by branch and bound, against every order of every set. */
#include "tour_cases.h"

#include "analysis/tour/route.h"
#include "analysis/tour/schedule.h"
#include "base/random.h"

#include <math.h>

enum { STOPS = 6, NO_LIMIT = 1000000 };

static tour_case x;
static mlg_tour_frame frame;
static double profit[STOPS];

/* The largest profit of the rounds that start with `count` stops of `order`. */
static double best_of_all(int32_t round, int32_t order[STOPS], int32_t count, double sum)
{
    int32_t end_s, drive_s;
    double best = 0;
    if (count > 0 && !mlg_tour_time_round(&frame, round, order, count, &end_s, &drive_s))
        return 0; /* a session is longer than any detour: with one more stop it ends no sooner */
    if (sum > best)
        best = sum;
    for (int32_t j = 0; count < STOPS && j < STOPS; j++) {
        bool used = false;
        for (int32_t k = 0; k < count; k++)
            used = used || order[k] == j;
        if (used)
            continue;
        order[count] = j;
        best = fmax(best, best_of_all(round, order, count + 1, sum + profit[j]));
    }
    return best;
}

static double worth(const mlg_tour_leg *route)
{
    double sum = 0;
    for (int32_t k = 0; k < route->count; k++)
        sum += profit[route->stop[k]];
    return sum;
}

/* `listed`: in time to list the sets of stops. */
static void check_round(mlg_tour_router *router, bool listed, int32_t round, int64_t *cut_short)
{
    int32_t order[STOPS], end_s, drive_s;
    mlg_tour_leg route;
    const double best = best_of_all(round, order, 0, 0);
    assert_near(mlg_tour_router_best(router, 0, round, profit, NO_LIMIT, &route), best, 1e-9);
    assert_near(worth(&route), best, 1e-9);
    if (listed)
        return;
    assert_true(route.count == 0 || mlg_tour_time_round(&frame, round, route.stop, route.count, &end_s, &drive_s));
    for (int64_t nodes = 0; nodes < 6; nodes++) { /* what was not explored is within the bound */
        double bound = mlg_tour_router_best(router, 0, round, profit, nodes, &route);
        assert_true(bound >= best - 1e-9 && worth(&route) <= best + 1e-9);
        *cut_short += bound > best + 1e-9;
    }
}

static void the_best_route_is_that_of_all_orders(void **state)
{
    (void)state;
    uint64_t seed = 41;
    int64_t cut_short = 0;
    for (int draw = 0; draw < campaign(150); draw++) {
        mlg_error err;
        mlg_tour_reach reach;
        tour_case_draw(&x, &seed, STOPS, 2, 2, 12, 20 + random_below(&seed, 60));
        assert_ok(mlg_tour_frame_init(&frame, &x.problem, &err), &err);
        assert_ok(mlg_tour_reach_init(&reach, &frame, &err), &err);
        for (int late = 0; late < 2; late++) {
            mlg_tour_watch watch = { .deadline = late ? 1e-9 : 0 };
            mlg_tour_router *router;
            assert_ok(mlg_tour_router_new(&router, &frame, &reach, 1, &watch, &err), &err);
            watch.deadline = 0; /* but then there is time */
            for (int32_t round = 0; round < frame.n_rounds; round++) {
                for (int32_t j = 0; j < STOPS; j++)
                    profit[j] = random_below(&seed, 40) - 8;
                check_round(router, !late, round, &cut_short);
            }
            mlg_tour_router_free(router);
        }
        mlg_tour_reach_release(&reach);
        mlg_tour_frame_release(&frame);
    }
    assert_true(cut_short > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_route_is_that_of_all_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
