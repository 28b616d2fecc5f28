#include "given_matrix.h"
#include "support.h"

#include "base/memory.h"
#include "network/models/model.h"

#include <math.h>
#include <string.h>

typedef struct {
    int32_t count;
    double *x, *y;
    uint8_t *density;
} cloud;

/* Clustered points over 60 km with repeats, and a few far away. */
static cloud make_cloud(int32_t count, uint64_t seed)
{
    cloud c = { count, NULL, NULL, NULL };
    mlg_error err;
    assert_ok(MLG_NEW(&c.x, (size_t)count, "x", &err), &err);
    assert_ok(MLG_NEW(&c.y, (size_t)count, "y", &err), &err);
    assert_ok(MLG_NEW(&c.density, (size_t)count, "density", &err), &err);
    for (int32_t i = 0; i < count; i++) {
        bool repeat = i > 0 && i % 7 == 0, far_away = i % 97 == 5;
        double reach = far_away ? 3e6 : 60000 * random_unit(&seed);
        c.x[i] = repeat ? c.x[i - 1] : 650000 + reach * random_unit(&seed);
        c.y[i] = repeat ? c.y[i - 1] : 7000000 + reach * random_unit(&seed);
        c.density[i] = (uint8_t)random_below(&seed, 8);
    }
    return c;
}

static void free_cloud(cloud *c)
{
    free(c->x);
    free(c->y);
    free(c->density);
}

static mlg_points points_of(const cloud *c)
{
    return (mlg_points){ c->count, c->x, c->y, c->density };
}

/* Two sites, three places. Within a minute (600) site 1 reaches place 0 only; there is no way to place 1.
 *          place 0   place 1       place 2
 * site 0     0        900           12000
 * site 1   600      unreachable       601      */
