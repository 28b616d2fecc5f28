/* The second objective of siting against brute force: small seeded instances on a grid so coarse that sets tie. */
#include "siting_cases.h"

#include "analysis/siting/ties.h"

#include <math.h>

static int32_t time_of(const instance *x, uint32_t open, int32_t i)
{
    int32_t best = INT32_MAX;
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        if ((open >> j & 1 || x->state[j] == MLG_CANDIDATE_EXISTING) && x->time[j][i] >= 0 && x->time[j][i] < best)
            best = x->time[j][i];
    return best;
}

/* The cost of a person, written anew: gradual coverage is lost in whole thousandths, rounded up. */
static int64_t first_of(const mlg_first_objective *o, int32_t penalty_s, int32_t time_s)
{
    if (!o->covering)
        return time_s == INT32_MAX ? penalty_s : time_s;
    if (time_s <= o->full_s || time_s > o->limit_s)
        return time_s <= o->full_s ? 0 : o->full_s < o->limit_s ? 1000 : 1;
    int64_t lost = 1000 * (int64_t)(time_s - o->full_s), width = o->limit_s - o->full_s;
    return lost / width + (lost % width > 0);
}

static void cost_of(int64_t cost[3], const instance *x, const mlg_first_objective *o, uint32_t open)
{
    memset(cost, 0, 3 * sizeof *cost);
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int32_t before = time_of(x, 0, i), after = time_of(x, open, i);
        cost[0] += x->weight[i] * first_of(o, x->problem.penalty_s, after);
        cost[1] += after < before ? 0 : x->weight[i];
        cost[2] += x->weight[i] * (after == INT32_MAX ? x->problem.penalty_s : after);
    }
}

static int order(const int64_t *a, const int64_t *b)
{
    for (int k = 0; k < 3; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

/* The best set of `sites` by all three, the first met that is as good on the objective alone, and how many those are. */
static int brute(int64_t best[3], uint32_t *any, const instance *x, const mlg_first_objective *o, int32_t sites)
{
    int ties = 0;
    for (uint32_t open = 0; open < 1u << x->problem.n_candidates; open++) {
        int64_t cost[3];
        if (__builtin_popcount(open) != sites || !may_open(x, open))
            continue;
        cost_of(cost, x, o, open);
        if (ties > 0 && cost[0] > best[0])
            continue;
        bool first = ties == 0 || cost[0] < best[0];
        ties = first ? 1 : ties + 1;
        *any = first ? open : *any;
        if (first || order(cost, best) < 0)
            memcpy(best, cost, sizeof cost);
    }
    return ties;
}

static void check(const instance *x, mlg_first_objective o, int *tied)
{
    int64_t best[3];
    uint32_t any = 0;
    int ties = brute(best, &any, x, &o, x->problem.sites);
    if (ties == 0)
        return;
    *tied += ties > 1;
    int32_t optimum[MOST_CANDIDATES], n = 0;
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        if (any >> j & 1)
            optimum[n++] = j;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_tie found;
    mlg_error err;
    assert_ok(mlg_siting_break_ties(&found, &x->problem, o, optimum, n, &options, &err), &err);
    assert_true(found.outcome.proved && !found.outcome.stopped && found.outcome.method);
    assert_true(found.outcome.gap == 0 && found.outcome.bound == (double)best[2]);
    assert_int_equal(found.n, n);
    uint32_t open = 0;
    for (int32_t k = 0; k < n; k++)
        open |= 1u << found.sites[k];
    assert_true(may_open(x, open));
    int64_t said[3] = { found.first, found.not_nearer, found.time }, counted[3];
    cost_of(counted, x, &o, open);
    assert_int_equal(order(said, counted), 0);
    assert_int_equal(order(said, best), 0);
    mlg_tie_release(&found);
}

static void the_second_objective_is_that_of_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 77;
    int tied = 0, rounds = campaign(400);
    for (int r = 0; r < rounds; r++) {
        static instance x;
        int32_t spread = 3 + random_below(&seed, 5);
        draw(&x, &seed, 4 + random_below(&seed, 12), 3 + random_below(&seed, 9), spread);
        int32_t limit = random_below(&seed, spread + 1);
        check(&x, (mlg_first_objective){ false, 0, 0 }, &tied);
        check(&x, (mlg_first_objective){ true, limit, limit }, &tied);
        check(&x, (mlg_first_objective){ true, limit, limit + 1 + random_below(&seed, spread) }, &tied);
    }
    assert_true(tied > rounds / 2); /* or the cases prove nothing */
}

/* An existing site at A; each candidate covers the 10 persons of B within 5 min, and no one else. The first also brings the 5 persons
 * of C nearer (20 instead of 25 min), the second the 3 persons of D (6 instead of 30 min): 15 persons against 13, though the second
 * saves more time, 72 against 25 person-minutes. */
static void persons_brought_nearer_come_before_minutes(void **state)
{
    (void)state;
    static instance x;
    static const int32_t minutes[3][4] = { { 0, 40, 25, 30 }, { 30, 5, 20, 35 }, { 30, 5, 28, 6 } };
    static const int64_t persons[4] = { 100, 10, 5, 3 };
    memset(&x, 0, sizeof x);
    memcpy(x.weight, persons, sizeof persons);
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 4; i++)
            x.time[j][i] = 60 * minutes[j][i];
    x.state[0] = MLG_CANDIDATE_EXISTING;
    pack(&x, 4, 3, 1, 3600);
    int tied = 0;
    check(&x, (mlg_first_objective){ true, 300, 300 }, &tied);
    assert_int_equal(tied, 1);
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_tie found;
    mlg_error err;
    int32_t second = 2;
    assert_ok(mlg_siting_break_ties(&found, &x.problem, (mlg_first_objective){ true, 300, 300 }, &second, 1,
                                    &options, &err),
              &err);
    assert_int_equal(found.sites[0], 1);
    assert_int_equal(found.not_nearer, 103);
    mlg_tie_release(&found);
}

/* Weights so large that the weighted sums do not fit: the optimum given is returned, and not said to be proved. */
static void what_cannot_be_computed_is_not_proved(void **state)
{
    (void)state;
    static instance x;
    memset(&x, 0, sizeof x);
    x.weight[0] = (int64_t)1 << 40;
    for (int j = 0; j < 2; j++)
        x.time[j][0] = 10 * (2 - j);
    pack(&x, 1, 2, 1, 60);
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_tie found;
    mlg_error err;
    int32_t first = 0;
    assert_ok(mlg_siting_break_ties(&found, &x.problem, (mlg_first_objective){ true, 30, 30 }, &first, 1, &options,
                                    &err),
              &err);
    assert_false(found.outcome.proved);
    assert_true(isnan(found.outcome.bound) && isnan(found.outcome.gap));
    assert_int_equal(found.n, 1);
    mlg_tie_release(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_objective_is_that_of_brute_force),
        cmocka_unit_test(persons_brought_nearer_come_before_minutes),
        cmocka_unit_test(what_cannot_be_computed_is_not_proved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
