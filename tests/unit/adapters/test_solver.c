#include "support.h"

#include "adapters/solver.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every test runs once a solver: without it the call says so, and the test ends. */
static mlg_solver_kind kind;

static int choose_cbc(void **state)
{
    (void)state;
    kind = MLG_SOLVER_CBC;
    return 0;
}

static int choose_highs(void **state)
{
    (void)state;
    kind = MLG_SOLVER_HIGHS;
    return 0;
}

static bool skip_without_solver(void)
{
    if (mlg_solver_has(kind))
        return false;
    printf("skipped: built without the solver\n");
    return true;
}

/* Knapsack by hand: values 6, 5, 4; weights 5, 4, 3; room 8. Items 1 and 3 fill it: 10. In parts, items 2 and 3
 * whole and a fifth of item 1: 9 + 6/5 = 10.2. */
static const double values[3] = { 6, 5, 4 }, zeros[3] = { 0, 0, 0 }, ones[3] = { 1, 1, 1 };
static const double weights[3] = { 5, 4, 3 };
static const uint8_t all_whole[3] = { 1, 1, 1 };
static const int32_t starts[2] = { 0, 3 }, items[3] = { 0, 1, 2 };

static mlg_solver_problem knapsack(const double *least, const double *room)
{
    return (mlg_solver_problem){ .n_columns = 3,
                                 .objective = values,
                                 .lower = zeros,
                                 .upper = ones,
                                 .is_integer = all_whole,
                                 .n_rows = 1,
                                 .row_start = starts,
                                 .row_column = items,
                                 .row_value = weights,
                                 .row_lower = least,
                                 .row_upper = room,
                                 .maximize = true };
}

static void whole_columns_are_whole(void **state)
{
    (void)state;
    const double least = 0, room = 8;
    mlg_solver_problem problem = knapsack(&least, &room);
    mlg_solver_options options = { .kind = kind };
    mlg_solver_answer answer;
    mlg_error err;
    if (!mlg_solver_has(kind)) {
        assert_fails(mlg_solver_solve(&answer, &problem, &options, &err), MLG_DATA, &err,
                     kind == MLG_SOLVER_HIGHS ? "without the solver HiGHS" : "without the solver");
        return;
    }
    assert_ok(mlg_solver_solve(&answer, &problem, &options, &err), &err);
    assert_int_equal(answer.status, MLG_SOLVER_OPTIMAL);
    assert_near(answer.objective, 10, 1e-9);
    assert_near(answer.bound, 10, 1e-6);
    assert_near(answer.value[0], 1, 1e-9);
    assert_near(answer.value[2], 1, 1e-9);
    mlg_solver_answer_release(&answer);
    problem.is_integer = NULL;
    assert_ok(mlg_solver_solve(&answer, &problem, &options, &err), &err);
    assert_near(answer.objective, 10.2, 1e-9);
    mlg_solver_answer_release(&answer);
}

static void no_solution_is_an_answer(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    const double least = 13, room = 20; /* all items weigh 12 */
    mlg_solver_problem problem = knapsack(&least, &room);
    mlg_solver_options options = { .max_seconds = 10, .max_nodes = 100, .kind = kind };
    mlg_solver_answer answer;
    mlg_error err;
    assert_ok(mlg_solver_solve(&answer, &problem, &options, &err), &err);
    assert_int_equal(answer.status, MLG_SOLVER_INFEASIBLE);
    assert_null(answer.value);
    assert_true(isnan(answer.objective));
    mlg_solver_answer_release(&answer);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    const double least = 0, room = 8, upside_down[3] = { 1, -1, 1 };
    const int32_t bad_items[3] = { 0, 1, 3 };
    mlg_solver_options options = { .kind = kind };
    mlg_solver_answer answer;
    mlg_error err;
    mlg_solver_problem problem = knapsack(&least, &room);
    problem.row_column = bad_items;
    assert_fails(mlg_solver_solve(&answer, &problem, &options, &err), MLG_USAGE, &err, "column 3 of 3");
    problem = knapsack(&least, &room);
    problem.upper = upside_down;
    assert_fails(mlg_solver_solve(&answer, &problem, &options, &err), MLG_USAGE, &err, "bounds 0 to -1");
}

static void nothing_is_printed(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    char *folder = make_folder();
    const char *path = in_folder(folder, "printed");
    const double least = 0, room = 8;
    mlg_solver_problem problem = knapsack(&least, &room);
    mlg_solver_options options = { .max_seconds = 5, .max_nodes = 50, .kind = kind };
    mlg_solver_answer answer;
    mlg_error err;
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    FILE *file = fopen(path, "w+");
    dup2(fileno(file), STDOUT_FILENO);
    mlg_status st = mlg_solver_solve(&answer, &problem, &options, &err);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    fseek(file, 0, SEEK_END);
    long printed = ftell(file);
    fclose(file);
    remove_folder(folder);
    assert_ok(st, &err);
    assert_int_equal(printed, 0);
    mlg_solver_answer_release(&answer);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    const double least = 0, room = 8;
    mlg_solver_problem problem = knapsack(&least, &room);
    mlg_solver_options options = { .kind = kind };
    mlg_solver_answer answer;
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n++) {
        mlg_memory_fail_at(n);
        st = mlg_solver_solve(&answer, &problem, &options, &err);
        mlg_memory_fail_at(0);
        mlg_solver_answer_release(&answer);
    }
    assert_ok(st, &err);
}

