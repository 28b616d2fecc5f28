#include "support.h"

#include "analysis/desert/criteria.h"
#include "analysis/desert/moran.h"

#include <math.h>
#include <stdlib.h>

/* ---- conditions ---------------------------------------------------------------------------------------------------- */

/* any( all(a < 2.5, b > 10), c > 30 ) on the nine combinations of false, true and unknown of a and b, c unknown or false. */
static void conditions_follow_three_valued_logic(void **state)
{
    (void)state;
    const double a[] = { 3, 2, (double)NAN, 3, 2, (double)NAN, 3, 2, (double)NAN },
                 b[] = { 5, 5, 5, 11, 11, 11, (double)NAN, (double)NAN, (double)NAN };
    const double no[9] = { 0 };
    double unknown[9];
    const mlg_condition tree[] = { { MLG_CONDITION_ANY, 0, 1, 0 },
                                   { MLG_CONDITION_ALL, 0, 2, 4 },
                                   { MLG_CONDITION_IS, 0, 0, 3 },
                                   { MLG_CONDITION_IS, 1, 0, 0 },
                                   { MLG_CONDITION_IS, 2, 0, 0 } };
    const mlg_truth all[] = { MLG_FALSE,  MLG_FALSE, MLG_FALSE,  MLG_FALSE, MLG_TRUE,
                              MLG_UNTOLD, MLG_FALSE, MLG_UNTOLD, MLG_UNTOLD };
    mlg_criterion criteria[] = { { a, 2.5, false }, { b, 10, true }, { no, 30, true } };
    for (int k = 0; k < 9; k++)
        unknown[k] = (double)NAN;
    for (int32_t i = 0; i < 9; i++) {
        assert_int_equal(mlg_condition_holds(tree, 1, criteria, i), all[i]);
        assert_int_equal(mlg_condition_holds(tree, 0, criteria, i), all[i]); /* c is false */
    }
    criteria[2].value = unknown;
    for (int32_t i = 0; i < 9; i++)
        assert_int_equal(mlg_condition_holds(tree, 0, criteria, i), all[i] == MLG_TRUE ? MLG_TRUE : MLG_UNTOLD);
}

static void bounds_are_strict(void **state)
{
    (void)state;
    const double value[] = { 2.5, 2.4999, 2.5001 };
    mlg_criterion below = { value, 2.5, false }, above = { value, 2.5, true };
    assert_true(mlg_criterion_holds(&below, 0) == MLG_FALSE && mlg_criterion_holds(&above, 0) == MLG_FALSE);
    assert_true(mlg_criterion_holds(&below, 1) == MLG_TRUE && mlg_criterion_holds(&above, 2) == MLG_TRUE);
}

/* Poverty 10, 30, 20 (high is fragile): ranks 0, 1, 0.5. Access 4, 2, 2 (low is): 0, 0.75, 0.75. Weights 3 and 1: scores 0,
 * (3 + 0.75) / 4 = 0.9375, (1.5 + 0.75) / 4 = 0.5625. Without its access the second counts its poverty alone. */
static void a_score_is_the_weighted_mean_of_ranks(void **state)
{
    (void)state;
    const double poverty[] = { 10, 30, 20 }, weight[] = { 3, 1 };
    double access[] = { 4, 2, 2 }, rank[6], score[3];
    const double *value[] = { poverty, access };
    const bool high[] = { true, false };
    const double none[] = { 0, 0 };
    mlg_error err;
    assert_ok(mlg_vulnerability(3, 2, value, weight, high, rank, score, &err), &err);
    assert_true(rank[0] == 0 && rank[1] == 1 && rank[2] == 0.5 && rank[3] == 0 && rank[4] == 0.75 &&
                rank[5] == 0.75);
    assert_near(score[0], 0, 0);
    assert_near(score[1], 0.9375, 1e-15);
    assert_near(score[2], 0.5625, 1e-15);
    access[1] = (double)NAN;
    assert_ok(mlg_vulnerability(3, 2, value, weight, high, rank, score, &err), &err);
    assert_near(score[1], 1, 0);
    assert_true(isnan(rank[4]));
    assert_fails(mlg_vulnerability(3, 2, value, none, high, rank, score, &err), MLG_USAGE, &err, "no weight");
}

/* ---- clusters ------------------------------------------------------------------------------------------------------ */

/* A line of four: 1 2 3 6, mean 3, squares 4 + 1 + 0 + 9 = 14, variance 3.5. In squares of the deviation d = -2 -1 0 3 the lags are
 * -1, -1, 1, 0; I = 3 d lag / 14: 6/14, 3/14, 0, 0. Moran's I = SUM d lag / SUM d^2 = 3/14. */
static void local_moran_of_a_line_is_worked_by_hand(void **state)
{
    (void)state;
    const double value[] = { 1, 2, 3, 6 };
    const int32_t from[] = { 0, 2, 2 }, to[] = { 1, 1, 3 };
    double local[4], p[4], global;
    uint8_t quadrant[4];
    mlg_error err;
    mlg_moran_input in = { 4, value, 3, from, to, 99, 1, 1 };
    assert_ok(mlg_moran(&in, local, p, quadrant, &global, &err), &err);
    assert_near(local[0], 6.0 / 14, 1e-15);
    assert_near(local[1], 3.0 / 14, 1e-15);
    assert_near(local[2], 0, 1e-15);
    assert_near(local[3], 0, 1e-15);
    assert_near(global, 3.0 / 14, 1e-15);
    assert_int_equal(quadrant[0], MLG_LOW_LOW);
    in.permutations = 0;
    assert_fails(mlg_moran(&in, local, p, quadrant, &global, &err), MLG_USAGE, &err, "0 permutations");
}

