/* Covering with a budget, twice, within a longest time: against all sets of sites. */
#include "siting_cases.h"

#include "analysis/siting/coverage/variants.h"
#include "base/memory.h"

static int32_t count_within(const instance *x, uint32_t open, int32_t i, int32_t limit_s, bool any)
{
    int32_t n = 0;
    for (int32_t j = 0; j < x->problem.n_candidates; j++) {
        bool is_open = any ? x->state[j] != MLG_CANDIDATE_FORBIDDEN
                           : x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1);
        n += is_open && x->time[j][i] >= 0 && x->time[j][i] <= limit_s;
    }
    return n;
}

/* What a set is worth, -1 when it leaves out someone it may not. */
static int64_t worth(const instance *x, const mlg_coverage_problem *p, uint32_t open)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int32_t n = count_within(x, open, i, p->limit_s, false);
        if (x->weight[i] > 0 && p->everyone && n == 0 && count_within(x, 0, i, p->limit_s, true) > 0)
            return -1;
        if (x->weight[i] > 0 && p->worst_s >= 0 && count_within(x, 0, i, INT32_MAX, true) > 0 &&
            count_within(x, open, i, p->worst_s, false) == 0)
            return -1;
        sum += x->weight[i] * ((n > 0 ? p->first : 0) + (n > 1 ? p->second : 0));
    }
    return sum;
}

static int64_t brute_force(const instance *x, const mlg_coverage_problem *p)
{
    int64_t best = -1;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++) {
        int64_t cost = 0;
        for (int32_t j = 0; p->cost && j < x->problem.n_candidates; j++)
            cost += open >> j & 1 ? p->cost[j] : 0;
        if (!may_open(x, open) || (p->cost && cost > p->budget) ||
            (p->base.sites >= 0 && __builtin_popcount(open) != p->base.sites))
            continue;
        int64_t value = worth(x, p, open);
        best = value > best ? value : best;
    }
    return best;
}

static void check(const instance *x, const mlg_coverage_problem *p, const mlg_siting_options *options)
{
    mlg_coverage_answer a;
    mlg_error err;
    int64_t best = brute_force(x, p);
    if (best < 0) {
        assert_fails(mlg_siting_coverage(&a, p, options, &err), MLG_DATA, &err, "no ");
        return;
    }
    assert_ok(mlg_siting_coverage(&a, p, options, &err), &err);
    uint32_t open = 0;
    for (int32_t k = 0; k < a.n_chosen; k++)
        open |= 1U << a.chosen[k];
    assert_true(may_open(x, open));
    assert_int_equal(worth(x, p, open), a.objective);
    assert_true(a.outcome.bound >= (double)best);
    assert_true(a.outcome.proved);
    assert_int_equal(a.objective, best);
    mlg_coverage_answer_release(&a);
}

static void every_question_equals_brute_force(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 41;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    int64_t cost[MOST_CANDIDATES];
    for (int round = 0; round < campaign(1000); round++) {
        options.solver = solver_of(round);
        draw(&x, &seed, 4 + random_below(&seed, 20), 5 + random_below(&seed, 5), 4 + random_below(&seed, 40));
        mlg_coverage_problem p = {
            .base = x.problem, .limit_s = random_below(&seed, 30), .first = 1, .worst_s = -1
        };
        int kind = round % 4;
        for (int32_t j = 0; j < x.problem.n_candidates; j++)
            cost[j] = x.state[j] == MLG_CANDIDATE_FORCED ? 0 : random_below(&seed, 20);
        if (kind == 0) {
            p.base.sites = random_below(&seed, 2) ? -1 : p.base.sites;
            p.cost = cost;
            p.budget = random_below(&seed, 40);
        } else if (kind == 1) {
            p.first = random_below(&seed, 10);
            p.second = random_below(&seed, 10);
        } else if (kind == 2) {
            p.worst_s = random_below(&seed, 60);
            p.base.sites = random_below(&seed, 3) ? p.base.sites : -1;
        } else {
            p.everyone = true;
            p.second = 1;
        }
        check(&x, &p, &options);
    }
}

