#include "given_matrix.h"
#include "support.h"

#include "analysis/access/demand.h"
#include "analysis/access/equity.h"
#include "analysis/access/measure.h"
#include "base/memory.h"
#include "town.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double town_income[TOWNS] = { 21000, 17500, 19500, 23500 };

/* APL of the four communes, doctors of 65 and under, 2015 steps. */
static void town_access(double *access)
{
    const double supply[TOWNS] = { 5200, 16800, 0, 3700 };
    const mlg_age_weights *weights = mlg_age_weights_default();
    mlg_population population = { TOWNS, town_persons, NULL, weights->count, weights->band, town_ages };
    double demand[TOWNS];
    mlg_demand_stats standard;
    mlg_measure_stats stats;
    mlg_error err;
    assert_ok(mlg_standardise(&population, NULL, demand, NULL, &standard, &err), &err);
    mlg_travel *travel = travel_by_matrix(TOWNS, TOWNS, town_times);
    mlg_times reach = mlg_times_travel(travel);
    mlg_measure_input in = {
        &reach, mlg_decay_by_name("apl-2015"), demand, supply, mlg_measure_defaults(), 1, NULL
    };
    assert_ok(mlg_measure_run(mlg_measure_by_name("apl"), &in, access, &stats, &err), &err);
    mlg_travel_free(travel);
}

static double index_named(const char *name, const mlg_equity *at_25, const mlg_equity *at_3)
{
    const mlg_equity *e = strstr(name, "-3") ? at_3 : at_25;
    if (strncmp(name, "fgt", 3) == 0)
        return e->fgt[name[3] - '0'];
    const struct {
        const char *name;
        double value;
    } known[] = { { "mean", e->mean },
                  { "gini", e->gini },
                  { "theil", e->theil },
                  { "concentration", e->concentration },
                  { "erreygers", e->erreygers } };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (strcmp(known[k].name, name) == 0)
            return known[k].value;
    fail_msg("no index %s", name);
    return 0;
}

static void the_worked_example_has_its_indices(void **state)
{
    (void)state;
    double access[TOWNS], value, tolerance;
    mlg_equity at_25, at_3;
    mlg_error err;
    char line[256], name[32];
    int rows = 0;
    town_access(access);
    mlg_equity_input in = { TOWNS, access, town_persons, town_income, 2.5 };
    assert_ok(mlg_equity_of(&at_25, &in, &err), &err);
    in.threshold = 3;
    assert_ok(mlg_equity_of(&at_3, &in, &err), &err);
    FILE *file = fopen(SOURCE_DIR "/tests/golden/equity.csv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file); rows++) {
        assert_int_equal(sscanf(line, "town,%31[^,],%lf,%lf", name, &value, &tolerance), 3);
        assert_near(index_named(name, &at_25, &at_3), value, tolerance);
    }
    assert_int_equal(rows, 11);
    fclose(file);
}

/* Best tenth: B, 3.815907; worst tenth of 781.2 persons: C's 716 at 1.224209, then 65.2 of D at 2.687882: 1.346369.
 * Groups A, B and C, D: within 0.008940471, between 0.023228765 (plain Python). */
static void tenths_and_groups_of_the_worked_example(void **state)
{
    (void)state;
    const int32_t group[TOWNS] = { 0, 0, 1, 1 }, rest[TOWNS] = { 0, 0, -1, -1 };
    double access[TOWNS];
    mlg_equity whole, by[2], again;
    mlg_error err;
    town_access(access);
    mlg_equity_input in = { TOWNS, access, town_persons, NULL, 2.5 };
    assert_ok(mlg_equity_by_group(&whole, by, &in, group, 2, &err), &err);
    assert_near(whole.d10_d1, 2.834221, 5e-6); /* from six digits of access */
    assert_near(whole.theil_within, 0.00894047, 1e-7);
    assert_near(whole.theil_between, 0.02322877, 1e-7);
    assert_near(whole.theil_within + whole.theil_between, whole.theil, 1e-15);
    assert_near(by[1].persons, 1672, 0);
    assert_near(by[1].fgt[0], 716.0 / 1672, 1e-15);
    assert_near(whole.persons_no_income, 7812, 0);
    assert_true(isnan(whole.concentration) && isnan(whole.palma) && isnan(by[0].theil_between));
    assert_ok(mlg_equity_by_group(&again, by, &in, rest, 1, &err), &err);
    assert_near(again.theil_between, whole.theil_between, 1e-15);
}

/* Ten persons, incomes 1 to 10, access equal to income: poorest 40 % have 1..4 (mean 2.5), above the 90 % quantile (9) is
 * 10: Palma 4. Gini of 1..10: 0.3. Concentration is the same, ranks being the same. Erreygers: 0.3 x 4 x 5.5 / 9. */
