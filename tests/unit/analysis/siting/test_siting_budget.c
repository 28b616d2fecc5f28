/* The p-median within a budget, against every set of sites. */
#include "budget_cases.h"

#include "analysis/common/linear_program.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>

/* With the solver all are proved; without it the bound never passes the optimum and most are proved all the same. */
static void small_cases_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 91;
    static instance x;
    int64_t cost[MOST_CANDIDATES];
    int n_impossible = 0, n_alone = 0, n_proved = 0;
    for (int round = 0; round < campaign(2000); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        mlg_siting_options_init(&options);
        options.use_solver = round % 2 == 0 && mlg_solver_available();
        options.solver = solver_of(round);
        draw_case(&x, &p, cost, &seed);
        int64_t best = brute_force(&x, &p);
        if (best < 0) {
            n_impossible++;
            assert_fails(mlg_siting_pmedian_budget(&a, &p, &options, &err), MLG_DATA, &err, "too much");
            continue;
        }
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        check_answer(&x, &p, &a);
        assert_true(a.outcome.bound <= (double)best && a.objective >= best);
        assert_true(!a.outcome.proved || a.objective == best);
        if (options.use_solver) {
            assert_true(a.outcome.proved);
            assert_int_equal(a.objective, best);
        } else {
            n_alone++;
            n_proved += a.outcome.proved;
        }
        mlg_budget_answer_release(&a);
    }
    printf("alone: %d of %d proved; %d impossible\n", n_proved, n_alone, n_impossible);
    assert_true(n_proved * 3 > n_alone && n_impossible > campaign(20) && n_impossible < campaign(1000));
}

/* The linear relaxation by the solver, any number of sites: a site that no money is left for beside the forced ones is out. */
static double relaxation_of(const instance *x, const mlg_budget_problem *p)
{
    mlg_program program = { 0 };
    mlg_solver_answer answer;
    mlg_error err;
    int64_t left = p->budget;
    for (int32_t j = 0; j < p->base.n_candidates; j++)
        left -= x->state[j] == MLG_CANDIDATE_FORCED ? p->cost[j] : 0;
    for (int32_t j = 0; j < p->base.n_candidates; j++) {
        bool stands = x->state[j] == MLG_CANDIDATE_EXISTING || x->state[j] == MLG_CANDIDATE_FORCED;
        mlg_program_column(&program, 0, stands,
                           stands || (x->state[j] == MLG_CANDIDATE_FREE && p->cost[j] <= left), false);
    }
    for (int32_t i = 0; i < p->base.n_demand; i++) {
        int32_t first = program.n_columns;
        for (int32_t j = 0; j < p->base.n_candidates; j++)
            mlg_program_column(&program, (double)(x->weight[i] * x->time[j][i]), 0, x->time[j][i] >= 0, false);
        mlg_program_column(&program, (double)(x->weight[i] * p->base.penalty_s), 0, 1, false);
        for (int32_t c = first; c < program.n_columns; c++)
            mlg_program_put(&program, c, 1);
        mlg_program_row(&program, 1, 1);
        for (int32_t j = 0; j < p->base.n_candidates; j++) {
            mlg_program_put(&program, first + j, 1);
            mlg_program_put(&program, j, -1);
            mlg_program_row(&program, -HUGE_VAL, 0);
        }
    }
    for (int32_t j = 0; j < p->base.n_candidates; j++)
        mlg_program_put(&program, j, x->state[j] == MLG_CANDIDATE_FREE ? (double)p->cost[j] : 0);
    mlg_program_row(&program, -HUGE_VAL, (double)left);
    assert_ok(mlg_program_solve(&answer, &program, false, &(mlg_solver_options){ 0 }, &err), &err);
    assert_int_equal(answer.status, MLG_SOLVER_OPTIMAL);
    double bound = answer.objective;
    mlg_solver_answer_release(&answer);
    mlg_program_release(&program);
    return bound;
}

