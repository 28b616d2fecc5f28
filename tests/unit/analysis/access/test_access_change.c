/* Opening, closing and moving a site gives what computing anew gives. */
#include "given_matrix.h"
#include "support.h"

#include "analysis/access/change.h"

#include <math.h>
#include <stdlib.h>

enum { SITES = 3, PLACES = 4 };

/* Minutes by site and place: the last site stands where nobody is. Weights: 1 to 10 min, 0.5 to 20. */
static const int32_t minutes[SITES][PLACES] = { { 5, 10, 15, 25 }, { 21, 12, 8, 20 }, { 90, 90, 90, 90 } };
static const double demand[PLACES] = { 100, 300, 200, 50 };

typedef struct {
    mlg_decay decay;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    double access[PLACES], catchment[SITES], ratio[SITES];
} town;

static int set_up(void **state)
{
    town *t = calloc(1, sizeof *t);
    mlg_error err;
    int32_t time_ds[SITES * PLACES];
    const double end_min[2] = { 10, 20 }, weight[2] = { 1, 0.5 };
    for (int32_t i = 0; i < SITES * PLACES; i++)
        time_ds[i] = minutes[i / PLACES][i % PLACES] * 600;
    assert_ok(mlg_decay_custom(&t->decay, "steps", MLG_CLOSED_RIGHT, 2, end_min, weight, &err), &err);
    t->travel = travel_by_matrix(SITES, PLACES, time_ds);
    assert_ok(mlg_travel_scratch_new(&t->scratch, t->travel, &err), &err);
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    town *t = *state;
    mlg_travel_scratch_free(t->scratch);
    mlg_travel_free(t->travel);
    free(t);
    return 0;
}

static void compute(town *t, double first, double second, double third)
{
    mlg_error err;
    mlg_access_stats stats;
    const double supply[SITES] = { first, second, third };
    const mlg_access_input input = {
        .travel = t->travel, .decay = &t->decay, .demand = demand, .supply = supply, .threads = 1
    };
    assert_ok(mlg_access(&input, t->access, t->catchment, t->ratio, &stats, &err), &err);
}

static void set_supply(town *t, int32_t site, double supply)
{
    mlg_error err;
    mlg_row row;
    mlg_access_site s = { t->catchment[site], t->ratio[site] };
    assert_ok(mlg_travel_row(t->travel, site, mlg_decay_limit(&t->decay), t->scratch, &row, &err), &err);
    assert_ok(mlg_access_set_supply(t->access, &s, &row, &t->decay, demand, supply, &err), &err);
    t->catchment[site] = s.catchment;
    t->ratio[site] = s.ratio;
}

/* Site 0: V = 100 + 300 + 0.5 x 200 = 500; site 1: V = 0.5 x 300 + 200 + 0.5 x 50 = 375. */
static void a_site_that_opens_gives_by_its_row(void **state)
{
    town *t = *state;
    compute(t, 10, 0, 0);
    assert_near(t->access[2], 0.01, 1e-15);
    set_supply(t, 1, 7.5);
    assert_near(t->catchment[1], 375, 1e-12);
    assert_near(t->ratio[1], 0.02, 1e-15);
    assert_near(t->access[0], 0.02, 1e-15);
    assert_near(t->access[1], 0.02 + 0.01, 1e-15);
    assert_near(t->access[2], 0.01 + 0.02, 1e-15);
    assert_near(t->access[3], 0.01, 1e-15);
}

static void any_chain_of_changes_ends_where_computing_anew_does(void **state)
{
    town *t = *state;
    uint64_t random = 3;
    double supply[SITES] = { 4, 9, 2 };
    compute(t, 4, 9, 2);
    for (int i = 0; i < 1000; i++) {
        int32_t site = random_below(&random, SITES);
        supply[site] = random_below(&random, 4) ? 20 * random_unit(&random) : 0;
        set_supply(t, site, supply[site]);
    }
    double changed[PLACES];
    for (int32_t i = 0; i < PLACES; i++)
        changed[i] = t->access[i];
    compute(t, supply[0], supply[1], supply[2]);
    for (int32_t i = 0; i < PLACES; i++)
        assert_near(changed[i], t->access[i], 1e-13);
}

static void the_last_site_to_close_leaves_no_access_at_all(void **state)
{
    town *t = *state;
    compute(t, 0.1, 0.7, 3);
    set_supply(t, 1, 0);
    set_supply(t, 0, 0);
    set_supply(t, 2, 0);
    for (int32_t i = 0; i < PLACES; i++)
        assert_near(t->access[i], 0, 0);
}

static void bad_supply_changes_nothing(void **state)
{
    town *t = *state;
    mlg_error err;
    mlg_row row;
    compute(t, 1, 1, 1);
    mlg_access_site s = { t->catchment[0], t->ratio[0] };
    double before = t->access[0];
    assert_ok(mlg_travel_row(t->travel, 0, 12000, t->scratch, &row, &err), &err);
    assert_fails(mlg_access_set_supply(t->access, &s, &row, &t->decay, demand, -1, &err), MLG_INPUT, &err, "-1");
    assert_fails(mlg_access_set_supply(t->access, &s, &row, &t->decay, demand, (double)NAN, &err), MLG_INPUT, &err,
                 "nan");
    assert_near(t->access[0], before, 0);
    assert_near(s.ratio, t->ratio[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_that_opens_gives_by_its_row),
        cmocka_unit_test(any_chain_of_changes_ends_where_computing_anew_does),
        cmocka_unit_test(the_last_site_to_close_leaves_no_access_at_all),
        cmocka_unit_test(bad_supply_changes_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
