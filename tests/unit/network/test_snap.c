#include "support.h"

#include "base/clock.h"
#include "base/memory.h"
#include "network/roads/snap.h"
#include "network/roads/sphere.h"
#include "tiny_network.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const mlg_snap_options within_500_m = { .radius_m = 500, .walk_kmh = 3.6, .threads = 1 };

static mlg_snap snap_one(const mlg_graph *g, double lon, double lat)
{
    mlg_snap_index *index;
    mlg_error err;
    mlg_snap found;
    assert_ok(mlg_snap_index_new(&index, g, &err), &err);
    mlg_snap_point(&found, index, lon, lat, &within_500_m);
    mlg_snap_index_free(index);
    return found;
}

static void a_point_is_cut_into_its_segment(void **state)
{
    (void)state;
    mlg_graph *g = tiny_road("highway=residential");
    mlg_snap s = snap_one(g, 0.003, 45.0009); /* 100.1 m north, a quarter of the way: walks 100 s at 1 m/s */
    int east = g->point_e7[0] == 10000 ? 0 : 1;
    assert_int_equal(s.status, MLG_SNAP_MAIN);
    assert_near(s.distance_m, 100.1, 0.1);
    assert_int_equal(s.walk_ds, 1001);
    assert_near(s.fraction, east == 0 ? 0.25 : 0.75, 1e-6);
    assert_near(s.lon, 0.003, 1e-9);
    assert_near(s.lat, 45, 1e-9);
    int32_t time = g->edge_time_ds[0];
    assert_near(time, 755, 1);
    assert_near(s.exit_ds[east], 1001 + 0.75 * time, 1);
    assert_near(s.exit_ds[!east], 1001 + 0.25 * time, 1);
    assert_int_equal(s.exit_ds[east] + s.entry_ds[east], time + 2 * 1001);
    assert_int_equal(g->lon_e7[s.exit_node[east]], 90000);
    assert_int_equal(g->lon_e7[s.entry_node[east]], 10000);
    assert_int_equal(s.exit_node[!east], s.entry_node[east]);
    mlg_graph_free(g);
}

static void one_ways_are_left_forward_and_reached_from_behind(void **state)
{
    (void)state;
    mlg_graph *g = tiny_road("highway=residential oneway=yes");
    mlg_snap a = snap_one(g, 0.003, 45), b = snap_one(g, 0.007, 45);
    int east = g->point_e7[0] == 10000 ? 0 : 1;
    assert_int_equal(a.status, MLG_SNAP_ISLAND); /* one may not come back: no main network here but single nodes */
    assert_int_equal(g->lon_e7[a.exit_node[east]], 90000);
    assert_int_equal(a.exit_node[!east], -1);
    assert_int_equal(a.entry_node[!east], -1);
    assert_near(mlg_snap_direct_ds(&a, &b), 377, 2);
    assert_int_equal(mlg_snap_direct_ds(&b, &a), INT32_MAX);
    assert_int_equal(mlg_snap_direct_ds(&a, &a), 0);
    mlg_graph_free(g);
}

static void two_points_of_a_segment_meet_on_it(void **state)
{
    (void)state;
    mlg_graph *g = tiny_road("highway=residential");
    mlg_snap a = snap_one(g, 0.003, 45.0009), b = snap_one(g, 0.007, 45);
    assert_near(mlg_snap_direct_ds(&a, &b), 1001 + 377, 2);
    assert_int_equal(mlg_snap_direct_ds(&b, &a), mlg_snap_direct_ds(&a, &b));
    mlg_graph_free(g);
}

/* Nodes 14 to 16 north of the long road, 157 m of street in the middle of its 629 m; 14-24-26-16 added: 537 m. */
static mlg_graph *road_and_island(const char *tags, bool with_square)
{
    char xml[TINY_BYTES];
    tiny_start(xml);
    for (int i = 1; i <= 9; i++)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 1, "1 2 3 4 5 6 7 8 9", "highway=residential");
    for (int i = 14; i <= 26; i += i == 16 ? 8 : 2)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 2, "14 16", tags);
    if (with_square)
        tiny_way(xml, 3, "14 24 26 16", tags);
    return build_tiny(tiny_car, xml);
}

