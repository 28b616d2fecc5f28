#include "support.h"

#include "analysis/access/demand.h"
#include "base/memory.h"
#include "town.h"

#include <math.h>
#include <string.h>

static mlg_population town_population(void)
{
    const mlg_age_weights *weights = mlg_age_weights_default();
    return (mlg_population){ TOWNS, town_persons, NULL, weights->count, weights->band, town_ages };
}

/* Raw weighted persons 2016.3, 3639.8, 925.3, 968.48 sum to 7549.88; 7812 / 7549.88 = 1.034718. */
static void the_worked_example_is_standardised(void **state)
{
    (void)state;
    const double want[TOWNS] = { 2086.3028, 3766.1682, 957.4250, 1002.1041 };
    mlg_population population = town_population();
    mlg_demand_stats stats;
    double demand[TOWNS];
    uint8_t basis[TOWNS];
    mlg_error err;
    assert_ok(mlg_standardise(&population, NULL, demand, basis, &stats, &err), &err);
    assert_near(stats.k, 1.034718433, 1e-9);
    for (int i = 0; i < TOWNS; i++) {
        assert_near(demand[i], want[i], 1e-4);
        assert_int_equal(basis[i], MLG_BASIS_BANDS);
    }
    assert_near(stats.standardised, 7812, 1e-9);
    assert_int_equal(stats.places[MLG_BASIS_BANDS], TOWNS);
}

/* A has a given value, B no bands, C and D bands: k brings C and D back to 716 + 956. */
static void what_is_known_decides_the_basis(void **state)
{
    (void)state;
    const double given[TOWNS] = { 2100, (double)NAN, (double)NAN, (double)NAN };
    double ages[TOWNS * 19], demand[TOWNS];
    uint8_t basis[TOWNS];
    memcpy(ages, town_ages, sizeof ages);
    ages[19 + 3] = (double)NAN;
    mlg_population population = town_population();
    population.given = given;
    population.persons = ages;
    mlg_demand_stats stats;
    mlg_error err;
    assert_ok(mlg_standardise(&population, NULL, demand, basis, &stats, &err), &err);
    assert_near(demand[TOWN_A], 2100, 0);
    assert_near(demand[TOWN_B], 4140, 0);
    assert_near(demand[TOWN_C] + demand[TOWN_D], 716 + 956, 1e-9);
    assert_near(demand[TOWN_C] / demand[TOWN_D], 925.3 / 968.48, 1e-12);
    assert_int_equal(basis[TOWN_A], MLG_BASIS_GIVEN);
    assert_int_equal(basis[TOWN_B], MLG_BASIS_TOTAL);
    assert_int_equal(basis[TOWN_C], MLG_BASIS_BANDS);
    for (int k = 0; k < 3; k++)
        assert_int_equal(stats.places[k], k == MLG_BASIS_BANDS ? 2 : 1);
    assert_near(stats.persons[MLG_BASIS_TOTAL], 4140, 0);
    assert_ok(mlg_standardise(&population, NULL, demand, NULL, &stats, &err), &err);
    assert_near(stats.standardised, 2100 + 4140 + 716 + 956, 1e-9);
}

/* 0-14: (1.27 + 0.65 + 0.55) / 3. 15-16 lies in 15-19: 0.51. 17-26: 3 years of 0.51, 5 of 0.54, 2 of 0.65.
 * 75+: (1.82 + 2.12 + 2.84 + 2.61) / 4. 95+ and 95-99 lie in 90+: 2.61. */
