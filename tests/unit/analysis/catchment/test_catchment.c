#include "given_matrix.h"
#include "support.h"

#include "analysis/catchment/nearest.h"
#include "base/memory.h"

/* Three sites, four places; deciseconds. Place 1 is 6000 from sites 0 and 2: the lower one wins. Place 3 is
 * reached by none.
 *          place 0   1      2     3
 * site 0     0      6000   9001  -
 * site 1    3000    7000   9000  -
 * site 2     0      6000   9002  -   */
static const int32_t times[] = { 0, 6000, 9001, MLG_UNREACHABLE, 3000, 7000, 9000, MLG_UNREACHABLE,
                                 0, 6000, 9002, MLG_UNREACHABLE };

static mlg_travel *small_travel(void)
{
    mlg_travel *travel = travel_by_matrix(3, 4, times);
    return travel;
}

static void equal_times_go_to_the_lowest_site(void **state)
{
    (void)state;
    mlg_travel *travel = small_travel();
    mlg_nearest_input input = { travel, NULL, 0, MLG_UNREACHABLE, 2, NULL };
    int32_t site[4], time_ds[4];
    mlg_error err;
    assert_ok(mlg_nearest(&input, site, time_ds, &err), &err);
    assert_int_equal(site[0], 0);
    assert_int_equal(site[1], 0);
    assert_int_equal(site[2], 1);
    assert_int_equal(site[3], MLG_NOWHERE);
    assert_int_equal(time_ds[2], 9000);
    assert_int_equal(time_ds[3], MLG_UNREACHABLE);
    mlg_travel_free(travel);
}

static void only_open_sites_within_the_limit_count(void **state)
{
    (void)state;
    mlg_travel *travel = small_travel();
    const int32_t open[] = { 2, 1 }, bad[] = { 3 };
    mlg_nearest_input input = { travel, open, 2, 6000, 1, NULL };
    int32_t site[4], time_ds[4];
    mlg_error err;
    assert_ok(mlg_nearest(&input, site, time_ds, &err), &err);
    assert_int_equal(site[0], 2);
    assert_int_equal(site[1], 2);
    assert_int_equal(time_ds[1], 6000);
    assert_int_equal(site[2], MLG_NOWHERE);
    input.sites = 0;
    assert_ok(mlg_nearest(&input, site, time_ds, &err), &err);
    assert_int_equal(site[0], MLG_NOWHERE);
    input.site = bad;
    input.sites = 1;
    assert_fails(mlg_nearest(&input, site, time_ds, &err), MLG_INPUT, &err, "open site 0 is 3");
    mlg_travel_free(travel);
}

enum { PLACES = 1500, SITES = 200 };

static void nearest_equals_brute_force_at_any_thread_count(void **state)
{
    (void)state;
    uint64_t seed = 3;
    int32_t *matrix, want_site[PLACES], want_time[PLACES];
    mlg_travel *travel;
    mlg_error err;
    assert_ok(MLG_NEW(&matrix, PLACES * SITES, "matrix", &err), &err);
    for (int k = 0; k < PLACES * SITES; k++) /* many ties, many without a way */
        matrix[k] = random_below(&seed, 100) < 95 ? MLG_UNREACHABLE : random_below(&seed, 60);
    travel = travel_by_matrix(SITES, PLACES, matrix);
    for (int i = 0; i < PLACES; i++) {
        want_site[i] = MLG_NOWHERE;
        want_time[i] = MLG_UNREACHABLE;
        for (int j = 0; j < SITES; j++)
            if (matrix[j * PLACES + i] <= 40 && matrix[j * PLACES + i] < want_time[i]) {
                want_site[i] = j;
                want_time[i] = matrix[j * PLACES + i];
            }
    }
    for (int threads = 1; threads <= 8; threads++) {
        int32_t site[PLACES], time_ds[PLACES];
        mlg_nearest_input input = { travel, NULL, 0, 40, threads, NULL };
        assert_ok(mlg_nearest(&input, site, time_ds, &err), &err);
        assert_memory_equal(site, want_site, sizeof site);
        assert_memory_equal(time_ds, want_time, sizeof time_ds);
    }
    free(matrix);
    mlg_travel_free(travel);
}

static bool refuse(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage, (void)fraction;
    return false;
}

static void nearest_may_be_cancelled_or_run_out_of_memory(void **state)
{
    (void)state;
    mlg_travel *travel = small_travel();
    mlg_progress progress = { refuse, NULL };
    mlg_nearest_input input = { travel, NULL, 0, 6000, 1, &progress };
    int32_t site[4], time_ds[4];
    mlg_error err;
    assert_fails(mlg_nearest(&input, site, time_ds, &err), MLG_CANCELLED, &err, "during nearest");
    input.progress = NULL;
    mlg_status st = MLG_MEMORY;
    int n = 0;
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = mlg_nearest(&input, site, time_ds, &err);
    }
    mlg_memory_fail_at(0);
    assert_int_equal(st, MLG_OK);
    mlg_travel_free(travel);
}

/* The three sites of the table, 2, 1.5 and 0.1 GPs, within 6000 ds: place 0 all (3.6), place 1 the first and the last, place 2 none. */
static void sites_within_a_time_are_counted_and_weighed(void **state)
{
    (void)state;
    mlg_travel *travel = small_travel();
    const int32_t open[] = { 2, 1 };
    const double weight[] = { 2, 1.5, 0.1 }, bad[] = { 2, -1, 0 }, great[] = { 2, 1, 2e6 };
    mlg_nearest_input input = { travel, NULL, 0, 6000, 2, NULL };
    double sum[4];
    mlg_error err;
    assert_ok(mlg_overlap(&input, NULL, sum, &err), &err);
    assert_near(sum[0], 3, 0);
    assert_near(sum[1], 2, 0);
    assert_near(sum[2], 0, 0);
    assert_ok(mlg_overlap(&input, weight, sum, &err), &err);
    assert_near(sum[0], 3.6, 1e-12);
    assert_near(sum[1], 2.1, 1e-12);
    input.site = open;
    input.sites = 2;
    assert_ok(mlg_overlap(&input, weight, sum, &err), &err);
    assert_near(sum[0], 1.6, 1e-12);
    assert_near(sum[3], 0, 0);
    assert_fails(mlg_overlap(&input, bad, sum, &err), MLG_INPUT, &err, "weight of site 1 is -1");
    assert_fails(mlg_overlap(&input, great, sum, &err), MLG_INPUT, &err, "weight of site 2 is 2e+06");
    mlg_memory_fail_at(1);
    assert_fails(mlg_overlap(&input, weight, sum, &err), MLG_MEMORY, &err, "sites within reach");
    mlg_travel_free(travel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_times_go_to_the_lowest_site),
        cmocka_unit_test(only_open_sites_within_the_limit_count),
        cmocka_unit_test(nearest_equals_brute_force_at_any_thread_count),
        cmocka_unit_test(sites_within_a_time_are_counted_and_weighed),
        cmocka_unit_test(nearest_may_be_cancelled_or_run_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
