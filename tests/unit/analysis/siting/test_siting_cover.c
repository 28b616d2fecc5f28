#include "siting_cases.h"

#include "analysis/siting/cover/set_cover.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

#define NEVER INT32_MAX

/* Longest time of the demand that counts (some weight, reached by a free or existing candidate) with these sites
 * open; the penalty for who is not reached. */
static int32_t worst_time(const instance *x, uint32_t open)
{
    int32_t worst = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int32_t least = NEVER;
        bool counts = false;
        for (int32_t j = 0; x->weight[i] > 0 && j < x->problem.n_candidates; j++) {
            if (x->time[j][i] < 0 || x->state[j] == MLG_CANDIDATE_FORBIDDEN)
                continue;
            counts = true;
            if ((x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1)) && x->time[j][i] < least)
                least = x->time[j][i];
        }
        least = least == NEVER ? x->problem.penalty_s : least;
        worst = counts && least > worst ? least : worst;
    }
    return worst;
}

static bool covers(const instance *x, uint32_t open, int32_t limit_s)
{
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        bool can = false, is = x->weight[i] == 0;
        for (int32_t j = 0; j < x->problem.n_candidates; j++) {
            if (x->time[j][i] < 0 || x->time[j][i] > limit_s || x->state[j] == MLG_CANDIDATE_FORBIDDEN)
                continue;
            can = true;
            is = is || x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1);
        }
        if (can && !is)
            return false;
    }
    return true;
}

static uint32_t open_of(const mlg_siting_answer *a)
{
    uint32_t open = 0;
    for (int32_t k = 0; k < a->n_chosen; k++)
        open |= 1U << a->chosen[k].candidate;
    assert_int_equal(__builtin_popcount(open), a->n_chosen);
    return open;
}

/* The bound is on the right side of the best, and tells whether it is proved; only a limit leaves it open. */
static void check_outcome(const mlg_siting_answer *a, int32_t best, bool limited)
{
    const int64_t found = a->after.objective;
    assert_true(a->outcome.bound <= best && best <= found);
    assert_int_equal(a->outcome.proved, (int64_t)a->outcome.bound == found);
    assert_int_equal(a->outcome.stopped, !a->outcome.proved);
    assert_near(a->outcome.gap, (double)found > 0 ? ((double)found - a->outcome.bound) / (double)found : 0, 1e-15);
    assert_true(limited || a->outcome.proved);
}

static void check_center(const instance *x, const mlg_siting_options *options, bool limited)
{
    int32_t best = NEVER;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++)
        if (__builtin_popcount(open) == x->problem.sites && may_open(x, open)) {
            int32_t worst = worst_time(x, open);
            best = worst < best ? worst : best;
        }
    mlg_siting_answer a;
    mlg_error err;
    assert_ok(mlg_siting_pcenter(&a, &x->problem, options, &err), &err);
    assert_int_equal(a.n_chosen, x->problem.sites);
    assert_true(may_open(x, open_of(&a)));
    assert_int_equal(a.after.objective, worst_time(x, open_of(&a)));
    assert_int_equal(a.before.objective, worst_time(x, 0));
    check_outcome(&a, best, limited);
    mlg_siting_answer_release(&a);
}

static void check_lscp(const instance *x, int32_t limit_s, const mlg_siting_options *options, bool limited)
{
    int32_t best = NEVER;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++)
        if (__builtin_popcount(open) < best && may_open(x, open) && covers(x, open, limit_s))
            best = __builtin_popcount(open);
    mlg_siting_answer a;
    mlg_error err;
    assert_ok(mlg_siting_lscp(&a, &x->problem, limit_s, options, &err), &err);
    assert_true(may_open(x, open_of(&a)) && covers(x, open_of(&a), limit_s));
    assert_true(a.after.objective == a.n_chosen && a.before.objective == 0);
    check_outcome(&a, best, limited);
    mlg_siting_answer_release(&a);
}

static void small_cases_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 31;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 5 + random_below(&seed, 36), 8 + random_below(&seed, 4), 4 + random_below(&seed, 60));
        options.use_solver = round % 2 == 0;
        options.solver = solver_of(round);
        check_center(&x, &options, false);
        check_lscp(&x, random_below(&seed, 40), &options, false);
    }
}

static void a_limited_search_never_crosses_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 37;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.use_solver = false;
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 40, 11, 20 + random_below(&seed, 100));
        options.max_arcs = round % 3 == 0 ? 0 : 1 + random_below(&seed, 3000);
        options.max_nodes = round % 3 == 1 ? 0 : 1;
        check_center(&x, &options, true);
        check_lscp(&x, random_below(&seed, 40), &options, true);
    }
}