/* Alone, the bound cannot pass the linear relaxation unless it has proved the set, and comes near it. The set is near, too. */
static void without_the_solver_bound_and_set_are_near(void **state)
{
    (void)state;
    static instance x;
    uint64_t seed = 95;
    int64_t cost[MOST_CANDIDATES];
    double short_of = 0, total = 0, over = 0;
    if (no_solver())
        return;
    for (int round = 0; round < campaign(1000); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        mlg_siting_options_init(&options);
        options.use_solver = false;
        draw_case(&x, &p, cost, &seed);
        p.base.sites = -1;
        int64_t best = brute_force(&x, &p);
        if (best < 0)
            continue;
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        check_answer(&x, &p, &a);
        double most = relaxation_of(&x, &p);
        assert_true(a.outcome.proved || a.outcome.bound <= ceil(most + 1e-6));
        assert_false(a.outcome.stopped);
        short_of += fmax(most - a.outcome.bound, 0);
        over += (double)(a.objective - best);
        total += most;
        mlg_budget_answer_release(&a);
    }
    printf("the bound is %.5f short of the linear relaxation, the set %.5f over the best\n", short_of / total,
           over / total);
    assert_true(short_of <= 0.0002 * total && over <= 0.0002 * total);
}

/* Three villages in a row, ten minutes apart, 10, 100 and 20 persons, nobody served before: 130 x 3600. The middle costs 9, the
 * others 4 each. With 8, both ends: the 100 persons travel ten minutes, 60000. With 9, the middle: 30 x 600 = 18000. With 3
 * nothing. With the first forced, 8 left of 12: it and the third, 60000; of 13, it and the middle: 20 x 600. */
static void three_villages_by_hand(void **state)
{
    (void)state;
    static instance x;
    static const int64_t persons[3] = { 10, 100, 20 }, cost[4] = { 4, 9, 4, -1 };
    static const struct {
        int64_t budget;
        int forced;
        int64_t want;
    } cases[] = { { 3, 0, 130 * 3600 }, { 8, 0, 60000 },  { 9, 0, 18000 },
                  { 17, 0, 0 },         { 12, 1, 60000 }, { 13, 1, 12000 } };
    mlg_siting_options options;
    mlg_budget_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    memset(&x, 0, sizeof x);
    for (int32_t j = 0; j < 3; j++) {
        x.weight[j] = persons[j];
        for (int32_t i = 0; i < 3; i++)
            x.time[j][i] = 600 * abs(i - j);
    }
    pack(&x, 3, 3, 0, 3600);
    mlg_budget_problem p = { .base = x.problem, .cost = cost };
    p.base.sites = -1;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        if (cases[c].budget == 17 && !mlg_solver_available())
            continue;
        p.budget = cases[c].budget;
        x.state[0] = cases[c].forced ? MLG_CANDIDATE_FORCED : MLG_CANDIDATE_FREE;
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        assert_int_equal(a.objective, cases[c].want);
        check_answer(&x, &p, &a);
        mlg_budget_answer_release(&a);
    }
    p.budget = 3;
    assert_fails(mlg_siting_pmedian_budget(&a, &p, &options, &err), MLG_DATA, &err,
                 "the forced sites cost 4, over the budget of 3: 1 too much");
    p.base.sites = 0;
    assert_fails(mlg_siting_pmedian_budget(&a, &p, &options, &err), MLG_DATA, &err, "1 are forced: 1 too few");
    static const int64_t bad[3] = { 1, -1, 1 };
    p.cost = bad;
    assert_fails(mlg_siting_pmedian_budget(&a, &p, &options, &err), MLG_USAGE, &err, "candidate 1 costs -1");
}

/* Alone, no exchange of two sites and no further site is left that would fit and help. */
static void no_exchange_and_no_further_site_pays(void **state)
{
    (void)state;
    static instance x;
    uint64_t seed = 97;
    int64_t cost[MOST_CANDIDATES];
    for (int round = 0; round < campaign(1000); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        int32_t m = 5 + random_below(&seed, 12);
        mlg_siting_options_init(&options);
        options.use_solver = false;
        draw_pairs(&x, &p, cost, &seed, 20 + random_below(&seed, 20), m);
        p.base.sites = round % 3 == 0 ? 3 : -1;
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        check_answer(&x, &p, &a);
        uint32_t open = set_of(&a);
        for (int32_t in = 0; in < m; in++)
            for (int32_t out = -1; out < m; out++) {
                uint32_t other = (out < 0 ? open : open & ~(1U << out)) | 1U << in;
                assert_true(!is_allowed(&x, &p, other) || cost_of(&x, other) >= a.objective);
            }
        mlg_budget_answer_release(&a);
    }
}