static void wider_bands_average_the_years_they_cover(void **state)
{
    (void)state;
    const mlg_age_band some[] = { { 0, 14 }, { 15, 16 }, { 17, 26 }, { 75, MLG_AGE_OPEN } };
    const mlg_age_band old[] = { { 85, 94 }, { 95, 99 }, { 100, MLG_AGE_OPEN } };
    double weight[4];
    mlg_error err;
    assert_ok(mlg_age_weights_of(mlg_age_weights_default(), 4, some, weight, &err), &err);
    assert_near(weight[0], 2.47 / 3, 1e-15);
    assert_near(weight[1], 0.51, 1e-15);
    assert_near(weight[2], (3 * 0.51 + 5 * 0.54 + 2 * 0.65) / 10, 1e-15);
    assert_near(weight[3], 9.39 / 4, 1e-15);
    assert_ok(mlg_age_weights_of(mlg_age_weights_default(), 3, old, weight, &err), &err);
    assert_near(weight[0], (2.84 + 2.61) / 2, 1e-15);
    assert_near(weight[1], 2.61, 1e-15);
    assert_near(weight[2], 2.61, 1e-15);
}

static void bad_bands_are_refused(void **state)
{
    (void)state;
    const mlg_age_band overlap[] = { { 0, 14 }, { 14, 20 } }, empty[] = { { 5, 4 } };
    const mlg_age_band after_open[] = { { 0, MLG_AGE_OPEN }, { 90, 94 } }, child[] = { { 0, 4 } },
                       adult[] = { { 5, 9 } };
    const double one[] = { 1 }, negative[] = { -1 };
    mlg_age_weights weights = { "mine", "", "", 1, child, one };
    double weight[2];
    mlg_error err;
    assert_fails(mlg_age_weights_of(mlg_age_weights_default(), 2, overlap, weight, &err), MLG_USAGE, &err,
                 "band 1");
    assert_fails(mlg_age_weights_of(mlg_age_weights_default(), 1, empty, weight, &err), MLG_USAGE, &err, "5 to 4");
    assert_fails(mlg_age_weights_of(mlg_age_weights_default(), 2, after_open, weight, &err), MLG_USAGE, &err,
                 "band 1");
    assert_fails(mlg_age_weights_of(&weights, 1, adult, weight, &err), MLG_USAGE, &err,
                 "do not cover ages 5 to 9");
    weights.weight = negative;
    assert_fails(mlg_age_weights_of(&weights, 1, child, weight, &err), MLG_USAGE, &err, "age weights mine");
}

static void bad_persons_are_refused_with_their_place(void **state)
{
    (void)state;
    double total[TOWNS], ages[TOWNS * 19], demand[TOWNS];
    memcpy(total, town_persons, sizeof total);
    memcpy(ages, town_ages, sizeof ages);
    mlg_population population = town_population();
    mlg_demand_stats stats;
    mlg_error err;
    population.persons = ages;
    ages[2 * 19 + 4] = -3;
    assert_fails(mlg_standardise(&population, NULL, demand, NULL, &stats, &err), MLG_INPUT, &err,
                 "place 2: persons of age band 4 is -3");
    population.total = total;
    total[1] = (double)NAN;
    assert_fails(mlg_standardise(&population, NULL, demand, NULL, &stats, &err), MLG_INPUT, &err,
                 "population of place 1 is nan");
}

static void an_empty_territory_has_no_demand(void **state)
{
    (void)state;
    mlg_population population = { 0 };
    mlg_demand_stats stats;
    mlg_error err;
    assert_ok(mlg_standardise(&population, NULL, NULL, NULL, &stats, &err), &err);
    assert_near(stats.standardised, 0, 0);
    assert_near(stats.k, 1, 0);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    mlg_population population = town_population();
    mlg_demand_stats stats;
    double demand[TOWNS];
    mlg_error err;
    for (int n = 1; n <= 2; n++) {
        mlg_memory_fail_at(n);
        assert_fails(mlg_standardise(&population, NULL, demand, NULL, &stats, &err), MLG_MEMORY, &err,
                     "out of memory");
    }
    mlg_memory_fail_at(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_is_standardised),
        cmocka_unit_test(what_is_known_decides_the_basis),
        cmocka_unit_test(wider_bands_average_the_years_they_cover),
        cmocka_unit_test(bad_bands_are_refused),
        cmocka_unit_test(bad_persons_are_refused_with_their_place),
        cmocka_unit_test(an_empty_territory_has_no_demand),
        cmocka_unit_test(running_out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
