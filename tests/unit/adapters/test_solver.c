#include "support.h"

#include "adapters/solver.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

/* Without the solver the call must say so; with it, the test goes on. */
static bool skip_without_solver(void)
{
    if (mlg_solver_available())
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
    mlg_solver_options options = { 0 };
    mlg_solver_answer answer;
    mlg_error err;
    if (!mlg_solver_available()) {
        assert_fails(mlg_solver_solve(&answer, &problem, &options, &err), MLG_DATA, &err, "without the solver");
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
    mlg_solver_options options = { .max_seconds = 10, .max_nodes = 100 };
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
    mlg_solver_options options = { 0 };
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
    mlg_solver_options options = { .max_seconds = 5, .max_nodes = 50 };
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
    mlg_solver_options options = { 0 };
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_columns_are_whole),     cmocka_unit_test(no_solution_is_an_answer),
        cmocka_unit_test(nonsense_is_refused),         cmocka_unit_test(nothing_is_printed),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