static void indices_by_income(void **state)
{
    (void)state;
    double access[10], persons[10], income[10];
    mlg_equity e;
    mlg_error err;
    for (int i = 0; i < 10; i++) {
        access[i] = income[i] = i + 1;
        persons[i] = 1;
    }
    mlg_equity_input in = { 10, access, persons, income, 5 };
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.palma, 4, 1e-15);
    assert_near(e.gini, 0.3, 1e-15);
    assert_near(e.concentration, 0.3, 1e-15);
    assert_near(e.erreygers, 0.3 * 4 * 5.5 / 9, 1e-15);
    assert_near(e.d10_d1, 10, 1e-15);
    for (int i = 0; i < 10; i++)
        income[i] = 7; /* all equal: nobody is ahead */
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.concentration, 0, 1e-15);
}

/* Thirty persons at thirty places with an access of 1 to 30: the best three have 29 on average, the worst three 2. */
static void a_tenth_runs_over_several_places(void **state)
{
    (void)state;
    double access[30], persons[30];
    mlg_equity e;
    mlg_error err;
    for (int i = 0; i < 30; i++) {
        access[i] = 1 + (7 * i) % 30;
        persons[i] = 1;
    }
    mlg_equity_input in = { 30, access, persons, NULL, 5 };
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.d10_d1, 29.0 / 2, 1e-13);
}

/* Nobody of the first half has access, the second half has 2 and 6: Theil between the
 * halves is ln 2, within them that of 2 and 6 around 4, 0.25 ln 0.5 + 0.75 ln 1.5. */
static void a_group_without_access_adds_nothing_within(void **state)
{
    (void)state;
    const double access[] = { 0, 0, 2, 6 }, persons[] = { 10, 10, 10, 10 };
    const int32_t group[] = { 0, 0, 1, 1 };
    mlg_equity whole, by[2];
    mlg_error err;
    mlg_equity_input in = { 4, access, persons, NULL, 5 };
    assert_ok(mlg_equity_by_group(&whole, by, &in, group, 2, &err), &err);
    assert_near(whole.theil_between, log(2), 1e-14);
    assert_near(whole.theil_within, 0.25 * log(0.5) + 0.75 * log(1.5), 1e-14);
    assert_near(whole.theil, whole.theil_between + whole.theil_within, 1e-14);
}

/* Half without access: T = 0.5 x 2 ln 2 = ln 2, and those with 0 stay in N. Gini 0.5. D10/D1 has no D1. */
static void people_without_access_count(void **state)
{
    (void)state;
    const double access[] = { 0, 4, (double)NAN }, persons[] = { 10, 10, 7 };
    mlg_equity e;
    mlg_error err;
    mlg_equity_input in = { 3, access, persons, NULL, 2 };
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.theil, log(2), 1e-15);
    assert_near(e.gini, 0.5, 1e-15);
    assert_near(e.persons, 20, 0);
    assert_near(e.persons_unknown, 7, 0);
    assert_near(e.fgt[2], 0.5, 0);
    assert_true(isnan(e.d10_d1));
}

static void equal_access_is_no_inequality(void **state)
{
    (void)state;
    const double access[] = { 3, 3, 3 }, persons[] = { 1, 0, 8 }, income[] = { 5, 9, 2 };
    mlg_equity e;
    mlg_error err;
    mlg_equity_input in = { 3, access, persons, income, 3 };
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.gini, 0, 1e-15);
    assert_near(e.theil, 0, 1e-15);
    assert_near(e.d10_d1, 1, 1e-15);
    assert_near(e.fgt[0], 0, 0); /* at the threshold is not below */
    assert_near(e.concentration, 0, 1e-15);
    assert_true(isnan(e.erreygers));
    assert_int_equal(e.places, 2);
    in = (mlg_equity_input){ 1, access, persons, income, 3 };
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_near(e.concentration, 0, 0); /* of one place */
}

static void nobody_has_no_index(void **state)
{
    (void)state;
    const double zero[] = { 0 }, three[] = { 3 };
    const int32_t group[] = { 0 };
    mlg_equity e, by[1];
    mlg_error err;
    mlg_equity_input in = { 1, three, zero, three, 2 };
    assert_ok(mlg_equity_by_group(&e, by, &in, group, 1, &err), &err);
    assert_true(isnan(e.gini) && isnan(e.theil) && isnan(e.palma) && isnan(e.theil_between));
    assert_true(isnan(e.fgt[0]) && isnan(e.fgt[1]) && isnan(e.fgt[2]));
    in.persons = three;
    in.access = zero;
    assert_ok(mlg_equity_by_group(&e, by, &in, group, 1, &err), &err);
    assert_true(isnan(e.gini) && isnan(e.theil) && isnan(e.concentration) && isnan(e.theil_between));
    assert_near(e.fgt[1], 1, 0);
    in.count = 0;
    assert_ok(mlg_equity_of(&e, &in, &err), &err);
    assert_true(isnan(e.mean));
}

