#include "support.h"

#include "analysis/access/supply.h"
#include "town.h"

#include <math.h>

enum { TOWN_DOCTORS = sizeof town_doctors / sizeof *town_doctors };

/* 2400 is raised to 3600 and 6900 capped at 6000, so B has 3600 + 6000 + 5400 + 1800 of its health centre; the
 * doctor of 67 in A does not count. */
static void the_worked_example_is_clamped(void **state)
{
    (void)state;
    double supply[TOWNS] = { 0 };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_supply_counts counts;
    mlg_error err;
    assert_ok(mlg_supply_doctors(&params, TOWN_DOCTORS, town_doctors, TOWNS, supply, &counts, &err), &err);
    assert_ok(mlg_supply_add(TOWNS, town_centre_acts, 1, supply, &err), &err);
    assert_near(supply[TOWN_A], 5200, 0);
    assert_near(supply[TOWN_B], 16800, 0);
    assert_near(supply[TOWN_C], 0, 0);
    assert_near(supply[TOWN_D], 3700, 0);
    assert_int_equal(counts.kept, 5);
    assert_int_equal(counts.too_old, 1);
    assert_int_equal(counts.raised, 1);
    assert_int_equal(counts.capped, 1);
}

/* A doctor with 8000 acts and two cabinets: 6000 are counted, 4500 here and 1500 there. */
static void the_clamp_comes_before_the_split(void **state)
{
    (void)state;
    const mlg_doctor doctors[] = { { 0, 50, 8000, 0.75 }, { 1, 50, 8000, 0.25 } };
    double supply[2] = { 0 };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_supply_counts counts;
    mlg_error err;
    assert_ok(mlg_supply_doctors(&params, 2, doctors, 2, supply, &counts, &err), &err);
    assert_near(supply[0], 4500, 0);
    assert_near(supply[1], 1500, 0);
    assert_int_equal(counts.capped, 2);
}

/* 65 counts and 66 does not; an unknown age counts; unknown acts are 5400; one without a place is left out. */
static void limits_and_unknowns_are_defined(void **state)
{
    (void)state;
    const mlg_doctor doctors[] = { { 0, 65, 3600, 1 },
                                   { 0, 66, 6000, 1 },
                                   { 1, MLG_AGE_UNKNOWN, 6000, 1 },
                                   { 1, 40, (double)NAN, 0.5 },
                                   { MLG_NOWHERE, 40, 5000, 1 } };
    double supply[2] = { 0 };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_supply_counts counts;
    mlg_error err;
    assert_ok(mlg_supply_doctors(&params, 5, doctors, 2, supply, &counts, &err), &err);
    assert_near(supply[0], 3600, 0);
    assert_near(supply[1], 8700, 0);
    assert_int_equal(counts.kept, 3);
    assert_int_equal(counts.too_old, 1);
    assert_int_equal(counts.not_located, 1);
    assert_int_equal(counts.age_unknown, 1);
    assert_int_equal(counts.acts_unknown, 1);
    assert_int_equal(counts.raised + counts.capped, 0);
    params.age_max = MLG_AGE_ANY;
    assert_ok(mlg_supply_doctors(&params, 5, doctors, 2, supply, &counts, &err), &err);
    assert_int_equal(counts.too_old, 0);
    assert_near(supply[0], 2 * 3600 + 6000, 0);
}

static void head_counts_give_acts(void **state)
{
    (void)state;
    const double heads[] = { 2, (double)NAN, 0.5 }, bad[] = { 1, 2, -1 };
    double supply[3] = { 100, 0, 0 };
    mlg_error err;
    assert_ok(mlg_supply_add(3, heads, 5400, supply, &err), &err);
    assert_near(supply[0], 10900, 0);
    assert_near(supply[1], 0, 0);
    assert_near(supply[2], 2700, 0);
    assert_fails(mlg_supply_add(3, bad, 5400, supply, &err), MLG_INPUT, &err, "supply of place 2 is -1");
    assert_fails(mlg_supply_add(3, heads, -1, supply, &err), MLG_USAGE, &err, "are -1 a year");
    assert_near(supply[0], 10900, 0);
}

static void bad_doctors_are_refused_before_anything_is_added(void **state)
{
    (void)state;
    const mlg_doctor bad[] = { { 2, 50, 5000, 1 }, { 0, 200, 5000, 1 }, { 0, 50, -1, 1 }, { 0, 50, 5000, 1.5 } };
    const char *const words[] = { "works at place 2", "is 200 years old", "has -1 acts", "share of 1.5" };
    double supply[2] = { 0 };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_supply_counts counts;
    mlg_error err;
    for (int i = 0; i < 4; i++) {
        const mlg_doctor pair[] = { { 0, 50, 5000, 1 }, bad[i] };
        assert_fails(mlg_supply_doctors(&params, 2, pair, 2, supply, &counts, &err), MLG_INPUT, &err, words[i]);
        assert_near(supply[0], 0, 0);
    }
    params.acts_min = 7000;
    assert_fails(mlg_supply_doctors(&params, 0, NULL, 2, supply, &counts, &err), MLG_USAGE, &err, "7000 to 6000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_is_clamped),
        cmocka_unit_test(the_clamp_comes_before_the_split),
        cmocka_unit_test(limits_and_unknowns_are_defined),
        cmocka_unit_test(head_counts_give_acts),
        cmocka_unit_test(bad_doctors_are_refused_before_anything_is_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