/* The fewest sites that cover everyone; among these sets, most persons covered twice. */
static void backup_is_the_second_goal(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 43;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    for (int round = 0; round < campaign(200); round++) {
        options.solver = solver_of(round);
        draw(&x, &seed, 4 + random_below(&seed, 20), 5 + random_below(&seed, 5), 4 + random_below(&seed, 40));
        mlg_coverage_problem p = {
            .base = x.problem, .limit_s = random_below(&seed, 30), .second = 1, .everyone = true, .worst_s = -1
        };
        int64_t best = -1;
        for (p.base.sites = 0; best < 0; p.base.sites++)
            best = brute_force(&x, &p);
        mlg_coverage_answer a;
        mlg_error err;
        assert_ok(mlg_siting_lscp_backup(&a, &x.problem, p.limit_s, &options, &err), &err);
        assert_int_equal(a.n_chosen, p.base.sites - 1);
        assert_int_equal(a.twice, best);
        assert_true(a.outcome.proved);
        mlg_coverage_answer_release(&a);
    }
}

static void a_stopped_search_keeps_its_best_and_a_true_bound(void **state)
{
    (void)state;
    uint64_t seed = 47;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_nodes = 1;
    static instance x;
    for (int round = 0; round < campaign(100); round++) {
        options.solver = solver_of(round);
        options.use_solver = round % 2 == 0;
        draw(&x, &seed, 30, 9, 40);
        mlg_coverage_problem p = {
            .base = x.problem, .limit_s = random_below(&seed, 20), .first = 3, .second = 1, .worst_s = -1
        };
        mlg_coverage_answer a;
        mlg_error err;
        assert_ok(mlg_siting_coverage(&a, &p, &options, &err), &err);
        int64_t best = brute_force(&x, &p);
        assert_true(a.objective <= best && a.outcome.bound >= (double)best);
        assert_true(!a.outcome.proved || a.objective == best);
        mlg_coverage_answer_release(&a);
    }
}

/* Three villages ten minutes apart, 10, 100 and 20 persons; 5 and 7 are what the sites cost. */
static void what_cannot_be_is_said(void **state)
{
    (void)state;
    if (no_solver())
        return;
    static instance x;
    memset(&x, 0, sizeof x);
    const int64_t persons[3] = { 10, 100, 20 }, cost[3] = { 5, 7, 5 };
    for (int32_t j = 0; j < 3; j++) {
        x.weight[j] = persons[j];
        for (int32_t i = 0; i < 3; i++)
            x.time[j][i] = 600 * abs(i - j);
    }
    pack(&x, 3, 3, 1, 3600);
    mlg_siting_options options;
    mlg_coverage_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    mlg_coverage_problem p = { .base = x.problem, .limit_s = 0, .first = 1, .everyone = true, .worst_s = -1 };
    assert_fails(mlg_siting_coverage(&a, &p, &options, &err), MLG_DATA, &err,
                 "no set of 1 new sites can cover everyone");
    p.everyone = false;
    p.worst_s = 300;
    assert_fails(mlg_siting_coverage(&a, &p, &options, &err), MLG_DATA, &err, "within the longest time");
    p.worst_s = -1;
    p.cost = cost;
    p.budget = 6; /* the village of 100 costs 7 */
    assert_ok(mlg_siting_coverage(&a, &p, &options, &err), &err);
    assert_int_equal(a.objective, 20);
    assert_int_equal(a.spent, 5);
    mlg_coverage_answer_release(&a);
    p.base.sites = -1;
    p.budget = 12;
    assert_ok(mlg_siting_coverage(&a, &p, &options, &err), &err);
    assert_int_equal(a.objective, 120);
    mlg_coverage_answer_release(&a);
    p.base.sites = 4;
    assert_fails(mlg_siting_coverage(&a, &p, &options, &err), MLG_DATA, &err,
                 "only 3 candidates are free: 1 too many");
    p.base.sites = 0;
    p.second = -1;
    assert_fails(mlg_siting_coverage(&a, &p, &options, &err), MLG_USAGE, &err, "and -1 more if covered twice");
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 53;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    draw(&x, &seed, 20, 8, 30);
    mlg_status st = MLG_MEMORY;
    mlg_error err;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        mlg_coverage_answer a;
        mlg_memory_fail_at(n);
        st = mlg_siting_lscp_backup(&a, &x.problem, 10, &options, &err);
        mlg_memory_fail_at(0);
        mlg_coverage_answer_release(&a);
    }
    assert_ok(st, &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_is_said),
        cmocka_unit_test(every_question_equals_brute_force),
        cmocka_unit_test(backup_is_the_second_goal),
        cmocka_unit_test(a_stopped_search_keeps_its_best_and_a_true_bound),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