static void bad_inputs_are_refused(void **state)
{
    (void)state;
    const double good[] = { 1, 2 }, negative[] = { 1, -2 }, endless[] = { 1, (double)INFINITY };
    const int32_t group[] = { 0, 2 };
    mlg_equity e, by[2];
    mlg_error err;
    mlg_equity_input in = { 2, negative, good, NULL, 1 };
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_INPUT, &err, "access of place 1 is -2");
    in = (mlg_equity_input){ 2, good, negative, NULL, 1 };
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_INPUT, &err, "persons of place 1 is -2");
    in = (mlg_equity_input){ 2, good, good, endless, 1 };
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_INPUT, &err, "income of place 1 is inf");
    in.income = endless + 1;
    in.count = 1;
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_INPUT, &err, "income of place 0 is inf");
    in = (mlg_equity_input){ 2, good, good, NULL, (double)INFINITY };
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_USAGE, &err, "threshold of access is inf");
    in = (mlg_equity_input){ 2, good, good, NULL, 0 };
    assert_fails(mlg_equity_of(&e, &in, &err), MLG_USAGE, &err, "threshold of access is 0");
    in.threshold = 1;
    assert_fails(mlg_equity_by_group(&e, by, &in, group, 2, &err), MLG_INPUT, &err, "group of place 1 is 2");
}

/* Scaled access has the same inequality; split places change nothing; the two parts of Theil add up. */
static void inequality_ignores_scale_and_splitting(void **state)
{
    (void)state;
    enum { N = 400, GROUPS = 7 };
    double access[2 * N], persons[2 * N], income[2 * N], scaled[N];
    int32_t group[N];
    uint64_t seed = 4;
    mlg_equity a, b, by[GROUPS];
    mlg_error err;
    for (int i = 0; i < N; i++) {
        access[i] = access[N + i] = random_below(&seed, 5) ? 9 * random_unit(&seed) : 0;
        persons[i] = persons[N + i] = 500 * random_unit(&seed);
        income[i] = income[N + i] = random_below(&seed, 50);
        scaled[i] = 3 * access[i];
        group[i] = random_below(&seed, GROUPS + 1) - 1;
    }
    mlg_equity_input in = { N, access, persons, income, 2.5 };
    assert_ok(mlg_equity_by_group(&a, by, &in, group, GROUPS, &err), &err);
    assert_near(a.theil_between + a.theil_within, a.theil, 1e-14);
    assert_true(a.theil_between > 0 && a.theil_within > 0 && a.gini > 0 && a.gini < 1);
    in = (mlg_equity_input){ N, scaled, persons, income, 7.5 };
    assert_ok(mlg_equity_of(&b, &in, &err), &err);
    assert_near(b.gini, a.gini, 1e-13);
    assert_near(b.theil, a.theil, 1e-13);
    assert_near(b.fgt[1], a.fgt[1], 1e-13);
    assert_near(b.concentration, a.concentration, 1e-13);
    for (int i = 0; i < N; i++)
        scaled[i] = 1e-9 * access[i]; /* all together less than one unit of supply */
    in.threshold = 2.5e-9;
    assert_ok(mlg_equity_of(&b, &in, &err), &err);
    assert_near(b.gini, a.gini, 1e-13);
    assert_near(b.theil, a.theil, 1e-13);
    assert_near(b.concentration, a.concentration, 1e-13);
    in = (mlg_equity_input){ 2 * N, access, persons, income, 2.5 };
    assert_ok(mlg_equity_of(&b, &in, &err), &err);
    assert_near(b.gini, a.gini, 1e-13);
    assert_true(isnan(a.d10_d1) && isnan(b.d10_d1)); /* a fifth has no access: no D1 */
    assert_near(b.concentration, a.concentration, 1e-13);
}

static void equity_runs_out_of_memory_cleanly(void **state)
{
    (void)state;
    const double access[] = { 1, 2 };
    const int32_t group[] = { 0, 1 };
    mlg_equity e, by[2];
    mlg_error err;
    mlg_equity_input in = { 2, access, access, access, 1 };
    mlg_status st = MLG_MEMORY;
    for (int n = 1; st == MLG_MEMORY; n++) {
        mlg_memory_fail_at(n);
        st = mlg_equity_by_group(&e, by, &in, group, 2, &err);
    }
    mlg_memory_fail_at(0);
    assert_int_equal(st, MLG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_has_its_indices),
        cmocka_unit_test(tenths_and_groups_of_the_worked_example),
        cmocka_unit_test(indices_by_income),
        cmocka_unit_test(a_tenth_runs_over_several_places),
        cmocka_unit_test(a_group_without_access_adds_nothing_within),
        cmocka_unit_test(people_without_access_count),
        cmocka_unit_test(equal_access_is_no_inequality),
        cmocka_unit_test(nobody_has_no_index),
        cmocka_unit_test(bad_inputs_are_refused),
        cmocka_unit_test(inequality_ignores_scale_and_splitting),
        cmocka_unit_test(equity_runs_out_of_memory_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
