#include "solvers.h"
#include "support.h"

#include "analysis/siting/on_access/allocation.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEMAND 24
#define CANDIDATES 10

typedef struct {
    double persons[DEMAND], access[DEMAND], adds[DEMAND * CANDIDATES], most[CANDIDATES];
    int64_t start[CANDIDATES + 1];
    int32_t demand[DEMAND * CANDIDATES];
    mlg_allocation_problem problem;
} instance;

static const mlg_access_goal all_goals[5] = { MLG_GOAL_LEAST_ACCESS, MLG_GOAL_PERSONS_OVER, MLG_GOAL_SHORTFALL,
                                              MLG_GOAL_SQUARE_SHORTFALL, MLG_GOAL_SPREAD };

/* Figures are eighths, so that sums are exact and ties are ties. */
static void draw(instance *x, uint64_t *seed)
{
    memset(x, 0, sizeof *x);
    int32_t n_demand = 4 + random_below(seed, DEMAND - 3), n_candidates = 3 + random_below(seed, CANDIDATES - 2);
    int32_t density = 1 + random_below(seed, 4), n_able = 0;
    int64_t arc = 0;
    for (int32_t i = 0; i < n_demand; i++) {
        x->persons[i] = random_below(seed, 6) == 0 ? 0 : random_below(seed, 400);
        x->access[i] = random_below(seed, 28) / 8.0;
    }
    for (int32_t j = 0; j < n_candidates; j++) {
        for (int32_t i = 0; i < n_demand; i++)
            if (random_below(seed, 4) < density) {
                x->demand[arc] = i;
                x->adds[arc++] = random_below(seed, 9) / 8.0;
            }
        x->start[j + 1] = arc;
        x->most[j] = random_below(seed, 6) == 0 ? 0 : 8;
        n_able += x->most[j] > 0;
    }
    int32_t antennas = n_able == 0 ? 0 : 1 + random_below(seed, n_able < 4 ? n_able : 4);
    x->problem =
        (mlg_allocation_problem){ n_demand, x->persons, x->access, n_candidates, x->start, x->demand, x->adds,
                                  x->most,  antennas,   antennas,  all_goals[0], 2.5,      0 };
}

static double value_with(const instance *x, uint32_t open)
{
    double supply[CANDIDATES] = { 0 }, access[DEMAND];
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        supply[j] = open >> j & 1;
    mlg_allocation_access(access, &x->problem, supply);
    return mlg_allocation_value(&x->problem, access);
}

static bool is_better(mlg_access_goal goal, double a, double b)
{
    return mlg_goal_is_gain(goal) ? a > b : a < b;
}

static double brute_force(const instance *x)
{
    double best = (double)NAN;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++) {
        bool allowed = __builtin_popcount(open) == x->problem.antennas;
        for (int32_t j = 0; j < x->problem.n_candidates; j++)
            allowed = allowed && (!(open >> j & 1) || x->most[j] > 0);
        if (allowed && (isnan(best) || is_better(x->problem.goal, value_with(x, open), best)))
            best = value_with(x, open);
    }
    return best;
}

static void antennas_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 41;
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed);
        for (int g = 0; g < 5 && x.problem.antennas > 0; g++) {
            mlg_allocation_options options;
            mlg_allocation_answer a;
            mlg_error err;
            mlg_allocation_options_init(&options);
            if (round % 4 == 3)
                options.max_nodes = 2; /* stopped: the bound must hold */
            x.problem.goal = all_goals[g];
            double best = brute_force(&x), tolerance = 1e-9 * (1 + fabs(best));
            assert_ok(mlg_allocation_solve(&a, &x.problem, &options, &err), &err);
            assert_false(is_better(x.problem.goal, best,
                                   a.outcome.bound + (mlg_goal_is_gain(x.problem.goal) ? 1 : -1) * tolerance));
            if (round % 4 != 3) {
                assert_near(a.objective, best, tolerance);
                assert_true(a.outcome.proved);
            }
            double placed = 0;
            for (int32_t j = 0; j < x.problem.n_candidates; j++) {
                assert_true(a.supply[j] <= x.most[j]);
                placed += a.supply[j];
            }
            assert_near(placed, x.problem.supply, 1e-12);
            mlg_allocation_answer_release(&a);
        }
    }
}

static bool needs_solver(mlg_access_goal goal)
{
    return goal != MLG_GOAL_SQUARE_SHORTFALL && goal != MLG_GOAL_SPREAD;
}

