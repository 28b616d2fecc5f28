#include "given_matrix.h"
#include "support.h"

#include "analysis/access/retirement.h"
#include "base/memory.h"
#include "town.h"

#include <math.h>
#include <string.h>

/* Limit 65: a doctor of 62 works three years more (65) and not four. Chances 0.1 at 63, 0.5 at 64: after two years
 * 0.9 x 0.5 = 0.45 remain. */
static void a_doctor_stays_with_a_chance(void **state)
{
    (void)state;
    double leave[MLG_AGES] = { 0 };
    leave[63] = 0.1, leave[64] = 0.5;
    mlg_retirement limit = { .age_limit = 65 }, chances = { .age_limit = MLG_AGE_ANY, .leave = leave };
    assert_near(mlg_stay(&limit, 62, 3), 1, 0);
    assert_near(mlg_stay(&limit, 62, 4), 0, 0);
    assert_near(mlg_stay(&limit, MLG_AGE_UNKNOWN, 50), 1, 0);
    assert_near(mlg_stay(&chances, 62, 0), 1, 0);
    assert_near(mlg_stay(&chances, 62, 2), 0.45, 1e-15);
    assert_near(mlg_stay(&chances, 62, 20), 0.45, 1e-15);
}

/* Doctors of the worked example, limit 65 now and later: A 52 (5200) stays; A 67 is out already; B 38 (3600), 45 (6000),
 * 61 (5400, out after five years: 66); D 58 (3700). In five years B loses 5400; 2000 acts come to C in year 3, 9000 leave D
 * in year 4, which has 3700; 1000 come to A in year 6, too late. */
static void supply_in_five_years(void **state)
{
    (void)state;
    const mlg_move moves[] = { { TOWN_C, 3, 2000 }, { TOWN_D, 4, -9000 }, { TOWN_A, 6, 1000 } };
    const double now[TOWNS] = { 5200, 15000, 0, 3700 }, later[TOWNS] = { 5200, 9600, 2000, 0 };
    double supply[TOWNS];
    mlg_supply_params params = mlg_supply_defaults();
    mlg_retirement rule = { .age_limit = 65 };
    mlg_retire_counts counts;
    mlg_error err;
    int32_t doctors = sizeof town_doctors / sizeof *town_doctors;
    assert_ok(mlg_supply_after(&params, &rule, 0, doctors, town_doctors, 3, moves, TOWNS, supply, &counts, &err),
              &err);
    assert_memory_equal(supply, now, sizeof now);
    assert_ok(mlg_supply_after(&params, &rule, 5, doctors, town_doctors, 3, moves, TOWNS, supply, &counts, &err),
              &err);
    assert_memory_equal(supply, later, sizeof later);
    assert_near(counts.acts_now, 23900, 0);
    assert_near(counts.acts_retired, 5400, 0);
    assert_near(counts.acts_moved, 2000 - 3700, 0);
}

/* Half of those of unknown age are 60, a quarter 63, a quarter 70. Limit 65: after two years those of 60 and 63 work, 0.75;
 * after four only those of 60, half of it; with a fifth of what stops taken up, 0.5 + 0.2 x 0.5 = 0.6. */
static void unknown_ages_follow_a_structure(void **state)
{
    (void)state;
    const mlg_doctor one = { TOWN_B, MLG_AGE_UNKNOWN, 5000, 1 };
    double structure[MLG_AGES] = { 0 }, supply[TOWNS];
    structure[60] = 0.5, structure[63] = 0.25, structure[70] = 0.25;
    mlg_retirement rule = { .age_limit = 65, .structure = structure };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_retire_counts counts;
    mlg_error err;
    assert_near(mlg_stay(&rule, MLG_AGE_UNKNOWN, 2), 0.75, 1e-15);
    assert_near(mlg_stay(&rule, MLG_AGE_UNKNOWN, 4), 0.5, 1e-15);
    rule.replaced = 0.2;
    assert_ok(mlg_supply_after(&params, &rule, 4, 1, &one, 0, NULL, TOWNS, supply, &counts, &err), &err);
    assert_near(supply[TOWN_B], 3000, 1e-9);
    assert_near(counts.acts_retired, 2000, 1e-9);
    rule.replaced = 1.5;
    assert_fails(mlg_supply_after(&params, &rule, 4, 1, &one, 0, NULL, TOWNS, supply, &counts, &err), MLG_USAGE,
                 &err, "a share of 1.5 is replaced");
    rule.replaced = 0;
    structure[60] = 0.6;
    assert_fails(mlg_supply_after(&params, &rule, 4, 1, &one, 0, NULL, TOWNS, supply, &counts, &err), MLG_USAGE,
                 &err, "sum to 1.1");
}

