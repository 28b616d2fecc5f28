/* Travel between any points through the public interface: by hand, refusals, memory that runs out. That the figures are those of a
 * study is tested where they are asked for in SQL (sql/test_sql.c). */
#include "support.h"

#include "adapters/geom/geometry.h"
#include "base/memory.h"
#include "network/roads/graph.h"
#include "pipeline/router/router.h"
#include "road_town.h"
#include "tiny_network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static mlg_router *straight(void)
{
    mlg_router *t;
    mlg_error err;
    assert_ok(mlg_router_open(&t, NULL, 0, &err), &err);
    return t;
}

/* 5,000 m: 120 s + 1.25 x 5,000 m / (80 km/h = 22.222 m/s) = 120 + 281.25 s, to the tenth 401.3; 13,000 m: 120 + 731.25 s. */
static void straight_lines_take_the_default_speeds(void **state)
{
    (void)state;
    const double x[] = { 0, 3000, 5000 }, y[] = { 0, 4000, 12000 };
    const mlg_positions from = { 1, x, y }, to = { 3, x, y };
    int32_t time_ds[3];
    double minutes;
    mlg_error err;
    mlg_router *t = straight();
    assert_string_equal(mlg_router_model(t), "crow");
    assert_int_equal(mlg_router_epsg(t), 2154);
    assert_ok(mlg_router_times(time_ds, t, &from, &to, MLG_UNREACHABLE, &err), &err);
    assert_int_equal(time_ds[0], 0);
    assert_int_equal(time_ds[1], 4013);
    assert_int_equal(time_ds[2], 8513);
    assert_ok(mlg_router_times(time_ds, t, &from, &to, 4013, &err), &err); /* included */
    assert_int_equal(time_ds[1], 4013);
    assert_int_equal(time_ds[2], MLG_UNREACHABLE);
    assert_ok(mlg_crow_minutes(&minutes, 5000, 0, 0, &err), &err);
    assert_near(minutes, 401.3 / 60, 1e-12);
    /* 70 km/h at one end, 80 at the other: 120 s + 1.25 x 2500 x (3.6/70 + 3.6/80) = 120 + 301.34 s, to the tenth */
    assert_ok(mlg_crow_minutes(&minutes, 5000, 1, 7, &err), &err);
    assert_near(minutes, 421.3 / 60, 1e-12);
    mlg_router_close(t);
}

/* 10 min: (600 - 120) s x 80 km/h / 1.25 = 8533.33 m; a disc of 64 sides holds n/2 sin(2 pi / n) r^2. */
static void an_isochrone_of_straight_lines_is_a_disc(void **state)
{
    (void)state;
    const double minutes[] = { 0.5, 10 }, radius = 480 / (1.25 * 3.6 / 80);
    mlg_blob shape[2];
    mlg_geom *geom[2];
    mlg_error err;
    mlg_router *t = straight();
    assert_ok(mlg_router_isochrones(shape, t, 650000, 7000000, minutes, 2, NULL, &err), &err);
    for (int k = 0; k < 2; k++)
        assert_ok(mlg_geom_from_gpb(&geom[k], shape[k].bytes, shape[k].size, &err), &err);
    assert_true(mlg_geom_is_empty(geom[0])); /* less than the terminal time */
    assert_near(mlg_geom_area(geom[1]), 32 * sin(2 * acos(-1.0) / 64) * radius * radius, 1);
    assert_near(mlg_geom_box(geom[1]).min_x, 650000 - radius, 1e-6);
    for (int k = 0; k < 2; k++) {
        mlg_geom_free(geom[k]);
        mlg_free(shape[k].bytes);
    }
    mlg_router_close(t);
}

