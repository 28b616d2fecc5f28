#include "support.h"

#include "analysis/access/calibrate.h"
#include "network/models/model.h"

#include <math.h>

/* Four pairs in minutes, given 10 20 30 40, computed 12 20 27 none; the first two of class 1, the others of class 6.
 * Differences +2 0 -3: bias -1/3, mean absolute 5/3, rms sqrt(13/3); sums 59 and 60. Class 6 has one pair, -3. */
static const int32_t given[] = { 6000, 12000, 18000, 24000 };
static const int32_t computed[] = { 7200, 12000, 16200, MLG_UNREACHABLE };
static const uint8_t class_of[] = { 1, 1, 6, 6 };

static void figures_by_hand(void **state)
{
    (void)state;
    mlg_calibrate_input in = { 4, given, computed, class_of };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(all.pairs, 3);
    assert_int_equal(all.unreached, 1);
    assert_near(all.mean_given, 20, 1e-12);
    assert_near(all.bias, -1.0 / 3, 1e-12);
    assert_near(all.mean_absolute, 5.0 / 3, 1e-12);
    assert_near(all.root_mean_square, sqrt(13.0 / 3), 1e-12);
    assert_near(all.difference_10, -3, 1e-12);
    assert_near(all.difference_50, 0, 1e-12);
    assert_near(all.difference_90, 2, 1e-12);
    assert_near(all.ratio, 59.0 / 60, 1e-12);
    assert_near(all.correlation, 150 / sqrt(200 * (338.0 / 3)), 1e-12); /* centred sums: 150, 200 and 338/3 */
    assert_int_equal(by_class[1].pairs, 2);
    assert_near(by_class[1].bias, 1, 1e-12);
    assert_int_equal(by_class[6].pairs, 1);
    assert_true(isnan(by_class[6].correlation));
    assert_int_equal(by_class[3].pairs, 0);
    assert_true(isnan(by_class[3].bias));
    assert_int_equal(n_worst, 3);
    assert_int_equal(worst[0], 2);
    assert_int_equal(worst[1], 0);
    assert_int_equal(worst[2], 1);
}

static void the_ten_worst_of_many(void **state)
{
    (void)state;
    int32_t g[200], c[200];
    uint8_t k[200];
    for (int i = 0; i < 200; i++) {
        g[i] = 6000;
        c[i] = 6000 + (i * 37) % 200;
        k[i] = 0;
    }
    mlg_calibrate_input in = { 200, g, c, k };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(n_worst, MLG_CALIBRATE_WORST);
    for (int i = 0; i < MLG_CALIBRATE_WORST; i++)
        assert_int_equal(c[worst[i]] - 6000, 199 - i);
}

static void bad_pairs_are_refused(void **state)
{
    (void)state;
    static const uint8_t beyond[] = { 1, 1, 6, 9 };
    mlg_calibrate_input in = { 4, given, computed, beyond };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_fails(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), MLG_INPUT, &err, "pair 3");
    in.count = 0;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(all.pairs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_by_hand),
        cmocka_unit_test(the_ten_worst_of_many),
        cmocka_unit_test(bad_pairs_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