static void an_island_with_streets_is_not_left_on_foot(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool with_square;
        int status;
        double distance_m, passed_over_m;
    } cases[] = {
        { "highway=residential", true, MLG_SNAP_ISLAND, 0, 0 },
        { "highway=pedestrian motor_vehicle=yes", true, MLG_SNAP_ISLAND, 0, 0 },
        { "highway=residential", false, MLG_SNAP_MAIN, 111.2, 111.2 }, /* a scrap */
        { "highway=service", true, MLG_SNAP_MAIN, 111.2, 111.2 },      /* a car park */
        { "highway=track", true, MLG_SNAP_MAIN, 111.2, 111.2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_graph *g = road_and_island(cases[i].tags, cases[i].with_square);
        mlg_snap s = snap_one(g, 0.005, 45.001);
        assert_int_equal(s.status, cases[i].status);
        assert_near(s.distance_m, cases[i].distance_m, 0.1);
        assert_near(s.passed_over_m, cases[i].passed_over_m, 0.1);
        mlg_graph_free(g);
    }
}

static void a_scrap_takes_a_point_when_there_is_nothing_else(void **state)
{
    (void)state;
    mlg_graph *g = road_and_island("highway=service", false);
    mlg_snap_options near = within_500_m;
    mlg_snap_index *index;
    mlg_error err;
    mlg_snap s;
    near.radius_m = 50;
    assert_ok(mlg_snap_index_new(&index, g, &err), &err);
    mlg_snap_point(&s, index, 0.005, 45.001, &near);
    assert_int_equal(s.status, MLG_SNAP_ISLAND);
    assert_near(s.distance_m, 0, 1e-6);
    mlg_snap_index_free(index);
    mlg_graph_free(g);
}

static void motorways_and_ferries_take_no_point(void **state)
{
    (void)state;
    static const char *const tags[] = { "highway=motorway oneway=no", "route=ferry motorcar=yes",
                                        "highway=primary tunnel=yes" };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        mlg_graph *g = tiny_road(tags[i]);
        mlg_snap s = snap_one(g, 0.003, 45);
        assert_int_equal(s.status, MLG_SNAP_FAR);
        mlg_graph_free(g);
    }
}

static void points_that_do_not_attach_are_listed(void **state)
{
    (void)state;
    mlg_graph *g = tiny_road("highway=residential");
    const double lon[] = { 0.003, 1, (double)NAN, 181, (double)INFINITY }, lat[] = { 45, 45, 45, 45, 0 };
    mlg_snap s[5];
    int32_t count[MLG_SNAP_STATUSES];
    mlg_snap_index *index;
    mlg_error err;
    assert_ok(mlg_snap_index_new(&index, g, &err), &err);
    assert_ok(mlg_snap_points(s, count, index, lon, lat, 5, &within_500_m, &err), &err);
    assert_int_equal(count[MLG_SNAP_MAIN], 1);
    assert_int_equal(count[MLG_SNAP_FAR], 1);
    assert_int_equal(count[MLG_SNAP_INVALID], 3);
    assert_int_equal(s[1].status, MLG_SNAP_FAR);
    assert_int_equal(s[1].segment, -1);
    assert_int_equal(s[1].exit_node[0], -1);
    assert_true(isnan(s[1].distance_m));
    mlg_snap_options bad = { .radius_m = -1 };
    assert_fails(mlg_snap_points(s, count, index, lon, lat, 5, &bad, &err), MLG_USAGE, &err,
                 "the radius to reach a road is -1 m");
    mlg_snap_index_free(index);
    for (long n = 1; n <= 2; n++) {
        mlg_memory_fail_at(n);
        assert_fails(mlg_snap_index_new(&index, g, &err), MLG_MEMORY, &err, "index of roads");
    }
    mlg_graph_free(g);
}