/* Thousandths of persons, gradual: whole to full_s, nothing beyond limit_s, rounded down between. */
static int64_t gradual_with(const instance *x, uint32_t open, int32_t full_s, int32_t limit_s)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int64_t part = 0;
        for (int32_t j = 0; j < x->problem.n_candidates; j++) {
            int32_t t = x->time[j][i];
            if (t < 0 || t > limit_s || !(x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1)))
                continue;
            int64_t mine = t <= full_s ? 1000 : 1000LL * (limit_s - t) / (limit_s - full_s);
            part = mine > part ? mine : part;
        }
        sum += x->weight[i] * part;
    }
    return sum;
}

static void gradual_coverage_equals_brute_force_and_losses_hold(void **state)
{
    (void)state;
    uint64_t seed = 59;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 5 + random_below(&seed, 36), 8 + random_below(&seed, 4), 4 + random_below(&seed, 60));
        int32_t full_s = random_below(&seed, 12), limit_s = full_s + 1 + random_below(&seed, 40);
        int64_t best = -1;
        for (uint32_t open = 0; open < 1U << x.problem.n_candidates; open++)
            if (__builtin_popcount(open) == x.problem.sites && may_open(&x, open)) {
                int64_t value = gradual_with(&x, open, full_s, limit_s);
                best = value > best ? value : best;
            }
        mlg_siting_answer a;
        mlg_error err;
        assert_ok(mlg_siting_gradual(&a, &x.problem, full_s, limit_s, &options, &err), &err);
        assert_true(a.outcome.proved);
        assert_int_equal(a.after.objective, best);
        assert_int_equal(a.after.objective, gradual_with(&x, open_of(&a), full_s, limit_s));
        assert_int_equal(a.before.objective, gradual_with(&x, 0, full_s, limit_s));
        for (int32_t k = 0; k < a.n_chosen; k++)
            assert_int_equal(a.chosen[k].loss,
                             best -
                                 gradual_with(&x, open_of(&a) & ~(1U << a.chosen[k].candidate), full_s, limit_s));
        mlg_siting_answer_release(&a);
    }
}

/* Three villages, ten minutes apart. */
static void set_in_a_row(instance *x)
{
    memset(x, 0, sizeof *x);
    for (int32_t j = 0; j < 3; j++) {
        x->weight[j] = 10;
        for (int32_t i = 0; i < 3; i++)
            x->time[j][i] = 600 * abs(i - j);
    }
}

/* Three villages in a row. Within ten minutes of everyone: the middle one alone; at no distance:
 * three. Two sites leave someone ten minutes away; three nobody. */
static void three_villages_by_hand(void **state)
{
    (void)state;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_siting_answer a;
    mlg_error err;
    static instance x;
    set_in_a_row(&x);
    x.state[3] = MLG_CANDIDATE_EXISTING; /* next to everyone, but beyond the last candidate */
    pack(&x, 3, 4, 2, 3600);
    x.problem.n_candidates = 3;
    assert_ok(mlg_siting_lscp(&a, &x.problem, 600, &options, &err), &err);
    assert_int_equal(a.n_chosen, 1);
    assert_int_equal(a.chosen[0].candidate, 1);
    mlg_siting_answer_release(&a);
    assert_ok(mlg_siting_lscp(&a, &x.problem, 0, &options, &err), &err);
    assert_int_equal(a.n_chosen, 3);
    mlg_siting_answer_release(&a);
    for (int32_t sites = 0; sites <= 3; sites++) {
        static const int32_t worst[4] = { 3600, 600, 600, 0 };
        x.problem.sites = sites;
        assert_ok(mlg_siting_pcenter(&a, &x.problem, &options, &err), &err);
        assert_int_equal(a.after.objective, worst[sites]);
        assert_int_equal(a.before.objective, 3600);
        assert_true(a.outcome.proved);
        if (sites == 2) /* the middle one is enough: the first of the others is added */
            assert_int_equal(open_of(&a), 3);
        mlg_siting_answer_release(&a);
    }
    x.problem.sites = 4;
    assert_fails(mlg_siting_pcenter(&a, &x.problem, &options, &err), MLG_DATA, &err, "1 too many");
    pack(&x, 0, 0, 0, 0);
    assert_ok(mlg_siting_lscp(&a, &x.problem, 0, &options, &err), &err);
    mlg_siting_answer_release(&a);
    assert_ok(mlg_siting_pcenter(&a, &x.problem, &options, &err), &err);
    mlg_siting_answer_release(&a);
}