static void rules_and_moves_are_checked(void **state)
{
    (void)state;
    double supply[TOWNS], leave[MLG_AGES] = { 0 };
    mlg_supply_params params = mlg_supply_defaults();
    mlg_retirement rule = { .age_limit = 65, .leave = leave };
    const mlg_move far = { 4, 0, 10 }, none = { 0, 0, (double)NAN };
    mlg_retire_counts counts;
    mlg_error err;
    assert_fails(mlg_supply_after(&params, &rule, -1, 0, NULL, 0, NULL, TOWNS, supply, &counts, &err), MLG_USAGE,
                 &err, "after -1 years");
    assert_fails(mlg_supply_after(&params, &rule, 1, 0, NULL, 1, &far, TOWNS, supply, &counts, &err), MLG_INPUT,
                 &err, "move 0 is at place 4");
    assert_fails(mlg_supply_after(&params, &rule, 1, 0, NULL, 1, &none, TOWNS, supply, &counts, &err), MLG_INPUT,
                 &err, "move 0 has nan acts");
    leave[70] = 1.2;
    assert_fails(mlg_supply_after(&params, &rule, 1, 0, NULL, 0, NULL, TOWNS, supply, &counts, &err), MLG_USAGE,
                 &err, "probability of leaving at age 70 is 1.2");
}

/* ---- linear updates ---------------------------------------------------------------------------------------- */

enum { PLACES = 3000, SITES = 300, CHANGES = 40 };

typedef struct {
    double x[PLACES], y[PLACES], site_x[SITES], site_y[SITES], demand[PLACES], supply[SITES];
    double access[PLACES], catchment[SITES], ratio[SITES];
    double full[PLACES], full_catchment[SITES], full_ratio[SITES];
    mlg_travel *travel;
} land;

static void make_land(land *l, uint64_t seed)
{
    mlg_crow_params params = mlg_crow_defaults();
    mlg_error err;
    for (int i = 0; i < PLACES; i++) {
        l->x[i] = 90000 * random_unit(&seed);
        l->y[i] = 90000 * random_unit(&seed);
        l->demand[i] = random_below(&seed, 5) ? 900 * random_unit(&seed) : 0;
    }
    for (int j = 0; j < SITES; j++) {
        l->site_x[j] = j == 7 ? 1e7 : l->x[j * 10];
        l->site_y[j] = l->y[j * 10];
        l->supply[j] = random_below(&seed, 4) ? 20000 * random_unit(&seed) : 0;
    }
    mlg_points places = { PLACES, l->x, l->y, NULL }, sites = { SITES, l->site_x, l->site_y, NULL };
    assert_ok(mlg_travel_crow(&l->travel, &params, &places, &sites, NULL, &err), &err);
}

/* Some sites lose all, some gain, some had nothing. */
static void a_change_of_supply_equals_a_full_run(void **state)
{
    (void)state;
    land *l;
    mlg_error err;
    mlg_access_stats stats;
    mlg_supply_change change[CHANGES];
    uint64_t seed = 12;
    assert_ok(MLG_NEW(&l, 1, "land", &err), &err);
    make_land(l, 3);
    mlg_access_input in = { l->travel, mlg_decay_by_name("apl-2015"), l->demand, l->supply, 2, NULL };
    assert_ok(mlg_access(&in, l->access, l->catchment, l->ratio, &stats, &err), &err);
    for (int k = 0; k < CHANGES; k++) {
        int32_t site = k * 7;
        change[k] = (mlg_supply_change){ site, k % 3 ? 9000 * random_unit(&seed) : -l->supply[site] };
    }
    assert_ok(mlg_access_update(&in, CHANGES, change, l->supply, l->access, l->catchment, l->ratio, &err), &err);
    assert_ok(mlg_access(&in, l->full, l->full_catchment, l->full_ratio, &stats, &err), &err);
    double largest = 0;
    for (int i = 0; i < PLACES; i++)
        largest = fmax(largest, l->full[i]);
    for (int i = 0; i < PLACES; i++)
        assert_near(l->access[i], l->full[i], 1e-12 * largest);
    for (int j = 0; j < SITES; j++)
        assert_near(l->ratio[j], l->full_ratio[j], 1e-13 * largest + 1e-12 * l->full_ratio[j]);
    mlg_travel_free(l->travel);
    free(l);
}

static void bad_changes_are_refused(void **state)
{
    (void)state;
    const int32_t times[] = { 0, 600 };
    double demand[] = { 10, 20 }, supply[] = { 5 }, access[2], catchment[1], ratio[1];
    const mlg_supply_change far = { 1, 2 }, below = { 0, -6 };
    mlg_access_stats stats;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(1, 2, times);
    mlg_access_input in = { travel, mlg_decay_by_name("apl-2015"), demand, supply, 1, NULL };
    assert_ok(mlg_access(&in, access, catchment, ratio, &stats, &err), &err);
    assert_fails(mlg_access_update(&in, 1, &far, supply, access, catchment, ratio, &err), MLG_INPUT, &err,
                 "site 1;");
    assert_fails(mlg_access_update(&in, 1, &below, supply, access, catchment, ratio, &err), MLG_INPUT, &err,
                 "supply of site 0 is 5 and changes by -6");
    mlg_travel_free(travel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_doctor_stays_with_a_chance),         cmocka_unit_test(supply_in_five_years),
        cmocka_unit_test(unknown_ages_follow_a_structure),      cmocka_unit_test(rules_and_moves_are_checked),
        cmocka_unit_test(a_change_of_supply_equals_a_full_run), cmocka_unit_test(bad_changes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