enum { SIDE = 20, CELLS = SIDE * SIDE };

static int32_t grid_pairs(int32_t *from, int32_t *to)
{
    int32_t n = 0;
    for (int32_t y = 0; y < SIDE; y++)
        for (int32_t x = 0; x < SIDE; x++) {
            if (x + 1 < SIDE) {
                from[n] = y * SIDE + x;
                to[n++] = y * SIDE + x + 1;
            }
            if (y + 1 < SIDE) {
                from[n] = y * SIDE + x;
                to[n++] = (y + 1) * SIDE + x;
            }
        }
    return n;
}

/* A square of 5 x 5 low values in noise is found, and nothing else once false discoveries are held; at any number of threads the
 * same. Of pure noise 5 % pass a plain threshold of 5 % or so, and none the control. */
static void a_planted_cluster_is_found_and_noise_is_not(void **state)
{
    (void)state;
    static double value[CELLS], local[CELLS], p[CELLS], again[CELLS], twice[CELLS];
    static int32_t from[2 * CELLS], to[2 * CELLS];
    static uint8_t quadrant[CELLS];
    uint64_t seed = 7;
    double global, limit;
    int32_t plain = 0, inside = 0, outside = 0;
    mlg_error err;
    for (int32_t i = 0; i < CELLS; i++)
        value[i] = random_unit(&seed);
    mlg_moran_input in = { CELLS, value, grid_pairs(from, to), from, to, 999, 42, 1 };
    assert_ok(mlg_moran(&in, local, p, quadrant, &global, &err), &err);
    assert_true(fabs(global) < 0.1);
    for (int32_t i = 0; i < CELLS; i++)
        plain += p[i] <= 0.05;
    assert_true(plain >= 15 && plain <= 70); /* one-sided on the smaller side: about 10 % of 400 */
    assert_ok(mlg_false_discovery(&limit, CELLS, p, 0.05, &err), &err);
    for (int32_t i = 0; i < CELLS; i++)
        outside += p[i] <= limit;
    assert_true(outside <= 2);
    for (int32_t y = 5; y < 10; y++)
        for (int32_t x = 5; x < 10; x++)
            value[y * SIDE + x] = -3 + random_unit(&seed) / 10;
    in.permutations = 9999;
    assert_ok(mlg_moran(&in, local, p, quadrant, &global, &err), &err);
    in.threads = 3;
    assert_ok(mlg_moran(&in, again, twice, quadrant, &global, &err), &err);
    assert_memory_equal(p, twice, sizeof p);
    assert_memory_equal(local, again, sizeof local);
    assert_ok(mlg_false_discovery(&limit, CELLS, p, 0.05, &err), &err);
    outside = 0;
    for (int32_t i = 0; i < CELLS; i++) {
        bool in_square = i % SIDE >= 5 && i % SIDE < 10 && i / SIDE >= 5 && i / SIDE < 10;
        bool found = p[i] <= limit && quadrant[i] == MLG_LOW_LOW;
        inside += in_square && found;
        outside += !in_square && found;
    }
    assert_true(inside >= 21); /* the corners have two neighbours of noise */
    assert_true(outside <= 1);
}

/* Of 0.01 0.02 0.03 0.5 at 5 %: limits 0.0125 0.025 0.0375 0.05, so the three first; with 0.04 third and fourth only two. */
static void false_discoveries_are_held_by_benjamini_and_hochberg(void **state)
{
    (void)state;
    const double three[] = { 0.5, 0.03, (double)NAN, 0.01, 0.02 }, two[] = { 0.04, 0.01, 0.02, 0.9 },
                 none[] = { 0.2, 0.3 };
    double limit;
    mlg_error err;
    assert_ok(mlg_false_discovery(&limit, 5, three, 0.05, &err), &err);
    assert_near(limit, 0.03, 0);
    assert_ok(mlg_false_discovery(&limit, 4, two, 0.05, &err), &err);
    assert_near(limit, 0.02, 0);
    assert_ok(mlg_false_discovery(&limit, 2, none, 0.05, &err), &err);
    assert_near(limit, 0, 0);
}

/* A unit alone or without a value takes no part. */
static void islands_and_unknown_values_take_no_part(void **state)
{
    (void)state;
    const double value[] = { 1, 2, (double)NAN, 4, 9 };
    const int32_t from[] = { 0, 1, 1 }, to[] = { 1, 2, 3 };
    double local[5], p[5], global;
    uint8_t quadrant[5];
    mlg_error err;
    const mlg_moran_input in = { 5, value, 3, from, to, 99, 1, 1 };
    assert_ok(mlg_moran(&in, local, p, quadrant, &global, &err), &err);
    assert_true(isnan(p[2]) && isnan(p[4]) && !isnan(p[0]) && !isnan(p[3]));
    assert_int_equal(quadrant[4], MLG_NO_CLUSTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_follow_three_valued_logic),
        cmocka_unit_test(bounds_are_strict),
        cmocka_unit_test(a_score_is_the_weighted_mean_of_ranks),
        cmocka_unit_test(local_moran_of_a_line_is_worked_by_hand),
        cmocka_unit_test(a_planted_cluster_is_found_and_noise_is_not),
        cmocka_unit_test(false_discoveries_are_held_by_benjamini_and_hochberg),
        cmocka_unit_test(islands_and_unknown_values_take_no_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