/* No seeded placing is better than the bound, and none beside the answer is better than it. */
/* The best over all ways to put the units left from candidate j on. */
static void place_units(const instance *x, double *supply, int32_t j, int32_t left, double *best)
{
    double access[DEMAND];
    if (j == x->problem.n_candidates) {
        mlg_allocation_access(access, &x->problem, supply);
        double value = mlg_allocation_value(&x->problem, access);
        if (left == 0 && (isnan(*best) || is_better(x->problem.goal, value, *best)))
            *best = value;
        return;
    }
    for (int32_t n = 0; n <= left && n <= x->most[j]; n++) {
        supply[j] = n;
        place_units(x, supply, j + 1, left - n, best);
    }
    supply[j] = 0;
}

/* Half-days at candidates: linear goals are exact; the others are between the optimum and a true bound. */
static void units_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 97;
    mlg_allocation_options options;
    mlg_allocation_options_init(&options);
    static instance x;
    int n_runs = 0, n_best = 0;
    for (int turn = 0; turn < campaign(250); turn++) {
        draw(&x, &seed);
        x.problem.antennas = 0;
        x.problem.units = 1 + random_below(&seed, 4);
        x.problem.supply = x.problem.units;
        for (int32_t j = 0; j < x.problem.n_candidates; j++)
            x.most[j] = random_below(&seed, 4);
        for (int g = 0; g < 5; g++) {
            double supply[CANDIDATES] = { 0 }, best = (double)NAN;
            mlg_allocation_answer a;
            mlg_error err;
            x.problem.goal = all_goals[g];
            if (g < 3 && !mlg_solver_available())
                continue;
            place_units(&x, supply, 0, x.problem.units, &best);
            if (isnan(best)) {
                assert_fails(mlg_allocation_solve(&a, &x.problem, &options, &err), MLG_DATA, &err, "too much");
                continue;
            }
            assert_ok(mlg_allocation_solve(&a, &x.problem, &options, &err), &err);
            double sign = mlg_goal_is_gain(x.problem.goal) ? 1 : -1, slack = 1e-6 * (1 + fabs(best));
            assert_true(sign * (best - a.objective) >= -slack && sign * (a.outcome.bound - best) >= -slack);
            assert_true(g >= 3 || a.outcome.proved);
            if (a.outcome.proved)
                assert_near(a.objective, best, slack);
            for (int32_t j = 0; j < x.problem.n_candidates; j++)
                assert_near(a.supply[j], round(a.supply[j]), 1e-9);
            n_runs++;
            n_best += fabs(a.objective - best) <= slack;
            mlg_allocation_answer_release(&a);
        }
    }
    printf("%d of %d placings of units are optimal\n", n_best, n_runs);
    assert_true(n_best * 100 >= n_runs * 95);
}

static void shares_are_not_bettered(void **state)
{
    (void)state;
    uint64_t seed = 43;
    static instance x;
    for (int round = 0; round < campaign(200); round++) {
        draw(&x, &seed);
        for (int g = 0; g < 5 && x.problem.antennas > 0; g++) {
            mlg_allocation_options options;
            mlg_allocation_answer a;
            mlg_error err;
            mlg_allocation_options_init(&options);
            mlg_allocation_problem p = x.problem;
            double supply[CANDIDATES], access[DEMAND];
            p.goal = all_goals[g];
            p.antennas = 0;
            options.solver = solver_of(round);
            if (needs_solver(p.goal) && !mlg_solver_available()) {
                assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_DATA, &err, "without the solver");
                continue;
            }
            assert_ok(mlg_allocation_solve(&a, &p, &options, &err), &err);
            assert_true(a.outcome.proved);
            double sign = mlg_goal_is_gain(p.goal) ? 1 : -1, slack = 1e-6 * (1 + fabs(a.objective));
            for (int trial = 0; trial < 60; trial++) {
                int32_t from = random_below(&seed, p.n_candidates), to = random_below(&seed, p.n_candidates);
                memcpy(supply, a.supply, sizeof *supply * (size_t)p.n_candidates);
                double room = x.most[to] - supply[to],
                       move = supply[from] * (trial % 3 == 0 ? 1 : random_unit(&seed));
                move = from == to ? 0 : move < room ? move : room;
                supply[from] -= move;
                supply[to] += move;
                mlg_allocation_access(access, &p, supply);
                assert_true(sign * (mlg_allocation_value(&p, access) - a.outcome.bound) <= slack);
            }
            x.problem.goal = p.goal; /* antennas are shares too */
            assert_true(sign * (brute_force(&x) - a.outcome.bound) <= slack);
            mlg_allocation_answer_release(&a);
        }
    }
}

