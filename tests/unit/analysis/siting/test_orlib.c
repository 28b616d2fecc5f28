/* Files in the layout of the OR-Library, written by hand, read and solved. */
#include "support.h"

#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/problem.h"
#include "orlib.h"

#include <math.h>
#include <stdlib.h>

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

static mlg_siting_problem problem_of(const orlib *x)
{
    return (mlg_siting_problem){ x->n, x->weight, x->n, x->start, x->demand, x->time_s, NULL, x->sites, 1 << 28 };
}

/* A square of roads 1-2-3-4-1. The road from 1 to 2 is told twice, 3 then 7: the last line wins, so that the way round to 4 is 16
 * and not 20. Pairs of sites: 1,3 cost 4 + 5 = 9; 1,2 4 + 9; 1,4 7 + 5; 2,3 7 + 5; 2,4 7 + 4; 3,4 11 + 4. With 3 for 7 the
 * optimum would be 2,4: 3 + 4. */
static void the_last_line_of_a_repeated_edge_wins(void **state)
{
    const char *path = in_folder(*state, "pmed.txt");
    orlib x;
    mlg_siting_answer a;
    mlg_siting_options options;
    mlg_error err;
    write_text(path, " 4 5 2 \n 1 2 3 \n 2 3 4 \n 3 4 5 \n 2 1 7 \n 4 1 20 \n");
    assert_ok(orlib_read_pmedian(&x, path, &err), &err);
    assert_int_equal(x.n, 4);
    assert_int_equal(x.sites, 2);
    assert_int_equal(x.time_s[1], 7);
    assert_int_equal(x.time_s[3], 16);
    mlg_siting_options_init(&options);
    mlg_siting_problem p = problem_of(&x);
    assert_ok(mlg_siting_pmedian(&a, &p, &options, &err), &err);
    assert_true(a.outcome.proved);
    assert_int_equal(a.after.objective, 9);
    mlg_siting_answer_release(&a);
    orlib_release(&x);
}

/* A (0,0) of 5, B (3,4) of 5, C (10,0) of 6, D (11,1) of 4. Distances AB 5, CD 1.4, BC 8.06, BD 8.5, AC 10, AD 11.05: whole parts 5, 1,
 * 8, 8, 10, 11. Two sites of 10: A with B, C with D, 5 + 1 = 6. One of 20: at C 10 + 8 + 1 = 19, at D 20, at B 21, at A 26. */
static void capacitated_costs_are_whole_parts_of_distances(void **state)
{
    static const double want[2] = { 6, 19 };
    const char *path = in_folder(*state, "pmedcap.txt");
    orlib *x;
    int32_t n;
    mlg_error err;
    write_text(path, " 2\n 1 6\n 4 2 10\n 1 0 0 5\n 2 3 4 5\n 3 10 0 6\n 4 11 1 4\n 2 19\n 4 1 20\n 1 0 0 5\n 2 3 "
                     "4 5\n 3 10 0 6\n 4 11 1 4\n");
    assert_ok(orlib_read_capacitated(&x, &n, path, &err), &err);
    assert_int_equal(n, 2);
    for (int k = 0; k < n; k++) {
        int64_t capacity[4] = { x[k].capacity, x[k].capacity, x[k].capacity, x[k].capacity };
        mlg_serve_problem p = {
            .base = problem_of(&x[k]), .limit_s = INT32_MAX, .capacity = capacity, .cost_a_place = true
        };
        mlg_siting_options options;
        mlg_serve_answer a;
        mlg_siting_options_init(&options);
        assert_int_equal(x[k].number, k + 1);
        assert_near(x[k].best_known, want[k], 0);
        assert_ok(mlg_siting_serve(&a, &p, &options, &err), &err);
        assert_true(a.outcome.proved);
        assert_near(a.objective, want[k], 0);
        mlg_serve_answer_release(&a);
        orlib_release(&x[k]);
    }
    free(x);
}

static void malformed_files_are_told_where(void **state)
{
    static const struct {
        const char *text, *message;
    } medians[] = {
        { "", "no p-median of the OR-Library" },
        { "roads of the town", "no p-median of the OR-Library" },
        { "4 1", "no p-median of the OR-Library" },
        { "0 0 0", "no p-median of the OR-Library" },
        { "4 1 5\n1 2 3\n", "5 sites among 4 places" },
        { "4 2 1\n1 2 3\n", "edge 2 of 2 cannot be read" },
        { "4 2 1\n1 2 3\n2 x 4\n", "edge 2 of 2 cannot be read" },
        { "4 1 1\n1 5 3\n", "edge 1 is from 1 to 5" },
        { "4 1 1\n1 2 -3\n", "of length -3" },
    }, capacitated[] = {
        { "", "no number of problems" },
        { "0", "no number of problems" },
        { "1\n1 6\n4 2\n", "problem 1 of 1 cannot be read" },
        { "1\n1 6\n2 3 10\n1 0 0 5\n2 1 1 5\n", "3 sites among 2 places" },
        { "1\n1 6\n2 1 0\n1 0 0 5\n2 1 1 5\n", "of capacity 0" },
        { "1\n1 6\n2 1 10\n1 0 0 5\n", "place 2 of problem 1 cannot be read" },
        { "2\n1 6\n2 1 10\n1 0 0 5\n2 1 1 5\n", "problem 2 of 2 cannot be read" },
        { "1\n1 6\n2 1 10\n1 0 0 5\n2 1 1 -5\n", "place 2 of problem 1 cannot be read" },
    };
    const char *path = in_folder(*state, "bad.txt");
    mlg_error err;
    for (size_t c = 0; c < sizeof medians / sizeof *medians; c++) {
        orlib x;
        write_text(path, medians[c].text);
        assert_fails(orlib_read_pmedian(&x, path, &err), MLG_INPUT, &err, medians[c].message);
        assert_null(x.time_s);
    }
    for (size_t c = 0; c < sizeof capacitated / sizeof *capacitated; c++) {
        orlib *x;
        int32_t n;
        write_text(path, capacitated[c].text);
        assert_fails(orlib_read_capacitated(&x, &n, path, &err), MLG_INPUT, &err, capacitated[c].message);
        assert_null(x);
    }
    orlib none;
    assert_fails(orlib_read_pmedian(&none, in_folder(*state, "nowhere.txt"), &err), MLG_INPUT, &err,
                 "cannot be opened");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_line_of_a_repeated_edge_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(capacitated_costs_are_whole_parts_of_distances, set_up, tear_down),
        cmocka_unit_test_setup_teardown(malformed_files_are_told_where, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