static void given_times_come_back_as_they_are(void **state)
{
    (void)state;
    const int32_t times[] = { 0, 900, 12000, 600, MLG_UNREACHABLE, 601 };
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(2, 3, times);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_int_equal(mlg_travel_sites(travel), 2);
    assert_int_equal(mlg_travel_places(travel), 3);
    assert_ok(mlg_travel_row(travel, 1, 600, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    assert_int_equal(row.place[0], 0);
    assert_int_equal(row.time_ds[0], 600);
    assert_ok(mlg_travel_row(travel, 1, MLG_UNREACHABLE, scratch, &row, &err), &err);
    assert_int_equal(row.count, 2);
    assert_int_equal(row.place[1], 2);
    assert_ok(mlg_travel_row(travel, 0, 0, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    assert_ok(mlg_travel_row(travel, 0, -1, scratch, &row, &err), &err);
    assert_int_equal(row.count, 0);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
}

static void a_bad_pair_is_refused_with_its_site_and_place(void **state)
{
    (void)state;
    const int64_t start[] = { 0, 1, 3 }, back[] = { 0, 2, 1 };
    const int32_t place[] = { 0, 0, 2 }, far[] = { 0, 0, 3 };
    const int32_t time_ds[] = { 0, 900, 600 }, negative[] = { 0, 900, -1 };
    mlg_travel *travel;
    mlg_error err;
    assert_fails(mlg_travel_pairs(&travel, 2, 3, start, place, negative, &err), MLG_INPUT, &err,
                 "site 1: place 2 of 3 is -1 deciseconds away");
    assert_null(travel);
    assert_fails(mlg_travel_pairs(&travel, 2, 3, start, far, time_ds, &err), MLG_INPUT, &err,
                 "site 1: place 3 of 3");
    assert_fails(mlg_travel_pairs(&travel, 2, 3, back, place, time_ds, &err), MLG_INPUT, &err,
                 "times of site 1 start at 2 and end at 1");
}

/* 10 km at detour 1.3: between levels 1 (30 km/h) and 6 (60 km/h), 6.5 km at each speed: 780 + 390 s, plus 60 s
 * of terminal time: 1230 s. */
static void a_crow_flies_half_the_way_at_the_speed_of_each_end(void **state)
{
    (void)state;
    mlg_crow_params p = { 1.3, 60, { 45, 30, 40, 40, 45, 50, 60, 60 }, 0, { .count = 0 } };
    assert_int_equal(mlg_crow_time_ds(&p, 10000, 1, 6), 12300);
    assert_int_equal(mlg_crow_time_ds(&p, 10000, 6, 1), 12300);
    assert_int_equal(mlg_crow_time_ds(&p, 0, 1, 1), 600);
    assert_int_equal(mlg_crow_time_ds(&p, 1e12, 1, 1), MLG_UNREACHABLE);
}

/* The same as a row, by looking at every place. */
static int32_t brute_time(const mlg_crow_params *p, const cloud *places, int32_t i, const cloud *sites, int32_t j,
                          const int32_t *site_place)
{
    if (site_place[j] == i)
        return (int32_t)(p->intra_s * 10);
    double dx = places->x[i] - sites->x[j], dy = places->y[i] - sites->y[j];
    return mlg_crow_time_ds(p, sqrt(dx * dx + dy * dy), sites->density[j], places->density[i]);
}

static int32_t count_mismatches(const mlg_travel *travel, const mlg_crow_params *p, const cloud *places,
                                const cloud *sites, const int32_t *site_place, int32_t limit_ds)
{
    mlg_travel_scratch *scratch;
    mlg_error err;
    int32_t wrong = 0;
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t j = 0; j < sites->count; j++) {
        mlg_row row;
        int32_t at = 0;
        assert_ok(mlg_travel_row(travel, j, limit_ds, scratch, &row, &err), &err);
        for (int32_t i = 0; i < places->count; i++) {
            int32_t want = brute_time(p, places, i, sites, j, site_place);
            bool in_row = at < row.count && row.place[at] == i;
            wrong += in_row != (want <= limit_ds) || (in_row && row.time_ds[at] != want);
            at += in_row;
        }
        wrong += at != row.count;
    }
    mlg_travel_scratch_free(scratch);
    return wrong;
}

static void crow_rows_equal_brute_force(void **state)
{
    (void)state;
    cloud places = make_cloud(3000, 11), sites = make_cloud(150, 12);
    int32_t site_place[150];
    for (int32_t j = 0; j < 150; j++) {
        site_place[j] = j % 3 == 0 ? j * 7 : MLG_NOWHERE;
        if (j % 5 == 0) { /* at the very position of a place, named or not */
            sites.x[j] = places.x[j * 7];
            sites.y[j] = places.y[j * 7];
        }
    }
    mlg_crow_params p = mlg_crow_defaults();
    p.intra_s = 30;
    mlg_points place_points = points_of(&places), site_points = points_of(&sites);
    mlg_travel *travel;
    mlg_error err;
    assert_ok(mlg_travel_crow(&travel, &p, &place_points, &site_points, site_place, &err), &err);
    const int32_t limits[] = { 0, 299, 300, 599, 600, 601, 3000, 12000, 40000, 3000000, INT32_MAX - 1 };
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++)
        assert_int_equal(count_mismatches(travel, &p, &places, &sites, site_place, limits[k]), 0);
    mlg_travel_free(travel);
    free_cloud(&places);
    free_cloud(&sites);
}

static void crow_times_are_symmetric(void **state)
{
    (void)state;
    enum { N = 400 };
    cloud places = make_cloud(N, 21);
    int32_t own[N], *times;
    for (int32_t i = 0; i < N; i++)
        own[i] = i;
    mlg_crow_params p = mlg_crow_defaults();
    mlg_points points = points_of(&places);
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_error err;
    assert_ok(MLG_NEW(&times, (size_t)N * N, "times", &err), &err);
    assert_ok(mlg_travel_crow(&travel, &p, &points, &points, own, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t j = 0; j < N; j++) {
        mlg_row row;
        assert_ok(mlg_travel_row(travel, j, 20000, scratch, &row, &err), &err);
        for (int32_t k = 0; k < row.count; k++)
            times[j * N + row.place[k]] = row.time_ds[k] + 1;
    }
    for (int32_t i = 0; i < N; i++)
        for (int32_t j = 0; j < N; j++)
            assert_int_equal(times[i * N + j], times[j * N + i]);
    free(times);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    free_cloud(&places);
}

/* Three places at one position; a site at place 1 reaches only it at limit 0: the two others cost the two
 * minutes of the terminals. */
static void limit_zero_reaches_the_own_place_only(void **state)
{
    (void)state;
    const double x[] = { 5, 5, 5 }, y[] = { 9, 9, 9 };
    const int32_t own = 1;
    mlg_points places = { 3, x, y, NULL }, sites = { 1, x, y, NULL };
    mlg_crow_params p = mlg_crow_defaults();
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_crow(&travel, &p, &places, &sites, &own, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_travel_row(travel, 0, 0, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    assert_int_equal(row.place[0], 1);
    assert_ok(mlg_travel_row(travel, 0, 1200, scratch, &row, &err), &err);
    assert_int_equal(row.count, 3);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
}

static void a_model_without_places_or_sites_is_empty(void **state)
{
    (void)state;
    const double x[] = { 5 }, y[] = { 9 };
    mlg_points none = { 0, NULL, NULL, NULL }, one = { 1, x, y, NULL };
    mlg_crow_params p = mlg_crow_defaults();
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_crow(&travel, &p, &none, &one, NULL, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_travel_row(travel, 0, 12000, scratch, &row, &err), &err);
    assert_int_equal(row.count, 0);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    assert_ok(mlg_travel_crow(&travel, &p, &one, &none, NULL, &err), &err);
    assert_int_equal(mlg_travel_sites(travel), 0);
    mlg_travel_free(travel);
}

static void a_bad_parameter_is_refused_with_its_value(void **state)
{
    (void)state;
    mlg_points none = { 0, NULL, NULL, NULL };
    mlg_travel *travel;
    mlg_error err;
    mlg_crow_params p = mlg_crow_defaults();
    p.detour = 0.9;
    assert_fails(mlg_travel_crow(&travel, &p, &none, &none, NULL, &err), MLG_USAGE, &err, "detour is 0.9");
    p = mlg_crow_defaults();
    p.speed_kmh[4] = 0;
    assert_fails(mlg_travel_crow(&travel, &p, &none, &none, NULL, &err), MLG_USAGE, &err, "level 4 is 0 km/h");
    p = mlg_crow_defaults();
    p.terminal_s = -1;
    assert_fails(mlg_travel_crow(&travel, &p, &none, &none, NULL, &err), MLG_USAGE, &err, "terminal time is -1");
    p = mlg_crow_defaults();
    p.intra_s = (double)NAN;
    assert_fails(mlg_travel_crow(&travel, &p, &none, &none, NULL, &err), MLG_USAGE, &err, "inside a place is");
}

static void a_bad_position_is_refused_with_its_index(void **state)
{
    (void)state;
    const double x[] = { 5, (double)NAN }, y[] = { 9, 9 };
    const uint8_t density[] = { 1, 8 };
    const int32_t nowhere[] = { 2, 0 };
    mlg_points good = { 1, x, y, density }, no_position = { 2, x, y, NULL }, no_level = { 2, y, y, density };
    mlg_crow_params p = mlg_crow_defaults();
    mlg_travel *travel;
    mlg_error err;
    assert_fails(mlg_travel_crow(&travel, &p, &good, &no_position, NULL, &err), MLG_INPUT, &err, "site 1 is at");
    assert_fails(mlg_travel_crow(&travel, &p, &no_level, &good, NULL, &err), MLG_INPUT, &err,
                 "place 1 has density");
    assert_fails(mlg_travel_crow(&travel, &p, &good, &good, nowhere, &err), MLG_INPUT, &err, "at place 2");
}

static mlg_status build_and_search(const mlg_points *points, mlg_error *err)
{
    mlg_crow_params p = mlg_crow_defaults();
    mlg_travel *travel = NULL;
    mlg_travel_crew crew = { 0 };
    mlg_row row;
    mlg_status st;
    MLG_GO(mlg_travel_crow(&travel, &p, points, points, NULL, err));
    MLG_GO(mlg_travel_crew_init(&crew, travel, 2, err));
    MLG_GO(mlg_travel_row(travel, 0, 12000, crew.scratch[1], &row, err));
done:
    mlg_travel_crew_release(&crew);
    mlg_travel_free(travel);
    return st;
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    cloud c = make_cloud(50, 31);
    mlg_points points = points_of(&c);
    mlg_status st = MLG_MEMORY;
    int n = 0;
    while (st == MLG_MEMORY) {
        mlg_error err = { .status = MLG_OK };
        mlg_memory_fail_at(++n);
        st = build_and_search(&points, &err);
        assert_true(st == MLG_OK || strstr(err.message, "out of memory"));
    }
    mlg_memory_fail_at(0);
    assert_int_equal(st, MLG_OK);
    assert_true(n > 15);
    free_cloud(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_times_come_back_as_they_are),
        cmocka_unit_test(a_bad_pair_is_refused_with_its_site_and_place),
        cmocka_unit_test(a_crow_flies_half_the_way_at_the_speed_of_each_end),
        cmocka_unit_test(crow_rows_equal_brute_force),
        cmocka_unit_test(crow_times_are_symmetric),
        cmocka_unit_test(limit_zero_reaches_the_own_place_only),
        cmocka_unit_test(a_model_without_places_or_sites_is_empty),
        cmocka_unit_test(a_bad_parameter_is_refused_with_its_value),
        cmocka_unit_test(a_bad_position_is_refused_with_its_index),
        cmocka_unit_test(running_out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
