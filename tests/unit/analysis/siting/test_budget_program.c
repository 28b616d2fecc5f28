/* The p-median within a budget and its linear solver apart: the program that it is given is taken up here, against every set of sites,
 * and answered in its place. */
#include "budget_cases.h"
#include "ticking_clock.h"

#include "analysis/common/linear_program.h"
#include "base/memory.h"

#include <math.h>

static instance x;
static int64_t cost[MOST_CANDIDATES];
static mlg_budget_problem problem;

static int n_asked;
static uint32_t fixed_open, fixed_shut; /* sites, by the last program */
static mlg_solver_options limits;       /* of the last program */
static mlg_solver_answer reply;         /* `value` for the sites alone */
static uint64_t seed = 101;

static uint32_t sites_in(mlg_candidate_state state)
{
    uint32_t sites = 0;
    for (int32_t j = 0; j < x.problem.n_candidates; j++)
        sites |= x.state[j] == state ? 1U << j : 0;
    return sites;
}

/* Cost of the forced and existing sites: the program counts from there. */
static double standing_cost(void)
{
    return (double)cost_of(&x, sites_in(MLG_CANDIDATE_FORCED));
}

/* The program with these free sites open, by a solver: what the set costs, or no solution where it is not allowed. */
static void check_set(const mlg_program *m, uint32_t free_sites)
{
    double lower[MOST_CANDIDATES * (MOST_DEMAND + 1)], upper[MOST_CANDIDATES * (MOST_DEMAND + 1)];
    uint32_t open = free_sites | sites_in(MLG_CANDIDATE_FORCED);
    mlg_solver_answer answer;
    mlg_error err;
    for (int32_t c = 0; c < m->n_columns; c++) {
        bool is_site = c < x.problem.n_candidates;
        lower[c] = is_site ? free_sites >> c & 1 : m->lower[c];
        upper[c] = is_site ? free_sites >> c & 1 : m->upper[c];
    }
    mlg_solver_problem p = { m->n_columns, m->objective,  lower,    upper,        m->is_integer, m->n_rows,
                             m->row_start, m->row_column, m->value, m->row_lower, m->row_upper,  false };
    assert_ok(mlg_solver_solve(&answer, &p, &(mlg_solver_options){ 0 }, &err), &err);
    assert_int_equal(answer.status, is_allowed(&x, &problem, open) ? MLG_SOLVER_OPTIMAL : MLG_SOLVER_INFEASIBLE);
    if (answer.status == MLG_SOLVER_OPTIMAL)
        assert_near(standing_cost() + answer.objective, (double)cost_of(&x, open), 1e-6);
    mlg_solver_answer_release(&answer);
}

mlg_status mlg_program_solve(mlg_solver_answer *out, const mlg_program *m, bool maximize,
                             const mlg_solver_options *options, mlg_error *err)
{
    int32_t n = x.problem.n_candidates;
    n_asked++;
    assert_false(m->failed || maximize);
    limits = *options;
    fixed_open = fixed_shut = 0;
    for (int32_t j = 0; j < n; j++) {
        assert_true(m->is_integer[j]);
        fixed_open |= m->lower[j] > 0 ? 1U << j : 0;
        fixed_shut |= m->upper[j] < 1 ? 1U << j : 0;
    }
    for (int k = 0; k < 3; k++)
        check_set(m, (uint32_t)random_below(&seed, 1 << n) & sites_in(MLG_CANDIDATE_FREE));
    *out = reply;
    if (reply.value) {
        MLG_TRY(MLG_NEW(&out->value, (size_t)m->n_columns, "values", err));
        memcpy(out->value, reply.value, (size_t)n * sizeof *out->value);
    }
    return MLG_OK;
}

static mlg_budget_answer solve(bool use_solver, double max_seconds)
{
    mlg_siting_options options;
    mlg_budget_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.use_solver = use_solver;
    options.max_seconds = max_seconds;
    options.solver = MLG_SOLVER_HIGHS;
    assert_ok(mlg_siting_pmedian_budget(&a, &problem, &options, &err), &err);
    check_answer(&x, &problem, &a);
    return a;
}

/* Times pair by pair, villages apart, the same with a second for whoever has no site, so that sets are one person-second apart, or places
 * on a map; within the budget whatever is forced. */
static void draw_round(int round)
{
    do {
        if (round % 4 == 3)
            draw_case(&x, &problem, cost, &seed);
        else if (round % 4 > 0)
            draw_apart(&x, &problem, cost, &seed, 10, round % 4 == 1 ? 100 : 1);
        else
            draw_pairs(&x, &problem, cost, &seed, 8, 8);
        problem.base.sites = random_below(&seed, 3) == 0 ? 4 : -1;
    } while (brute_force(&x, &problem) < 0);
}

/* A set that is allowed and costs less than the one found opens what is fixed open, and nothing that is shut. */
static void check_fixed(int64_t found)
{
    for (uint32_t open = 0; open < 1U << x.problem.n_candidates; open++)
        if (is_allowed(&x, &problem, open) && cost_of(&x, open) < found)
            assert_true((open & fixed_open) == fixed_open && !(open & fixed_shut & sites_in(MLG_CANDIDATE_FREE)));
}