static void a_point_obeys_the_restriction_at_the_end_of_its_road(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    static const int nodes[] = { 11, 12, 13, 22 };
    for (size_t i = 0; i < 4; i++)
        tiny_node(xml, nodes[i], NULL, NULL);
    tiny_way(xml, 1, "11 12", "highway=residential");
    tiny_way(xml, 2, "12 13", "highway=residential");
    tiny_way(xml, 3, "12 22", "highway=residential");
    tiny_turn(xml, 1, 12, 3, "no_left_turn");
    mlg_graph *g = build_tiny(tiny_car, xml);
    mlg_snap s = snap_one(g, 0.0015, 45.001);
    int east = g->lon_e7[s.exit_node[0]] == 20000 ? 0 : 1;
    int32_t copy = s.exit_node[east];
    assert_int_equal(g->lon_e7[copy], 20000);
    assert_int_equal(g->first[copy + 1] - g->first[copy], 1); /* on to 13; not to 22, nor round */
    assert_int_equal(g->reverse_first[copy + 1] - g->reverse_first[copy], 1);
    mlg_graph_free(g);
}

/* ---- against a search of every piece ------------------------------------------------------------------ */

/* Streets at random in a box of 0.1 by 0.1 degree; one in five is an island of its own, every other of these a scrap. */
static mlg_graph *random_network(uint64_t *seed)
{
    static char xml[TINY_BYTES];
    tiny_start(xml);
    for (int i = 0; i < 200; i++)
        tiny_add(xml, "<node id='%d' lon='%.7f' lat='%.7f'/>", i, 0.1 * random_unit(seed),
                 45 + 0.1 * random_unit(seed));
    for (int w = 0; w < 120; w++) {
        char refs[64];
        int from = w < 100 ? random_below(seed, 160) : 160 + 2 * (w - 100);
        int to = w < 100 ? random_below(seed, 160) : from + 1;
        snprintf(refs, sizeof refs, "%d %d", from, to);
        tiny_way(xml, w, refs,
                 w % 7 == 0               ? "highway=motorway"
                 : w >= 100 && w % 2 == 0 ? "highway=service"
                                          : "highway=residential");
    }
    return build_tiny(tiny_car, xml);
}

static double brute_force(const mlg_graph *g, double lon, double lat, int wanted)
{
    double kx = MLG_METRES_PER_E7 * cos(lat * 3.14159265358979323846 / 180), ky = MLG_METRES_PER_E7,
           best = HUGE_VAL;
    for (int32_t s = 0; s < g->n_segments; s++)
        for (int32_t p = g->first_point[s]; p + 1 < g->first_point[s + 1] && (g->flags[s] & wanted) == wanted;
             p++) {
            const int32_t *a = g->point_e7 + 2 * p;
            double ax = (a[0] - lon * 1e7) * kx, ay = (a[1] - lat * 1e7) * ky;
            double dx = ((double)a[2] - a[0]) * kx, dy = ((double)a[3] - a[1]) * ky, l2 = dx * dx + dy * dy;
            double t = l2 > 0 ? fmin(1, fmax(0, -(ax * dx + ay * dy) / l2)) : 0;
            best = fmin(best, hypot(ax + t * dx, ay + t * dy));
        }
    return best;
}

static void assert_like_brute_force(const mlg_graph *g, const mlg_snap *s, double lon, double lat, double radius_m)
{
    double counts = brute_force(g, lon, lat, MLG_SEGMENT_ATTACH | MLG_SEGMENT_COUNTS);
    double any = brute_force(g, lon, lat, MLG_SEGMENT_ATTACH);
    double expected = counts <= radius_m ? counts : any;
    assert_int_equal(s->status == MLG_SNAP_FAR, any > radius_m);
    if (any > radius_m)
        return;
    bool main = g->flags[s->segment] & MLG_SEGMENT_MAIN;
    assert_int_equal(s->status, main ? MLG_SNAP_MAIN : MLG_SNAP_ISLAND);
    assert_near(s->distance_m, expected, 1e-6);
    assert_near(s->passed_over_m, expected - any, 1e-6);
}

