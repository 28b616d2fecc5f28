#include "support.h"

#include "analysis/access/measure.h"
#include "analysis/common/profession.h"
#include "analysis/common/thresholds.h"
#include "network/models/model.h"
#include "study/config/names.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double at_min(const mlg_decay *decay, double minutes)
{
    return mlg_decay_weight(decay, (int32_t)lround(minutes * MLG_DS_PER_MIN));
}

/* 2012 steps are printed "<5", "5 to 10", "10 to 15": five minutes exactly are in the second one. */
static void apl_2012_is_closed_left(void **state)
{
    (void)state;
    const mlg_decay *d = mlg_decay_by_name("apl-2012");
    assert_near(at_min(d, 0), 1, 0);
    assert_near(mlg_decay_weight(d, 2999), 1, 0);
    assert_near(at_min(d, 5), 0.3, 0);
    assert_near(mlg_decay_weight(d, 5999), 0.3, 0);
    assert_near(at_min(d, 10), 0.1, 0);
    assert_near(mlg_decay_weight(d, 8999), 0.1, 0);
    assert_near(at_min(d, 15), 0, 0);
    assert_int_equal(mlg_decay_limit(d), 8999);
    assert_string_equal(d->evidence, "C");
}

/* 2015 steps by default hold their end: ten minutes exactly weigh 1. */
static void apl_2015_is_closed_right(void **state)
{
    (void)state;
    const mlg_decay *d = mlg_decay_by_name("apl-2015");
    assert_near(at_min(d, 10), 1, 0);
    assert_near(mlg_decay_weight(d, 6001), 2.0 / 3, 0);
    assert_near(at_min(d, 15), 2.0 / 3, 0);
    assert_near(mlg_decay_weight(d, 9001), 1.0 / 3, 0);
    assert_near(at_min(d, 20), 1.0 / 3, 0);
    assert_near(mlg_decay_weight(d, 12001), 0, 0);
    assert_near(mlg_decay_weight(d, MLG_UNREACHABLE), 0, 0);
    assert_int_equal(mlg_decay_limit(d), 12000);
    assert_string_equal(d->evidence, "M");
}

static void closure_can_be_overridden(void **state)
{
    (void)state;
    mlg_decay d = *mlg_decay_by_name("apl-2015");
    d.closure = MLG_CLOSED_LEFT;
    assert_near(at_min(&d, 10), 2.0 / 3, 0);
    assert_near(at_min(&d, 20), 0, 0);
    assert_int_equal(mlg_decay_limit(&d), 11999);
}

static void every_named_decay_is_found_and_falls(void **state)
{
    (void)state;
    int32_t count;
    const mlg_decay *list = mlg_decay_list(&count);
    assert_true(count >= 2);
    for (int32_t i = 0; i < count; i++) {
        assert_ptr_equal(mlg_decay_by_name(list[i].name), &list[i]);
        assert_true(strlen(list[i].source) > 10 && strlen(list[i].evidence) <= 1);
        for (int32_t k = 1; k < list[i].count; k++)
            assert_true(list[i].weight[k] < list[i].weight[k - 1] && list[i].end_ds[k] > list[i].end_ds[k - 1]);
    }
    assert_null(mlg_decay_by_name("apl-1999"));
}

/* What a study file may name is what is there. */
static void names_of_study_files_are_those_of_the_registries(void **state)
{
    (void)state;
    int32_t count, n = 0;
    bool known;
    const mlg_decay *list = mlg_decay_list(&count);
    for (const char *const *name = mlg_decay_names(); *name; name++, n++)
        assert_string_equal(*name, list[n].name);
    assert_int_equal(n, count);
    for (n = 0; mlg_decay_shape_names()[n]; n++)
        assert_int_equal(mlg_decay_shape_by_name(mlg_decay_shape_names()[n], &known), n);
    assert_int_equal(n, MLG_COSINE + 1);
    for (n = 0; mlg_measure_names()[n]; n++)
        assert_string_equal(mlg_measure_names()[n], mlg_measures[n].name);
    assert_null(mlg_measures[n].name);
    for (n = 0; mlg_profession_names()[n]; n++)
        assert_string_equal(mlg_profession_names()[n], mlg_professions()[n].service);
    assert_null(mlg_professions()[n].service);
    assert_true(mlg_profession_of("gp")->under == MLG_APL_THRESHOLD);
}