/* Villages that no one leaves, so that a site serves its own alone: the linear relaxation opens sites by gain per cost, the last in part.
 * 500 and 49 persons, a million times over, and costs of 1 and 49 within 49: the first and 48/49 of the second, where 1/49 has no
 * exact double. The best set is the first alone; the bound is the relaxation, an hour for a million persons, and never over it. Within 1,
 * where only the first may open, it meets the cost of the set, and that is a proof however large. */
static void the_bound_of_villages_apart_is_a_knapsack_by_hand(void **state)
{
    (void)state;
    static instance x;
    static const int64_t persons[2] = { 500000000, 49000000 }, cost[3] = { 1, 49, -1 };
    mlg_siting_options options;
    mlg_budget_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.use_solver = false;
    memset(&x, 0, sizeof x);
    for (int32_t j = 0; j < 2; j++) {
        x.weight[j] = persons[j];
        x.time[j][1 - j] = -1;
    }
    pack(&x, 2, 2, -1, 3600);
    mlg_budget_problem p = { .base = x.problem, .cost = cost, .budget = 49 };
    assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
    check_answer(&x, &p, &a);
    assert_int_equal(a.objective, INT64_C(49000000) * 3600);
    assert_true(a.outcome.bound <= 3600e6 && a.outcome.bound >= 3600e6 * (1 - 2e-6));
    assert_false(a.outcome.proved);
    assert_near(a.outcome.gap, (176400e6 - a.outcome.bound) / 176400e6, 1e-12);
    mlg_budget_answer_release(&a);
    p.budget = 1;
    assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
    assert_int_equal(a.objective, INT64_C(49000000) * 3600);
    assert_true(a.outcome.proved);
    mlg_budget_answer_release(&a);
}

/* Villages apart of 10, 0 and 100 persons, sites of 5, 0 and 9, and 10 to spend: the third alone is best, 10 people left. The relaxation
 * opens it first and a fifth of the first with what is left: 8 people. The second, which nobody needs, changes nothing. */
static void a_site_for_nobody_is_no_bargain(void **state)
{
    (void)state;
    static instance x;
    static const int64_t persons[3] = { 10, 0, 100 }, cost[4] = { 5, 0, 9, -1 };
    mlg_siting_options options;
    mlg_budget_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.use_solver = false;
    memset(&x, 0, sizeof x);
    memset(x.time, -1, sizeof x.time);
    for (int32_t j = 0; j < 3; j++) {
        x.weight[j] = persons[j];
        x.time[j][j] = 0;
    }
    pack(&x, 3, 3, -1, 3600);
    mlg_budget_problem p = { .base = x.problem, .cost = cost, .budget = 10 };
    assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
    check_answer(&x, &p, &a);
    assert_int_equal(a.objective, 10 * 3600);
    assert_near(a.outcome.bound, 8 * 3600, 0);
    mlg_budget_answer_release(&a);
}

/* Three places of one person, a second without a site, and a site between any two of them, of 2 each. With 3, one site: one person is
 * left. A half of each serves everybody in the relaxation: the bound is 0, and the gap 1 of 1. */
static void three_halves_by_hand(void **state)
{
    (void)state;
    static instance x;
    static const int64_t cost[4] = { 2, 2, 2, -1 };
    mlg_siting_options options;
    mlg_budget_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.use_solver = false;
    memset(&x, 0, sizeof x);
    for (int32_t j = 0; j < 3; j++) {
        x.weight[j] = 1;
        x.time[j][j] = -1;
    }
    pack(&x, 3, 3, -1, 1);
    mlg_budget_problem p = { .base = x.problem, .cost = cost, .budget = 3 };
    assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
    check_answer(&x, &p, &a);
    assert_true(a.objective == 1 && a.spent == 2 && a.before == 3);
    assert_true(!a.outcome.proved && !a.outcome.stopped);
    assert_near(a.outcome.bound, 0, 0);
    assert_near(a.outcome.gap, 1, 0);
    mlg_budget_answer_release(&a);
}