static double spread(const double *access, const double *persons, double mean)
{
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += persons[i] * (access[i] - mean) * (access[i] - mean);
    return sum;
}

static void check_golden(const mlg_allocation_answer *a, double before)
{
    FILE *file = fopen(SOURCE_DIR "/tests/golden/allocation.csv", "r");
    char line[256], quantity[24];
    int index, rows = 0;
    double value, tolerance;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "maep,%23[^,],%d,%lf,%lf", quantity, &index, &value, &tolerance) != 4)
            continue;
        double got = strcmp(quantity, "supply") == 0   ? a->supply[index]
                     : strcmp(quantity, "access") == 0 ? 1000 * a->access[index]
                     : strcmp(quantity, "before") == 0 ? before
                                                       : a->objective;
        assert_near(got, value, tolerance);
        rows++;
    }
    assert_int_equal(rows, 7);
    fclose(file);
}

/* Two sites, three places (weights 1, .22 / .68, .68 / 0, 1 over 2360 and 3080 persons): the published optimum. */
static void the_least_spread_of_the_worked_example(void **state)
{
    (void)state;
    static const double persons[3] = { 1000, 2000, 1500 }, none[3] = { 0 };
    static const int64_t start[3] = { 0, 2, 5 };
    static const int32_t demand[5] = { 0, 1, 0, 1, 2 };
    static const double adds[5] = { 1 / 2360., .68 / 2360, .22 / 3080, .68 / 3080, 1 / 3080. };
    mlg_allocation_problem p = { 3, persons,         none,      2, start, demand, adds, NULL, 7,
                                 0, MLG_GOAL_SPREAD, 7 / 4500., 0 };
    mlg_allocation_options options;
    mlg_allocation_answer a;
    mlg_error err;
    mlg_allocation_options_init(&options);
    assert_ok(mlg_allocation_solve(&a, &p, &options, &err), &err);
    const double before[3] = { 5 * adds[0] + 2 * adds[2], 5 * adds[1] + 2 * adds[3], 2 * adds[4] };
    check_golden(&a, spread(before, persons, 7 / 4500.));
    assert_true(a.outcome.proved);
    mlg_allocation_answer_release(&a);
}

static void bad_problems_are_named(void **state)
{
    (void)state;
    uint64_t seed = 47;
    static instance x;
    mlg_allocation_options options;
    mlg_allocation_answer a;
    mlg_error err;
    mlg_allocation_options_init(&options);
    draw(&x, &seed);
    mlg_allocation_problem p = x.problem;
    p.antennas = 30;
    assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_DATA, &err, "too many");
    p.antennas = 0;
    p.supply = 1000;
    assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_DATA, &err, "too much");
    p.supply = -1;
    assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_USAGE, &err, "supply -1");
    p.supply = 0;
    assert_ok(mlg_allocation_solve(&a, &p, &options, &err), &err);
    assert_near(a.objective, a.before, 0);
    assert_true(a.outcome.proved);
    mlg_allocation_answer_release(&a);
    p = x.problem;
    int32_t j = 0;
    while (x.start[j + 1] - x.start[j] < 2)
        j++;
    x.demand[x.start[j] + 1] = x.demand[x.start[j]];
    assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_USAGE, &err, "twice");
    x.demand[x.start[j] + 1] = DEMAND + 1;
    assert_fails(mlg_allocation_solve(&a, &p, &options, &err), MLG_USAGE, &err, "demand point 25");
    assert_null(a.supply);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 53;
    static instance x;
    mlg_allocation_options options;
    mlg_error err;
    mlg_allocation_options_init(&options);
    draw(&x, &seed);
    for (int g = 0; g < 10; g++) {
        mlg_allocation_problem p = x.problem;
        mlg_status st = MLG_MEMORY;
        p.goal = all_goals[g % 5];
        p.antennas = g < 5 ? p.antennas : 0;
        if (p.antennas == 0 && needs_solver(p.goal) && !mlg_solver_available())
            continue;
        for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
            mlg_allocation_answer a;
            mlg_memory_fail_at(n);
            st = mlg_allocation_solve(&a, &p, &options, &err);
            mlg_memory_fail_at(0);
            if (st == MLG_MEMORY)
                assert_null(a.supply);
            mlg_allocation_answer_release(&a);
        }
        assert_ok(st, &err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_spread_of_the_worked_example),
        cmocka_unit_test(antennas_equal_brute_force),
        cmocka_unit_test(units_equal_brute_force),
        cmocka_unit_test(shares_are_not_bettered),
        cmocka_unit_test(bad_problems_are_named),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