/* Persons 100 and 300, 401.3 s apart, a third place of 50 an hour away; 800 acts at the first: V = 400, R = 2. */
static void access_is_that_of_the_catchment(void **state)
{
    (void)state;
    const double x[] = { 0, 3000, 90000 }, y[] = { 0, 4000, 0 }, persons[] = { 100, 300, 50 }, supply[] = { 800 };
    double access[3];
    mlg_error err;
    mlg_router *t = straight();
    mlg_access_request ask = {
        .places = { 3, x, y }, .persons = persons, .sites = { 1, x, y }, .supply = supply, .decay = "apl-2015"
    };
    assert_ok(mlg_router_access(access, t, &ask, &err), &err);
    assert_near(access[0], 2, 0);
    assert_near(access[1], 2, 0);
    assert_near(access[2], 0, 0);
    ask.measure = "min-cost";
    assert_ok(mlg_router_access(access, t, &ask, &err), &err);
    assert_near(access[0], 0, 0);
    assert_near(access[1], 401.3 / 60, 1e-12);
    ask.measure = "i2sfca";
    assert_fails(mlg_router_access(access, t, &ask, &err), MLG_USAGE, &err, "'i2sfca' is a figure of sites");
    ask.measure = "e3sfca";
    assert_fails(mlg_router_access(access, t, &ask, &err), MLG_USAGE, &err, "unknown measure 'e3sfca'");
    ask.measure = NULL;
    ask.decay = "apl-2051";
    assert_fails(mlg_router_access(access, t, &ask, &err), MLG_USAGE, &err, "unknown decay 'apl-2051'");
    assert_non_null(strstr(err.hint, "apl-2015"));
    mlg_router_close(t);
}

static void rules_stand_by_themselves(void **state)
{
    (void)state;
    const double breaks[] = { 1, 2 }, wrong[] = { 2, 2 };
    double weight;
    int32_t k;
    mlg_error err;
    assert_ok(mlg_decay_minutes(&weight, "apl-2015", 10, &err), &err);
    assert_near(weight, 1, 0);
    assert_ok(mlg_decay_minutes(&weight, "apl-2015", 20, &err), &err);
    assert_near(weight, 1.0 / 3, 1e-15);
    assert_ok(mlg_decay_minutes(&weight, "apl-2015", 1e300, &err), &err);
    assert_near(weight, 0, 0);
    assert_fails(mlg_decay_minutes(&weight, "apl-2015", -1, &err), MLG_USAGE, &err, "-1 minutes is negative");
    assert_ok(mlg_access_class(&k, 2.5, NULL, 0, &err), &err);
    assert_int_equal(k, 3); /* at the break: no more under-served */
    assert_ok(mlg_access_class(&k, 0, NULL, 0, &err), &err);
    assert_int_equal(k, 1);
    assert_ok(mlg_access_class(&k, 9, breaks, 2, &err), &err);
    assert_int_equal(k, 3);
    assert_ok(mlg_access_class(&k, (double)NAN, NULL, 0, &err), &err);
    assert_int_equal(k, 0);
    assert_fails(mlg_access_class(&k, 9, wrong, 2, &err), MLG_USAGE, &err, "break 2 is 2");
    assert_fails(mlg_crow_minutes(&weight, -1, 0, 0, &err), MLG_USAGE, &err, "-1 m");
    assert_fails(mlg_crow_minutes(&weight, 1, 0, 8, &err), MLG_USAGE, &err, "0 and 8");
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    const double x[] = { 0, (double)NAN }, y[] = { 0, 0 }, falling[] = { 10, 5 };
    const mlg_positions point = { 1, x, y }, bad = { 2, x, y };
    int32_t time_ds[2];
    mlg_blob shape[2];
    mlg_near_sites near;
    mlg_error err;
    char *folder = make_folder();
    mlg_router *t = straight(), *other;
    assert_fails(mlg_router_times(time_ds, t, &point, &bad, MLG_UNREACHABLE, &err), MLG_INPUT, &err,
                 "destination 1 is at (nan, 0)");
    assert_fails(mlg_router_times(time_ds, t, &point, &point, -1, &err), MLG_USAGE, &err, "-1 deciseconds");
    assert_fails(mlg_router_isochrones(shape, t, 0, 0, falling, 2, NULL, &err), MLG_USAGE, &err,
                 "10 and 5 minutes");
    assert_null(shape[0].bytes);
    assert_fails(mlg_router_nearest(&near, t, "gp", 0, 0, 1, 0, &err), MLG_INPUT, &err, "opened without a study");
    assert_fails(mlg_router_open(&other, "none.gpkg", 0, &err), MLG_INPUT, &err, "none.gpkg");
    assert_fails(mlg_router_open(&other, "none.network", 0, &err), MLG_INPUT, &err,
                 "none.network: cannot be opened");
    assert_fails(mlg_router_open(&other, NULL, 4326, &err), MLG_INPUT, &err, "4326");
    assert_fails(mlg_router_open(&other, NULL, 1, &err), MLG_INPUT, &err, "EPSG:1");
    write_text(in_folder(folder, "text.network"), "not a network");
    assert_fails(mlg_router_open(&other, in_folder(folder, "text.network"), 0, &err), MLG_INPUT, &err,
                 "not a network");
    assert_null(other);
    mlg_router_close(t);
    mlg_router_close(NULL);
    remove_folder(folder);
}