/* x + y >= 1 and nothing above: the least -x has no end. CBC calls that infeasible. */
static void what_has_no_optimum_is_told(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    const double costs[2] = { -1, 0 }, above[2] = { HUGE_VAL, HUGE_VAL }, one[2] = { 1, 1 }, least = 1,
                 most = HUGE_VAL;
    const int32_t start[2] = { 0, 2 };
    const uint8_t whole[2] = { 1, 0 };
    mlg_solver_options options = { .kind = kind };
    for (int integer = 0; integer < 2; integer++) {
        mlg_solver_problem problem = { 2,   costs,  zeros, above, integer ? whole : NULL, 1, start, items,
                                       one, &least, &most, false };
        mlg_solver_answer answer;
        mlg_error err;
        assert_ok(mlg_solver_solve(&answer, &problem, &options, &err), &err);
        if (kind == MLG_SOLVER_HIGHS || answer.status != MLG_SOLVER_INFEASIBLE)
            assert_int_equal(answer.status, MLG_SOLVER_UNBOUNDED);
        assert_null(answer.value);
        mlg_solver_answer_release(&answer);
    }
}

/* best: the optimum, HUGE_VAL without one; what is over better_than may be left out. */
static void check_program(const mlg_solver_problem *problem, double best, double better_than)
{
    mlg_solver_options options = { .kind = kind, .better_than = better_than };
    mlg_solver_answer answer;
    mlg_error err;
    bool none = best == HUGE_VAL || (kind == MLG_SOLVER_CBC && better_than != 0 && better_than < best);
    assert_ok(mlg_solver_solve(&answer, problem, &options, &err), &err);
    assert_int_equal(answer.status, none ? MLG_SOLVER_INFEASIBLE : MLG_SOLVER_OPTIMAL);
    if (!none) {
        assert_near(answer.objective, best, 1e-6);
        assert_near(answer.bound, best, 1e-6);
    }
    mlg_solver_answer_release(&answer);
}

/* Seeded programs of 8 whole variables with two rows, against every set of them. */
static void whole_programs_equal_brute_force(void **state)
{
    (void)state;
    if (skip_without_solver())
        return;
    enum { N = 8 };
    static const int32_t start[3] = { 0, N, 2 * N };
    uint64_t seed = 23;
    int n_impossible = 0, n_rounds = campaign(500);
    for (int round = 0; round < n_rounds; round++) {
        double cost[N], lower[N] = { 0 }, upper[N], row[2 * N], least[2], most[2] = { HUGE_VAL, HUGE_VAL };
        int32_t column[2 * N];
        uint8_t whole[N];
        for (int c = 0; c < N; c++) {
            cost[c] = random_below(&seed, 40) - 10;
            upper[c] = whole[c] = 1;
            for (int r = 0; r < 2; r++) {
                column[r * N + c] = c;
                row[r * N + c] = random_below(&seed, 9) - 3;
            }
        }
        least[0] = random_below(&seed, 16);
        least[1] = -random_below(&seed, 4);
        double best = HUGE_VAL;
        for (uint32_t set = 0; set < 1U << N; set++) {
            double sum[3] = { 0 };
            for (int c = 0; c < N; c++)
                if (set >> c & 1) {
                    sum[0] += cost[c];
                    sum[1] += row[c];
                    sum[2] += row[N + c];
                }
            if (sum[1] >= least[0] && sum[2] >= least[1] && sum[0] < best)
                best = sum[0];
        }
        mlg_solver_problem problem = { N, cost, lower, upper, whole, 2, start, column, row, least, most, false };
        n_impossible += best == HUGE_VAL;
        check_program(&problem, best, 0);
        if (best < HUGE_VAL) {
            check_program(&problem, best, best + 0.5);
            check_program(&problem, best, best - 0.5);
        }
    }
    assert_true(n_impossible > 0 && n_impossible < n_rounds / 2);
}

static void a_solver_tells_its_name_and_version(void **state)
{
    (void)state;
    char *words;
    mlg_error err;
    assert_ok(mlg_solver_describe(&words, kind, &err), &err);
    assert_int_equal(words != NULL, mlg_solver_has(kind));
    if (words)
        assert_int_equal(
            strncmp(words, kind == MLG_SOLVER_HIGHS ? "HiGHS 1" : "CBC ", kind == MLG_SOLVER_HIGHS ? 7 : 4), 0);
    free(words);
    assert_int_equal(mlg_solver_named("highs"), MLG_SOLVER_HIGHS);
    assert_int_equal(mlg_solver_named("cbc"), MLG_SOLVER_CBC);
}

#define ONCE_A_SOLVER(test) cmocka_unit_test_setup(test, choose_cbc), cmocka_unit_test_setup(test, choose_highs)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONCE_A_SOLVER(whole_columns_are_whole),
        ONCE_A_SOLVER(no_solution_is_an_answer),
        ONCE_A_SOLVER(nonsense_is_refused),
        ONCE_A_SOLVER(nothing_is_printed),
        ONCE_A_SOLVER(memory_may_run_out_anywhere),
        ONCE_A_SOLVER(what_has_no_optimum_is_told),
        ONCE_A_SOLVER(whole_programs_equal_brute_force),
        ONCE_A_SOLVER(a_solver_tells_its_name_and_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