static void the_tree_finds_what_a_search_of_every_piece_finds(void **state)
{
    (void)state;
    enum { POINTS = 300 };
    static double lon[POINTS], lat[POINTS];
    static mlg_snap s[POINTS], again[POINTS];
    uint64_t seed = 7;
    for (int round = 0; round < 5; round++) {
        mlg_graph *g = random_network(&seed);
        mlg_snap_index *index;
        mlg_error err;
        int32_t count[MLG_SNAP_STATUSES];
        mlg_snap_options options = { .radius_m = 150 + 200 * round, .threads = 1 };
        for (int i = 0; i < POINTS; i++) {
            lon[i] = -0.01 + 0.12 * random_unit(&seed);
            lat[i] = 44.99 + 0.12 * random_unit(&seed);
        }
        assert_ok(mlg_snap_index_new(&index, g, &err), &err);
        assert_ok(mlg_snap_points(s, count, index, lon, lat, POINTS, &options, &err), &err);
        for (int i = 0; i < POINTS; i++)
            assert_like_brute_force(g, &s[i], lon[i], lat[i], options.radius_m);
        options.threads = 4;
        memset(again, 0, sizeof again);
        assert_ok(mlg_snap_points(again, count, index, lon, lat, POINTS, &options, &err), &err);
        for (int i = 0; i < POINTS; i++)
            assert_true(s[i].segment == again[i].segment && s[i].walk_ds == again[i].walk_ds);
        mlg_snap_index_free(index);
        mlg_graph_free(g);
    }
}

static void porto_attaches_a_hundred_thousand_points(void **state)
{
    (void)state;
    enum { POINTS = 100000 };
    static double lon[POINTS], lat[POINTS];
    static mlg_snap s[POINTS];
    const char *path = shared_data("osm/r5_porto_portugal.osm.pbf");
    if (!path) {
        print_message("no ../shared/data/osm/r5_porto_portugal.osm.pbf: skipped\n");
        return;
    }
    mlg_osm *osm;
    mlg_graph *g;
    mlg_snap_index *index;
    mlg_error err;
    mlg_graph_options options = { .profile = tiny_car };
    mlg_snap_options near = { .radius_m = 500, .threads = 1 };
    int32_t count[MLG_SNAP_STATUSES];
    uint64_t seed = 1;
    assert_ok(mlg_osm_open(&osm, path, &err), &err);
    assert_ok(mlg_graph_build(&g, osm, &options, &err), &err);
    for (int i = 0; i < POINTS; i++) {
        int32_t near_node = random_below(&seed, g->n_nodes);
        lon[i] = g->lon_e7[near_node] * 1e-7 + 0.004 * (random_unit(&seed) - 0.5);
        lat[i] = g->lat_e7[near_node] * 1e-7 + 0.004 * (random_unit(&seed) - 0.5);
    }
    double start = mlg_clock_s();
    assert_ok(mlg_snap_index_new(&index, g, &err), &err);
    double built = mlg_clock_s();
    assert_ok(mlg_snap_points(s, count, index, lon, lat, POINTS, &near, &err), &err);
    print_message("index %.1f ms; %.2f us a point; main %d, island %d, far %d\n", (built - start) * 1e3,
                  (mlg_clock_s() - built) * 1e6 / POINTS, count[0], count[1], count[2]);
    for (int i = 0; i < 20; i++)
        assert_like_brute_force(g, &s[i], lon[i], lat[i], 500);
    mlg_snap_index_free(index);
    mlg_graph_free(g);
    mlg_osm_close(osm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_cut_into_its_segment),
        cmocka_unit_test(one_ways_are_left_forward_and_reached_from_behind),
        cmocka_unit_test(two_points_of_a_segment_meet_on_it),
        cmocka_unit_test(an_island_with_streets_is_not_left_on_foot),
        cmocka_unit_test(a_scrap_takes_a_point_when_there_is_nothing_else),
        cmocka_unit_test(motorways_and_ferries_take_no_point),
        cmocka_unit_test(points_that_do_not_attach_are_listed),
        cmocka_unit_test(a_point_obeys_the_restriction_at_the_end_of_its_road),
        cmocka_unit_test(the_tree_finds_what_a_search_of_every_piece_finds),
        cmocka_unit_test(porto_attaches_a_hundred_thousand_points),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
