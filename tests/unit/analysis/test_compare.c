#include "support.h"

#include "analysis/access/compare.h"
#include "base/memory.h"

#include <math.h>

/* Four places, and one unknown on each side. Differences 0.1, -0.5, 0, 1 for 10, 20, 30, 40 persons: bias (1 - 10 + 0 + 40)
 * / 100 = 0.31, mean square (0.1 + 5 + 0 + 40) / 100 = 0.451. Within a tenth of 2, 1, 3, 4: the first and the third.
 * Pearson: computed 2.1 0.5 3 5, mean 2.65, published mean 2.5; sums of products: deviations -0.55 -2.15 0.35 2.35 and
 * -0.5 -1.5 0.5 1.5: 0.275 + 3.225 + 0.175 + 3.525 = 7.2; squares 10.57 and 5; 7.2 / sqrt(52.85) = 0.990399. */
static const double computed[] = { 2.1, 0.5, 3, 5, (double)NAN, 1 }, published[] = { 2, 1, 3, 4, 1, (double)NAN };
static const double persons[] = { 10, 20, 30, 40, 50, 60 };
static const uint8_t classes[] = { 1, 1, 7, 7, 7, 0 };

static void differences_are_weighed_by_persons(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_int_equal(all.places, 4);
    assert_near(all.persons, 100, 0);
    assert_near(all.bias, 0.31, 1e-12);
    assert_near(all.mean_published, (20 + 20 + 90 + 160) / 100.0, 1e-12);
    assert_near(all.root_mean_square, sqrt(0.451), 1e-12);
    assert_near(all.within_places, 0.5, 0);
    assert_near(all.within_persons, 0.4, 1e-12);
    assert_near(all.pearson, 7.2 / sqrt(10.57 * 5), 1e-12);
    assert_near(all.spearman, 1, 1e-12);
    assert_int_equal(by_class[1].places, 2);
    assert_near(by_class[1].bias, -9 / 30.0, 1e-12);
    assert_near(by_class[7].persons, 70, 0);
    assert_int_equal(by_class[0].places, 0);
    assert_true(isnan(by_class[0].bias) && isnan(by_class[0].pearson));
}

/* Ranks 0 1.5 1.5 3 and 3 1.5 1.5 0: exactly opposite. Equal values have no correlation. */
static void ties_share_their_rank(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 2, 9 }, y[] = { 5, 4, 4, 0 }, flat[] = { 1, 1, 1, 1 }, ones[] = { 1, 1, 1, 1 };
    const uint8_t none[4] = { 0 };
    mlg_compare_input in = { 4, x, y, ones, none };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_near(all.spearman, -1, 1e-12);
    assert_near(all.within_places, 0, 0);
    in.published = flat;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_true(isnan(all.pearson) && isnan(all.spearman));
    in.count = 0;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_int_equal(all.places, 0);
    assert_true(isnan(all.bias));
}

static void the_worst_come_first(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    int32_t place[8], found;
    mlg_error err;
    assert_ok(mlg_compare_worst(place, &found, 8, &in, &err), &err);
    assert_int_equal(found, 4);
    assert_int_equal(place[0], 3);
    assert_int_equal(place[1], 1);
    assert_int_equal(place[2], 0);
    assert_ok(mlg_compare_worst(place, &found, 1, &in, &err), &err);
    assert_int_equal(found, 1);
}

static void bad_persons_are_refused(void **state)
{
    (void)state;
    const double bad[] = { 10, -1, 30, 40, 50, 60 };
    mlg_compare_input in = { 6, computed, published, bad, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_fails(mlg_compare(&in, &all, by_class, &err), MLG_INPUT, &err, "population of place 1 is -1");
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (int n = 1; st == MLG_MEMORY && n < 50; n++) {
        mlg_memory_fail_at(n);
        st = mlg_compare(&in, &all, by_class, &err);
        mlg_memory_fail_at(0);
    }
    assert_int_equal(st, MLG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_weighed_by_persons),
        cmocka_unit_test(ties_share_their_rank),
        cmocka_unit_test(the_worst_come_first),
        cmocka_unit_test(bad_persons_are_refused),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