/* ---- a network by itself ------------------------------------------------------------------------------------------------ */

/* Two streets that cross, near 45 degrees north on the Greenwich meridian, saved as a run does. */
static void save_network(const char *path)
{
    mlg_profile *car;
    mlg_error err;
    char *xml = malloc(TINY_BYTES);
    tiny_start(xml);
    for (int i = 0; i < 30; i++)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 1, "10 11 12 13 14", "highway=residential");
    tiny_way(xml, 2, "2 12 22", "highway=primary");
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    mlg_graph *graph = build_tiny(car, xml);
    assert_ok(mlg_graph_save(graph, path, 1, &err), &err);
    mlg_graph_free(graph);
    mlg_profile_free(car);
    free(xml);
}

/* All that a router does by road, of which any allocation may fail. */
static mlg_status ask_all(const char *path, mlg_error *err)
{
    const double x[] = { 463821, 463978 }, y[] = { 6438036, 6438008 }, ten[] = { 1, 2 }, persons[] = { 10, 20 },
                 minutes[] = { 1, 3 };
    const mlg_positions points = { 2, x, y };
    int32_t time_ds[4];
    double access[2];
    mlg_blob shape[2] = { { NULL, 0 } };
    mlg_router *t = NULL;
    mlg_access_request ask = {
        .places = points, .persons = persons, .sites = points, .supply = ten, .threads = 1
    };
    mlg_status st = mlg_router_open(&t, path, 2154, err);
    if (st == MLG_OK)
        st = mlg_router_times(time_ds, t, &points, &points, MLG_UNREACHABLE, err);
    if (st == MLG_OK)
        st = mlg_router_isochrones(shape, t, x[0], y[0], minutes, 2, NULL, err);
    if (st == MLG_OK)
        st = mlg_router_access(access, t, &ask, err);
    mlg_free(shape[0].bytes);
    mlg_free(shape[1].bytes);
    mlg_router_close(t);
    return st;
}