static void check_worst(const instance *x, int32_t worst)
{
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_siting_answer a;
    mlg_error err;
    assert_ok(mlg_siting_pcenter(&a, &x->problem, &options, &err), &err);
    assert_int_equal(a.after.objective, worst);
    assert_true(a.outcome.proved && a.outcome.bound == worst && !a.outcome.stopped);
    mlg_siting_answer_release(&a);
}

/* One village, and the nearer of two sites. A village that nobody reaches, one that has a site at 2 s, and one at 8 s from the first candidate and
 * at 3 s from the second. Everyone beside an existing site, with and without a candidate. */
static void the_worst_time_by_hand(void **state)
{
    (void)state;
    static instance x;
    memset(&x, 0, sizeof x);
    for (int32_t i = 0; i < 3; i++)
        x.weight[i] = 1;
    x.time[0][0] = 7;
    x.time[1][0] = 5;
    pack(&x, 1, 2, 1, 100);
    check_worst(&x, 5);
    x.problem.sites = 0;
    check_worst(&x, 100);
    static const int32_t time[3][3] = { { -1, 10, 8 }, { -1, 10, 3 }, { -1, 2, -1 } };
    memcpy(x.time[0], time[0], sizeof time[0]);
    memcpy(x.time[1], time[1], sizeof time[1]);
    memcpy(x.time[2], time[2], sizeof time[2]);
    x.state[2] = MLG_CANDIDATE_EXISTING;
    pack(&x, 3, 3, 1, 100);
    check_worst(&x, 3);
    memset(x.time, 0, sizeof x.time);
    pack(&x, 3, 3, 1, 100);
    check_worst(&x, 0);
    for (int32_t j = 0; j < 2; j++)
        memset(x.time[j], -1, sizeof x.time[j]);
    pack(&x, 3, 3, 1, 100);
    check_worst(&x, 0);
}

/* The middle one of three villages, ten minutes from the others, is found at a single look; that nothing shorter is possible is open. */
static void a_search_out_of_time_tells_the_first_cover(void **state)
{
    (void)state;
    static instance x;
    set_in_a_row(&x);
    pack(&x, 3, 3, 1, 3600);
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_seconds = 1e-9;
    mlg_siting_answer a;
    mlg_error err;
    assert_ok(mlg_siting_pcenter(&a, &x.problem, &options, &err), &err);
    assert_true(a.after.objective == 600 && a.chosen[0].candidate == 1);
    assert_true(a.outcome.bound == 0 && a.outcome.stopped && !a.outcome.proved);
    mlg_siting_answer_release(&a);
}

/* Three points, three sites that each see two of them: the linear relaxation opens half of each site (1.5 sites), so that two sites
 * are needed, and one is too few, which a single look at the six arcs tells: half a site a point is where the bound starts. */
static void a_cover_says_what_is_proved_of_it(void **state)
{
    (void)state;
    int64_t start[4] = { 0, 2, 4, 6 };
    int32_t column[6] = { 0, 1, 0, 2, 1, 2 }, value[6] = { 0 };
    mlg_sparse_rows rows = { .n_rows = 3, .n_columns = 3, .start = start, .column = column, .value = value };
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_cover cover;
    mlg_error err;
    assert_ok(mlg_cover_solve(&cover, &rows, INT32_MAX, 0, &options, &err), &err);
    assert_int_equal(cover.n_best, 2);
    assert_true(cover.outcome.proved && !cover.outcome.stopped && cover.outcome.method);
    assert_true(cover.outcome.bound == 2 && cover.outcome.gap == 0 && cover.outcome.seconds >= 0);
    mlg_cover_release(&cover);
    assert_ok(mlg_cover_solve(&cover, &rows, 1, 0, &options, &err), &err);
    assert_null(cover.best);
    assert_true(cover.outcome.proved && cover.outcome.bound == 2 && isnan(cover.outcome.gap));
    assert_true(cover.nodes == 0 && cover.arcs == 6);
    rows.n_rows = 0; /* nobody to cover: no site does it */
    assert_ok(mlg_cover_solve(&cover, &rows, 1, 0, &options, &err), &err);
    assert_true(cover.best != NULL && cover.n_best == 0);
    assert_true(cover.outcome.proved && !cover.outcome.stopped && cover.outcome.bound == 0);
    mlg_cover_release(&cover);
    mlg_cover_release(&cover);
}

enum { MANY = 200 };