/* A budget of nothing, sites that cost nothing, so many of them: the p-median, whose sets exchanges do not always find. */
static void sites_that_cost_nothing_need_no_budget(void **state)
{
    (void)state;
    static instance x;
    uint64_t seed = 103;
    int64_t cost[MOST_CANDIDATES] = { 0 };
    int n_missed = 0;
    for (int round = 0; round < campaign(400); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        mlg_siting_options_init(&options);
        options.use_solver = false;
        draw_pairs(&x, &p, cost, &seed, 12, 10);
        memset(cost, 0, sizeof cost);
        p.base.sites = 3;
        p.budget = 0;
        int64_t best = brute_force(&x, &p);
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        check_answer(&x, &p, &a);
        assert_true(a.outcome.bound <= (double)best && a.objective >= best && a.spent == 0);
        n_missed += a.objective > best;
        mlg_budget_answer_release(&a);
    }
    assert_true(n_missed > 0);
}

/* Where exchanges miss the best set, the solver finds it. */
static void what_exchanges_miss_is_found(void **state)
{
    (void)state;
    static instance x;
    uint64_t seed = 99;
    int64_t cost[MOST_CANDIDATES];
    int n_missed = 0;
    if (no_solver())
        return;
    for (int round = 0; round < campaign(200); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        mlg_siting_options_init(&options);
        options.solver = solver_of(round);
        draw_apart(&x, &p, cost, &seed, 10, 100);
        p.base.sites = round % 3 == 0 ? 4 : -1;
        int64_t best = brute_force(&x, &p);
        for (int alone = 0; alone < 2; alone++) {
            options.use_solver = !alone;
            assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
            check_answer(&x, &p, &a);
            assert_true(a.outcome.bound <= (double)best && a.objective >= best);
            assert_true(alone || (a.outcome.proved && a.objective == best));
            n_missed += a.objective > best;
            mlg_budget_answer_release(&a);
        }
    }
    printf("%d missed\n", n_missed);
    assert_true(n_missed * 10 > campaign(200));
}

/* Times pair by pair, alone: sets are near the best, which exchanges from greedy sets miss more often than those from the sets of the bound. */
static void sets_of_the_bound_are_near(void **state)
{
    (void)state;
    static instance x;
    uint64_t seed = 107;
    int64_t cost[MOST_CANDIDATES];
    double over = 0, total = 0;
    for (int round = 0; round < campaign(300); round++) {
        mlg_siting_options options;
        mlg_budget_problem p;
        mlg_budget_answer a;
        mlg_error err;
        mlg_siting_options_init(&options);
        options.use_solver = false;
        draw_pairs(&x, &p, cost, &seed, 30, 12);
        int64_t best = brute_force(&x, &p);
        assert_ok(mlg_siting_pmedian_budget(&a, &p, &options, &err), &err);
        check_answer(&x, &p, &a);
        over += (double)(a.objective - best);
        total += (double)best;
        mlg_budget_answer_release(&a);
    }
    printf("sets are %.5f over the best\n", over / total);
    assert_true(over <= 0.003 * total);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 93;
    static instance x;
    int64_t cost[MOST_CANDIDATES];
    mlg_siting_options options;
    mlg_budget_problem p;
    mlg_status st = MLG_MEMORY;
    mlg_error err;
    mlg_siting_options_init(&options);
    draw_case(&x, &p, cost, &seed);
    p.budget = 90;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        mlg_budget_answer a;
        mlg_memory_fail_at(n);
        st = mlg_siting_pmedian_budget(&a, &p, &options, &err);
        mlg_memory_fail_at(0);
        if (st == MLG_MEMORY)
            assert_null(a.chosen);
        mlg_budget_answer_release(&a);
    }
    assert_ok(st, &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_villages_by_hand),
        cmocka_unit_test(small_cases_equal_brute_force),
        cmocka_unit_test(without_the_solver_bound_and_set_are_near),
        cmocka_unit_test(no_exchange_and_no_further_site_pays),
        cmocka_unit_test(the_bound_of_villages_apart_is_a_knapsack_by_hand),
        cmocka_unit_test(a_site_for_nobody_is_no_bargain),
        cmocka_unit_test(three_halves_by_hand),
        cmocka_unit_test(sites_that_cost_nothing_need_no_budget),
        cmocka_unit_test(what_exchanges_miss_is_found),
        cmocka_unit_test(sets_of_the_bound_are_near),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