static void travel_models_have_their_traits(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int traits;
    } known[] = { { "crow", 0 },
                  { "road", MLG_TRAVEL_SEARCHED | MLG_TRAVEL_FAR },
                  { "table", MLG_TRAVEL_GIVEN },
                  { "transit", MLG_TRAVEL_SEARCHED },
                  { "raster", MLG_TRAVEL_SEARCHED } };
    int32_t n = 0;
    for (; mlg_travel_model_names()[n]; n++) {
        assert_string_equal(mlg_travel_model_names()[n], known[n].name);
        assert_int_equal(mlg_travel_model_traits(known[n].name), known[n].traits);
    }
    assert_int_equal(n, sizeof known / sizeof *known);
    assert_int_equal(mlg_travel_model_traits("plane"), 0);
}

/* One step of 30 minutes is 2SFCA; a last step of weight 0 does not lengthen the search. */
static void custom_steps_are_checked(void **state)
{
    (void)state;
    mlg_decay d;
    mlg_error err;
    const double ends[] = { 7.5, 30, 40 }, weights[] = { 1, 0.5, 0 };
    assert_ok(mlg_decay_custom(&d, "mine", MLG_CLOSED_RIGHT, 3, ends, weights, &err), &err);
    assert_near(mlg_decay_weight(&d, 4500), 1, 0);
    assert_near(mlg_decay_weight(&d, 4501), 0.5, 0);
    assert_int_equal(mlg_decay_limit(&d), 18000);
    const double falling[] = { 10, 10 }, above[] = { 1.5 }, rising[] = { 0.5, 0.6 }, zero[] = { 0 };
    const double nan_end[] = { (double)NAN };
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 2, falling, weights, &err), MLG_USAGE, &err,
                 "decay x: step 2 ends at 10 min");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 1, nan_end, weights, &err), MLG_USAGE, &err,
                 "ends at");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 1, ends, above, &err), MLG_USAGE, &err, "weight 1.5");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 2, ends, rising, &err), MLG_USAGE, &err,
                 "weight 0.6");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 1, ends, zero, &err), MLG_USAGE, &err, "no weight");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 0, ends, zero, &err), MLG_USAGE, &err, "has 0 steps");
    assert_fails(mlg_decay_custom(&d, "x", MLG_CLOSED_RIGHT, 17, ends, zero, &err), MLG_USAGE, &err,
                 "has 17 steps");
}

/* Forty bits, half of 2^-40 away at most: what two C libraries say of cos() or exp() comes to the same. */
static void weights_keep_forty_bits(void **state)
{
    (void)state;
    mlg_decay cosine, fast;
    mlg_error err;
    int rounded = 0;
    assert_ok(mlg_decay_of_shape(&cosine, "x", MLG_COSINE, 18, 0, 0, &err), &err);
    assert_ok(mlg_decay_of_shape(&fast, "x", MLG_EXPONENTIAL, 18, 1.5, 0, &err), &err); /* down to 2e-12 */
    for (int32_t t = 1; t < 10800; t++) {
        const double weights[] = { mlg_decay_weight(&cosine, t), mlg_decay_weight(&fast, t) };
        const double exact[] = { 0.5 * (1 + cos(3.14159265358979324 * (t / 600.0 / 18))),
                                 exp(-1.5 * (t / 600.0)) };
        for (int k = 0; k < 2; k++) {
            int power;
            double bits = ldexp(frexp(weights[k], &power), 40);
            assert_true(bits == floor(bits));
            assert_near(weights[k], exact[k], exact[k] * 0x1p-40);
            rounded += weights[k] != exact[k];
        }
    }
    assert_true(rounded > 20000);
}