/* From one street to the other: some minutes, the same there and back for there is no one-way; both are reached within 3. */
static void check_crossing(const char *path)
{
    const double x[] = { 463821, 463978, 500000 }, y[] = { 6438036, 6438008, 6438000 }, minutes = 3;
    const mlg_positions points = { 3, x, y };
    int32_t time_ds[9];
    mlg_router *t;
    mlg_blob shape;
    mlg_geom *land;
    mlg_error err;
    assert_ok(mlg_router_open(&t, path, 0, &err), &err);
    assert_string_equal(mlg_router_model(t), "road");
    assert_ok(mlg_router_times(time_ds, t, &points, &points, MLG_UNREACHABLE, &err), &err);
    assert_int_equal(time_ds[0], 0);
    assert_true(time_ds[1] > 60 && time_ds[1] < 1800);
    assert_int_equal(time_ds[3], time_ds[1]);
    assert_int_equal(time_ds[2], MLG_UNREACHABLE); /* no road near the third */
    assert_ok(mlg_router_isochrones(&shape, t, x[0], y[0], &minutes, 1, NULL, &err), &err);
    assert_ok(mlg_geom_from_gpb(&land, shape.bytes, shape.size, &err), &err);
    assert_true(mlg_geom_area(land) > 1e4);
    mlg_geom_free(land);
    mlg_free(shape.bytes);
    mlg_router_close(t);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *path = in_folder(folder, "town.network");
    mlg_error err;
    long n = 0;
    mlg_status st;
    save_network(path);
    assert_ok(ask_all(path, &err), &err);
    check_crossing(path);
    do {
        mlg_memory_fail_at(++n);
        st = ask_all(path, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    } while (st != MLG_OK);
    assert_true(n > 30);
    remove_folder(folder);
}

enum { CROWD = 400 };

/* Points all over a made town of sixty junctions, some far off it. */
static void spread_crowd(double *x, double *y)
{
    uint64_t random = 8;
    for (int32_t i = 0; i < CROWD; i++) {
        x[i] = 463600 + 900 * random_unit(&random);
        y[i] = 6437800 + 900 * random_unit(&random) + (i % 29 == 0 ? 50000 : 0);
    }
}

static void save_town(const char *path)
{
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    mlg_graph *graph = make_town(car, 4);
    assert_ok(mlg_graph_save(graph, path, 1, &err), &err);
    mlg_graph_free(graph);
    mlg_profile_free(car);
}

static mlg_status ask_crowd(int32_t *time_ds, const char *path, const mlg_positions *crowd, mlg_error *err)
{
    mlg_router *r = NULL;
    mlg_status st = mlg_router_open(&r, path, 2154, err);
    if (st == MLG_OK)
        st = mlg_router_times(time_ds, r, crowd, crowd, MLG_UNREACHABLE, err);
    if (st == MLG_OK)
        assert_non_null(r->complete); /* one search, then climbs */
    mlg_router_close(r);
    return st;
}

static void a_large_matrix_is_the_same_by_climbs(void **state)
{
    (void)state;
    double x[CROWD], y[CROWD];
    static int32_t together[CROWD * CROWD], alone[CROWD];
    char *folder = make_folder();
    const char *path = in_folder(folder, "town.network");
    const mlg_positions crowd = { CROWD, x, y };
    int32_t unreachable = 0;
    mlg_router *r;
    mlg_error err;
    save_town(path);
    spread_crowd(x, y);
    assert_ok(ask_crowd(together, path, &crowd, &err), &err);
    assert_ok(mlg_router_open(&r, path, 2154, &err), &err);
    for (int32_t i = 0; i < CROWD; i++) {
        const mlg_positions origin = { 1, &x[i], &y[i] };
        assert_ok(mlg_router_times(alone, r, &origin, &crowd, MLG_UNREACHABLE, &err), &err);
        assert_memory_equal(alone, together + i * CROWD, sizeof alone);
        for (int32_t j = 0; j < CROWD; j++)
            unreachable += alone[j] == MLG_UNREACHABLE;
    }
    assert_null(r->complete);
    mlg_router_close(r);
    assert_true(unreachable > CROWD && unreachable < CROWD * CROWD / 10 * 9);
    long n = 0;
    mlg_status st;
    do {
        mlg_memory_fail_at(++n);
        st = ask_crowd(together, path, &crowd, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    } while (st != MLG_OK);
    assert_true(n > 60);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_lines_take_the_default_speeds),
        cmocka_unit_test(an_isochrone_of_straight_lines_is_a_disc),
        cmocka_unit_test(access_is_that_of_the_catchment),
        cmocka_unit_test(rules_stand_by_themselves),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_a_status),
        cmocka_unit_test(a_large_matrix_is_the_same_by_climbs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