/* Told nothing, the answer is as without the solver, and stopped. */
static void the_program_is_that_of_the_sets(void **state)
{
    (void)state;
    int n_open = 0, n_shut = 0;
    if (no_solver())
        return;
    for (int round = 0; round < campaign(600); round++) {
        draw_round(round);
        reply = (mlg_solver_answer){ MLG_SOLVER_LIMIT, (double)NAN, round % 2 ? -HUGE_VAL : (double)NAN, NULL };
        n_asked = 0;
        mlg_budget_answer alone = solve(false, 0);
        assert_int_equal(n_asked, 0);
        mlg_budget_answer a = solve(true, 0);
        assert_int_equal(n_asked, !alone.outcome.proved);
        assert_true(a.objective == alone.objective && a.outcome.proved == alone.outcome.proved);
        assert_near(a.outcome.bound, alone.outcome.bound, 0);
        assert_true(a.outcome.stopped == !a.outcome.proved && !alone.outcome.stopped);
        if (n_asked) {
            assert_true(limits.max_seconds == 0 && limits.kind == MLG_SOLVER_HIGHS);
            assert_int_equal(fixed_shut & ~sites_in(MLG_CANDIDATE_FREE),
                             ~sites_in(MLG_CANDIDATE_FREE) & ((1U << x.problem.n_candidates) - 1));
            check_fixed(a.objective);
            n_open += __builtin_popcount(fixed_open);
            n_shut += __builtin_popcount(fixed_shut & sites_in(MLG_CANDIDATE_FREE));
        }
        mlg_budget_answer_release(&alone);
        mlg_budget_answer_release(&a);
    }
    printf("%d fixed open, %d shut\n", n_open, n_shut);
    assert_true(n_open > campaign(100) && n_shut > campaign(100));
}

/* Stopped, the solver's bound and its set count where they are better; done, the best set is known; a set over the budget is none. */
static void what_the_solver_says_is_told(void **state)
{
    (void)state;
    double value[MOST_CANDIDATES];
    int n_between = 0;
    if (no_solver())
        return;
    for (int round = 0; round < campaign(300); round++) {
        draw_round(round % 3);
        mlg_budget_answer alone = solve(false, 0), a;
        int64_t best = brute_force(&x, &problem), between = (int64_t)(alone.outcome.bound + (double)best) / 2;
        if (!alone.outcome.proved) {
            uint32_t best_set = 0;
            while (!is_allowed(&x, &problem, best_set) || cost_of(&x, best_set) > best)
                best_set++;
            for (int32_t j = 0; j < x.problem.n_candidates; j++)
                value[j] = best_set >> j & 1 ? 1 - 1e-7 : 1e-7;

            reply = (mlg_solver_answer){ MLG_SOLVER_FEASIBLE, 0, (double)between - standing_cost(), value };
            a = solve(true, 100000);
            assert_true(limits.max_seconds > 0 && limits.max_seconds < 100000);
            assert_int_equal(a.objective, best);
            assert_near(a.outcome.bound, fmax((double)between, alone.outcome.bound), 1e-6 * (double)between);
            assert_int_equal(a.outcome.stopped, !a.outcome.proved);
            n_between += (double)between > alone.outcome.bound;
            mlg_budget_answer_release(&a);

            reply.status = MLG_SOLVER_OPTIMAL;
            a = solve(true, 0);
            assert_true(a.objective == best && a.outcome.proved && !a.outcome.stopped);
            assert_near(a.outcome.bound, (double)best, 0);
            mlg_budget_answer_release(&a);

            reply = (mlg_solver_answer){ MLG_SOLVER_INFEASIBLE, (double)NAN, (double)NAN, NULL };
            a = solve(true, 0);
            assert_true(a.objective == alone.objective && a.outcome.proved);
            mlg_budget_answer_release(&a);

            for (int32_t j = 0; j < x.problem.n_candidates; j++)
                value[j] = 1;
            reply = (mlg_solver_answer){ MLG_SOLVER_FEASIBLE, 0, -HUGE_VAL, value };
            a = solve(true, 0);
            assert_int_equal(a.objective, alone.objective);
            mlg_budget_answer_release(&a);
        }
        mlg_budget_answer_release(&alone);
    }
    assert_true(n_between > campaign(100));
}

/* A limit of time met at each reading of the clock in turn: a set that is allowed, a bound that holds, and no solver after it. */
static void a_limit_of_time_may_be_met_anywhere(void **state)
{
    (void)state;
    reply = (mlg_solver_answer){ MLG_SOLVER_LIMIT, (double)NAN, (double)NAN, NULL };
    for (int round = 0; round < campaign(40); round++) {
        draw_round(round);
        const int64_t best = brute_force(&x, &problem);
        int n_stopped = 0;
        n_asked = 0;
        for (bool done = false; !done; n_stopped++) {
            mlg_budget_answer a = solve(true, n_stopped + 0.5);
            assert_true(a.objective >= best && a.outcome.bound <= (double)best);
            assert_true(!a.outcome.proved || a.objective == best);
            assert_int_equal(a.outcome.stopped, !a.outcome.proved);
            done = n_asked > 0 || a.outcome.proved;
            mlg_budget_answer_release(&a);
        }
        assert_true(n_stopped > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_is_that_of_the_sets),
        cmocka_unit_test(what_the_solver_says_is_told),
        cmocka_unit_test(a_limit_of_time_may_be_met_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