/* Every shape, with each of its parameters, has rows of tests/golden/decays.csv. */
static void every_shape_has_worked_examples(void **state)
{
    (void)state;
    FILE *file = fopen(SOURCE_DIR "/tests/golden/decays.csv", "r");
    char line[256], shape[32];
    int seen[32] = { 0 }, rows = 0;
    double first, second, cut, minutes, weight, tolerance;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file); rows++) {
        mlg_decay d;
        mlg_error err;
        bool known;
        assert_int_equal(sscanf(line, "%31[^,],%lf,%lf,%lf,%lf,%lf,%lf", shape, &first, &second, &cut, &minutes,
                                &weight, &tolerance),
                         7);
        const mlg_decay_shape which = mlg_decay_shape_by_name(shape, &known);
        assert_true(known);
        assert_string_equal(mlg_decay_shape_name(which), shape);
        seen[which]++;
        assert_ok(mlg_decay_of_shape(&d, "x", which, cut, first, second, &err), &err);
        assert_near(at_min(&d, minutes), weight, tolerance);
        assert_int_equal(mlg_decay_limit(&d), (int)(600 * cut));
        assert_near(mlg_decay_weight(&d, mlg_decay_limit(&d) + 1), 0, 0);
    }
    fclose(file);
    for (int k = 0; mlg_decay_shape_names()[k]; k++)
        if (seen[k] < 5)
            fail_msg("the shape %s has %d worked examples", mlg_decay_shape_names()[k], seen[k]);
    assert_int_equal(rows, 45);
}

/* The weight one decisecond at a time is that of the formula, and nothing beyond the limit. */
static void the_table_of_weights_is_exact(void **state)
{
    (void)state;
    int32_t count;
    const mlg_decay *list = mlg_decay_list(&count);
    for (int32_t i = 0; i < count; i++) {
        double *weight;
        mlg_error err;
        mlg_text text = { 0 };
        int32_t limit = mlg_decay_limit(&list[i]);
        assert_ok(mlg_decay_table(&weight, &list[i], &err), &err);
        for (int32_t t = 0; t <= limit + 1; t++)
            assert_true(weight[t] == mlg_decay_weight(&list[i], t) && (t == 0 || weight[t] <= weight[t - 1]));
        assert_ok(mlg_decay_describe(&text, &list[i], &err), &err);
        assert_true(text.length > 5);
        mlg_text_release(&text);
        free(weight);
    }
}

static void shapes_are_checked(void **state)
{
    (void)state;
    mlg_decay d;
    mlg_error err;
    bool known;
    assert_fails(mlg_decay_of_shape(&d, "x", MLG_LINEAR, 0, 0, 0, &err), MLG_USAGE, &err, "ends at 0 min");
    assert_fails(mlg_decay_of_shape(&d, "x", MLG_LINEAR, 1441, 0, 0, &err), MLG_USAGE, &err, "at most 1440");
    assert_fails(mlg_decay_of_shape(&d, "x", MLG_EXPONENTIAL, 30, -1, 0, &err), MLG_USAGE, &err,
                 "decay x (exponential) has parameter 1 of -1");
    assert_fails(mlg_decay_of_shape(&d, "x", MLG_LOGISTIC, 30, 15, (double)NAN, &err), MLG_USAGE, &err,
                 "parameter 2 of nan");
    (void)mlg_decay_shape_by_name("cubic", &known);
    assert_false(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apl_2012_is_closed_left),
        cmocka_unit_test(apl_2015_is_closed_right),
        cmocka_unit_test(closure_can_be_overridden),
        cmocka_unit_test(every_named_decay_is_found_and_falls),
        cmocka_unit_test(custom_steps_are_checked),
        cmocka_unit_test(weights_keep_forty_bits),
        cmocka_unit_test(every_shape_has_worked_examples),
        cmocka_unit_test(the_table_of_weights_is_exact),
        cmocka_unit_test(shapes_are_checked),
        cmocka_unit_test(names_of_study_files_are_those_of_the_registries),
        cmocka_unit_test(travel_models_have_their_traits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