/* As many villages as sites may be, in a square; times are distances. */
static void scatter(mlg_siting_problem *p, int64_t *weight, int64_t *start, int32_t *demand, int32_t *time_s,
                    uint64_t seed)
{
    int32_t x[MANY], y[MANY];
    for (int32_t i = 0; i < MANY; i++) {
        x[i] = random_below(&seed, 4000);
        y[i] = random_below(&seed, 4000);
        weight[i] = 1;
    }
    for (int32_t j = 0; j < MANY; j++) {
        for (int32_t i = 0; i < MANY; i++) {
            demand[j * MANY + i] = i;
            time_s[j * MANY + i] = (int32_t)lround(hypot(x[i] - x[j], y[i] - y[j]));
        }
        start[j + 1] = (j + 1) * MANY;
    }
    *p = (mlg_siting_problem){ MANY, weight, MANY, start, demand, time_s, NULL, 16, 6000 };
}

/* Within nine tenths of the work of the proof, times below 637 are excluded and it is open; all of the work is used. Of thirty sites it is
 * proved, with 454 excluded. */
static void work_that_is_left_goes_to_the_bound(void **state)
{
    (void)state;
    static int64_t weight[MANY], start[MANY + 1];
    static int32_t demand[MANY * MANY], time_s[MANY * MANY];
    mlg_siting_problem p;
    mlg_siting_options options;
    mlg_siting_answer whole, limited;
    mlg_error err;
    scatter(&p, weight, start, demand, time_s, 13);
    mlg_siting_options_init(&options);
    options.use_solver = false;
    assert_ok(mlg_siting_pcenter(&whole, &p, &options, &err), &err);
    options.max_arcs = 2000000;
    assert_ok(mlg_siting_pcenter(&limited, &p, &options, &err), &err);
    assert_true(whole.outcome.proved && limited.outcome.bound <= (double)whole.after.objective);
    assert_true(limited.outcome.bound >= 637 && limited.after.objective >= whole.after.objective);
    assert_true(limited.outcome.stopped && !limited.outcome.proved && !whole.outcome.stopped);
    assert_in_range(limited.arcs, 1900000, 2100000);
    mlg_siting_answer_release(&whole);
    mlg_siting_answer_release(&limited);
    scatter(&p, weight, start, demand, time_s, 8);
    p.sites = 30;
    options.max_arcs = 500000;
    assert_ok(mlg_siting_pcenter(&limited, &p, &options, &err), &err);
    assert_true(limited.outcome.proved && limited.after.objective == 455 && limited.arcs < 500000);
    mlg_siting_answer_release(&limited);
}

/* A covering looks at its limit every ten steps: the last one goes over by less than a tenth of this many. */
static void a_search_keeps_to_its_limit(void **state)
{
    (void)state;
    static int64_t weight[MANY], start[MANY + 1];
    static int32_t demand[MANY * MANY], time_s[MANY * MANY];
    for (uint64_t seed = 1; seed <= 8; seed++)
        for (int64_t limit = 100000; limit <= 500000; limit *= 5) {
            mlg_siting_problem p;
            mlg_siting_options options;
            mlg_siting_answer a;
            mlg_error err;
            scatter(&p, weight, start, demand, time_s, seed);
            p.sites = seed <= 4 ? 8 : 16;
            mlg_siting_options_init(&options);
            options.use_solver = false;
            options.max_arcs = limit;
            assert_ok(mlg_siting_pcenter(&a, &p, &options, &err), &err);
            assert_true(a.arcs > 0 && a.arcs < limit + limit / 10);
            assert_true(a.outcome.proved != a.outcome.stopped);
            assert_true(a.outcome.proved == (a.outcome.bound == (double)a.after.objective));
            mlg_siting_answer_release(&a);
        }
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 29;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    draw(&x, &seed, 40, 20, 60);
    x.problem.sites = 4;
    for (int question = 0; question < 2; question++) {
        mlg_status st = MLG_MEMORY;
        mlg_error err;
        for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
            mlg_siting_answer a;
            mlg_memory_fail_at(n);
            st = question == 0 ? mlg_siting_pcenter(&a, &x.problem, &options, &err)
                               : mlg_siting_lscp(&a, &x.problem, 14, &options, &err);
            mlg_memory_fail_at(0);
            if (st == MLG_MEMORY)
                assert_null(a.chosen);
            mlg_siting_answer_release(&a);
        }
        assert_ok(st, &err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_villages_by_hand),
        cmocka_unit_test(the_worst_time_by_hand),
        cmocka_unit_test(a_search_out_of_time_tells_the_first_cover),
        cmocka_unit_test(small_cases_equal_brute_force),
        cmocka_unit_test(gradual_coverage_equals_brute_force_and_losses_hold),
        cmocka_unit_test(a_limited_search_never_crosses_the_optimum),
        cmocka_unit_test(a_cover_says_what_is_proved_of_it),
        cmocka_unit_test(work_that_is_left_goes_to_the_bound),
        cmocka_unit_test(a_search_keeps_to_its_limit),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
