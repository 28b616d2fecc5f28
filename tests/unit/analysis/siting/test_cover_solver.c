/* The fewest sites by CBC, where branch and bound leaves off: against all sets of sites, and against cap sets. A set of points of the affine
 * space over three elements meets every line when what it leaves is a cap: of 9 points 4 at the most, of 27 points 9 (Pellegrino 1970 tells
 * the next, 20 of 81), so that 5 and 18 sites are the fewest that serve all lines. Linear relaxations say 3 and 9. */
#include "solvers.h"
#include "support.h"

#include "analysis/siting/cover/set_cover.h"
#include "base/random.h"

#include <string.h>

enum { MOST_ROWS = 120, MOST_IN_A_ROW = 4 };

static int64_t start[MOST_ROWS + 1];
static int32_t column[MOST_ROWS * MOST_IN_A_ROW], value[MOST_ROWS * MOST_IN_A_ROW];
static mlg_sparse_rows rows = { .start = start, .column = column, .value = value };

static int third_on_the_line(int a, int b, int points)
{
    int c = 0;
    for (int digit = 1; digit < points; digit *= 3)
        c += (6 - a / digit % 3 - b / digit % 3) % 3 * digit;
    return c;
}

/* A row a line: three points that sum to nothing. */
static void make_lines(int points)
{
    rows.n_columns = points;
    rows.n_rows = 0;
    for (int a = 0; a < points; a++)
        for (int b = a + 1; b < points; b++) {
            int c = third_on_the_line(a, b, points);
            if (c <= b)
                continue;
            int32_t *line = column + start[rows.n_rows];
            line[0] = a, line[1] = b, line[2] = c;
            start[rows.n_rows + 1] = start[rows.n_rows] + 3;
            rows.n_rows++;
        }
}

static void make_random(uint64_t *random)
{
    rows.n_columns = 10;
    rows.n_rows = 15;
    for (int i = 0; i < rows.n_rows; i++) {
        int64_t n = start[i];
        for (int j = 0; j < rows.n_columns && n - start[i] < MOST_IN_A_ROW; j++)
            if (mlg_random_below(random, 4) == 0 || (j == rows.n_columns - 1 && n == start[i]))
                column[n++] = j;
        start[i + 1] = n;
    }
}

static bool covers_all(const uint8_t *chosen)
{
    for (int i = 0; i < rows.n_rows; i++) {
        bool covered = false;
        for (int64_t k = start[i]; k < start[i + 1]; k++)
            covered = covered || chosen[column[k]];
        if (!covered)
            return false;
    }
    return true;
}

static int count(const uint8_t *chosen)
{
    int n = 0;
    for (int j = 0; j < rows.n_columns; j++)
        n += chosen[j];
    return n;
}

static int fewest_of_all_sets(void)
{
    int fewest = rows.n_columns;
    for (int set = 0; set < 1 << rows.n_columns; set++) {
        uint8_t chosen[16];
        for (int j = 0; j < rows.n_columns; j++)
            chosen[j] = set >> j & 1;
        if (covers_all(chosen) && count(chosen) < fewest)
            fewest = count(chosen);
    }
    return fewest;
}

static void need_solver(void)
{
    if (!mlg_solver_available())
        skip();
}

static void check_solver(int fewest, mlg_solver_kind solver)
{
    uint8_t chosen[32] = { 0 };
    bool covers = false, optimal = false;
    double bound = 0;
    mlg_siting_options options;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.solver = solver;
    assert_ok(mlg_cover_by_solver(chosen, &covers, &optimal, &bound, &rows, &options, &err), &err);
    assert_true(covers && optimal && covers_all(chosen));
    assert_int_equal(count(chosen), fewest);
    assert_true(bound > fewest - 1 && bound < fewest + 1e-6);
}

static void the_fewest_are_those_of_all_sets(void **state)
{
    (void)state;
    need_solver();
    uint64_t random = 29;
    for (int round = 0; round < campaign(200); round++) {
        make_random(&random);
        check_solver(fewest_of_all_sets(), solver_of(round));
    }
    make_lines(9);
    check_solver(5, solver_of(0));
    check_solver(5, solver_of(1));
}

/* Nine points are proved within a few nodes: nothing is left to ask. */
static void what_branch_and_bound_proves_does_not_go_to_the_solver(void **state)
{
    (void)state;
    mlg_cover cover;
    mlg_siting_options options;
    mlg_error err;
    make_lines(9);
    mlg_siting_options_init(&options);
    options.use_solver = true;
    assert_ok(mlg_cover_solve(&cover, &rows, INT32_MAX, 0, &options, &err), &err);
    assert_true(cover.outcome.proved && cover.nodes > 0 && cover.n_best == 5);
    assert_false(cover.by_solver);
    mlg_cover_release(&cover);
}

/* After one node the search leaves both spaces open. */
static void what_branch_and_bound_leaves_open_goes_to_the_solver(void **state)
{
    (void)state;
    need_solver();
    static const struct {
        int points, fewest;
    } spaces[] = { { 9, 5 }, { 27, 18 } };
    for (int i = 0; i < 2; i++) {
        mlg_cover alone, closed;
        mlg_siting_options options;
        mlg_error err;
        make_lines(spaces[i].points);
        mlg_siting_options_init(&options);
        options.max_nodes = 1;
        options.use_solver = false;
        assert_ok(mlg_cover_solve(&alone, &rows, INT32_MAX, 0, &options, &err), &err);
        options.use_solver = true;
        assert_ok(mlg_cover_solve(&closed, &rows, INT32_MAX, 0, &options, &err), &err);
        assert_false(alone.by_solver || alone.outcome.proved);
        assert_true(closed.by_solver);
        assert_in_range(closed.n_best, spaces[i].fewest, alone.n_best);
        assert_true(closed.outcome.bound >= alone.outcome.bound && closed.outcome.bound <= spaces[i].fewest);
        assert_true(i > 0 || closed.outcome.proved); /* of 27, only if CBC needs few nodes */
        assert_true(!closed.outcome.proved || closed.n_best == spaces[i].fewest);
        mlg_cover_release(&alone);
        mlg_cover_release(&closed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fewest_are_those_of_all_sets),
        cmocka_unit_test(what_branch_and_bound_proves_does_not_go_to_the_solver),
        cmocka_unit_test(what_branch_and_bound_leaves_open_goes_to_the_solver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
