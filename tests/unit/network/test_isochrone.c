#include "support.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "network/isochrone/isochrone.h"
#include "network/search/dijkstra.h"
#include "tiny_network.h"

#include <math.h>
#include <string.h>

/* ---- tiny networks ------------------------------------------------------------------------------------ */

enum { MOST_LIMITS = 4 };

typedef struct town {
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_road_plane *plane;
    mlg_snap site;
    mlg_isochrone_request ask;
    mlg_geom *out[MOST_LIMITS];
} town;

static void open_town(town *t, mlg_graph *graph, const char *crs)
{
    mlg_error err;
    *t = (town){ .graph = graph };
    assert_ok(mlg_snap_index_new(&t->index, graph, &err), &err);
    assert_ok(mlg_road_plane_new(&t->plane, graph, crs, &err), &err);
    t->ask = (mlg_isochrone_request){
        .plane = t->plane, .sites = &t->site, .n_sites = 1, .resolution_m = 10, .reach_m = 100, .walk_kmh = 3.6
    };
}

static void place_site(town *t, double lon, double lat)
{
    const mlg_snap_options options = { .radius_m = 500, .walk_kmh = 3.6, .threads = 1 };
    mlg_snap_point(&t->site, t->index, lon, lat, &options);
}

static void drop_shapes(town *t)
{
    for (int k = 0; k < MOST_LIMITS; k++) {
        mlg_geom_free(t->out[k]);
        t->out[k] = NULL;
    }
}

static void draw(town *t, const int32_t *limits, int32_t count)
{
    mlg_error err;
    drop_shapes(t);
    t->ask.limit_ds = limits;
    t->ask.n_limits = count;
    assert_ok(mlg_isochrone(t->out, &t->ask, &err), &err);
}

static void close_town(town *t)
{
    drop_shapes(t);
    mlg_road_plane_free(t->plane);
    mlg_snap_index_free(t->index);
    mlg_graph_free(t->graph);
}

static bool holds(const mlg_geom *shape, double lon, double lat)
{
    mlg_transform *transform;
    mlg_error err;
    int32_t found;
    size_t failed = 0;
    assert_ok(mlg_transform_new(&transform, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_points(transform, &lon, &lat, 1, &failed);
    mlg_transform_free(transform);
    assert_ok(mlg_geom_locate(&found, &shape, 1, &lon, &lat, 1, &err), &err);
    return found == 0;
}

/* From the middle, 20 s: 167 m each way along the road (8.33 m/s), 20 m off it beside the site at 1 m/s, nothing
 * beside the ends. A long thin lozenge of 333 by 40 m: 6,667 m2. */
static void land_is_what_is_reached_along_the_road_and_walked_to_from_it(void **state)
{
    (void)state;
    town t;
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    place_site(&t, 0.005, 45);
    draw(&t, (const int32_t[]){ 200 }, 1);
    mlg_box box = mlg_geom_box(t.out[0]);
    assert_near(box.max_x - box.min_x, 333 - 15, 15); /* the tips are thinner than the grid is wide */
    assert_near(box.max_y - box.min_y, 40, 10);       /* the parallel is turned by 2 degrees in Lambert-93 */
    assert_near(mlg_geom_area(t.out[0]), 6667, 700);
    assert_true(holds(t.out[0], 0.005, 45));
    assert_true(holds(t.out[0], 0.005, 45 + 15 / 111195.0));
    assert_false(holds(t.out[0], 0.005, 45 + 25 / 111195.0));
    assert_true(holds(t.out[0], 0.005 + 145 / 78626.0, 45));
    assert_false(holds(t.out[0], 0.005 + 175 / 78626.0, 45));
    close_town(&t);
}

/* Two roads 111 m apart that do not meet: the far one keeps its half of the land between, whatever the time left
 * to walk. */
static void the_far_side_of_a_river_is_not_land_of_this_side(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    town t;
    tiny_start(xml);
    for (int i = 1; i <= 9; i++) {
        tiny_node(xml, i, NULL, NULL);
        tiny_node(xml, i + 10, NULL, NULL);
    }
    tiny_way(xml, 1, "1 2 3 4 5 6 7 8 9", "highway=residential");
    tiny_way(xml, 2, "11 12 13 14 15 16 17 18 19", "highway=residential");
    open_town(&t, build_tiny(tiny_car, xml), "EPSG:2154");
    t.ask.reach_m = 300;
    place_site(&t, 0.005, 45);
    draw(&t, (const int32_t[]){ 6000 }, 1);
    assert_true(holds(t.out[0], 0.005, 45 + 50 / 111195.0));
    assert_false(holds(t.out[0], 0.005, 45 + 61 / 111195.0));
    assert_true(holds(t.out[0], 0.005, 45 - 290 / 111195.0));
    assert_false(holds(t.out[0], 0.005, 45 - 310 / 111195.0));
    close_town(&t);
}

static void one_ways_are_followed_from_the_site_or_towards_it(void **state)
{
    (void)state;
    town t;
    open_town(&t, tiny_road("highway=residential oneway=yes"), "EPSG:2154");
    place_site(&t, 0.005, 45);
    draw(&t, (const int32_t[]){ 200 }, 1);
    assert_true(holds(t.out[0], 0.006, 45));
    assert_false(holds(t.out[0], 0.004, 45));
    t.ask.to_sites = true;
    draw(&t, (const int32_t[]){ 200 }, 1);
    assert_false(holds(t.out[0], 0.006, 45));
    assert_true(holds(t.out[0], 0.004, 45));
    close_town(&t);
}

typedef struct {
    int shells, holes;
} ring_count;

static void count_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    ring_count *c = context;
    (void)x;
    (void)y;
    (void)n;
    *(hole ? &c->holes : &c->shells) += 1;
}

/* A block of 314 by 333 m with streets around it only: its middle is more than 60 m from any road. */
static void the_middle_of_a_block_is_a_hole(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    town t;
    mlg_error err;
    ring_count rings = { 0 };
    static const int nodes[] = { 1, 5, 35, 31 };
    tiny_start(xml);
    for (int i = 0; i < 4; i++)
        tiny_node(xml, nodes[i], NULL, NULL);
    tiny_way(xml, 1, "1 5 35 31 1", "highway=residential");
    open_town(&t, build_tiny(tiny_car, xml), "EPSG:2154");
    t.ask.reach_m = 60;
    place_site(&t, 0.001, 45);
    draw(&t, (const int32_t[]){ 6000 }, 1);
    assert_ok(mlg_geom_rings(t.out[0], count_ring, &rings, &err), &err);
    assert_int_equal(rings.shells, 1);
    assert_int_equal(rings.holes, 1);
    assert_false(holds(t.out[0], 0.003, 45.0015));
    /* outer (314 + 120) x (333 + 120) less corners (4 - pi) x 60^2, inner (314 - 120) x (333 - 120) */
    assert_near(mlg_geom_area(t.out[0]), 434.5 * 453.6 - 0.8584 * 3600 - 194.5 * 213.6, 1500);
    close_town(&t);
}

static void a_limit_is_closed_and_zero_is_the_road_at_the_site(void **state)
{
    (void)state;
    town t;
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    place_site(&t, 0.005, 45);
    t.site.walk_ds = 100;
    draw(&t, (const int32_t[]){ 0, 99, 130 }, 3);
    assert_true(mlg_geom_is_empty(t.out[0]));
    assert_true(mlg_geom_is_empty(t.out[1]));
    assert_true(holds(t.out[2], 0.005, 45));
    close_town(&t);
}

static void several_sites_reach_what_each_reaches(void **state)
{
    (void)state;
    town t;
    mlg_error err;
    mlg_geom *both[1], *rest;
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    place_site(&t, 0.002, 45);
    mlg_snap sites[3] = { t.site, t.site, { .status = MLG_SNAP_FAR, .segment = -1, .exit_node = { -1, -1 } } };
    place_site(&t, 0.008, 45);
    sites[1] = t.site;
    mlg_isochrone_request ask = t.ask;
    const int32_t limit = 200;
    ask.sites = sites;
    ask.n_sites = 3;
    ask.limit_ds = &limit;
    ask.n_limits = 1;
    assert_ok(mlg_isochrone(both, &ask, &err), &err);
    for (int k = 0; k < 2; k++) {
        t.site = sites[k];
        draw(&t, &limit, 1);
        assert_ok(mlg_geom_difference(&rest, t.out[0], both[0], &err), &err);
        assert_near(mlg_geom_area(rest), 0, 1e-6);
        mlg_geom_free(rest);
    }
    mlg_geom_free(both[0]);
    close_town(&t);
}

static void nothing_reached_is_an_empty_shape(void **state)
{
    (void)state;
    town t;
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    t.ask.n_sites = 0;
    draw(&t, (const int32_t[]){ 600, 1200 }, 2);
    assert_true(mlg_geom_is_empty(t.out[0]));
    assert_true(mlg_geom_is_empty(t.out[1]));
    close_town(&t);
}

static void bad_requests_are_refused(void **state)
{
    (void)state;
    town t;
    mlg_error err;
    mlg_road_plane *plane;
    const int32_t fine[2] = { 600, 1200 }, falling[2] = { 1200, 600 };
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    place_site(&t, 0.005, 45);
    t.ask.limit_ds = fine;
    assert_fails(mlg_isochrone(t.out, &t.ask, &err), MLG_USAGE, &err, "needs a limit");
    t.ask.n_limits = 2;
    t.ask.limit_ds = falling;
    assert_fails(mlg_isochrone(t.out, &t.ask, &err), MLG_USAGE, &err, "limit 1 is 600 deciseconds");
    t.ask.limit_ds = fine;
    t.ask.resolution_m = 0.5;
    assert_fails(mlg_isochrone(t.out, &t.ask, &err), MLG_USAGE, &err, "a resolution of 0.5 m");
    t.ask.resolution_m = 10;
    t.ask.reach_m = 0;
    assert_fails(mlg_isochrone(t.out, &t.ask, &err), MLG_USAGE, &err, "a walking distance of 0 m off the road");
    t.ask.reach_m = 1e6;
    t.ask.walk_kmh = 1e6;
    assert_fails(mlg_isochrone(t.out, &t.ask, &err), MLG_USAGE, &err, "too large a grid");
    assert_non_null(strstr(err.hint, "a resolution of"));
    assert_null(t.out[0]);
    assert_fails(mlg_road_plane_new(&plane, t.graph, "EPSG:1", &err), MLG_INPUT, &err, "EPSG:1");
    assert_null(plane);
    close_town(&t);
}

static void out_of_memory_is_a_status(void **state)
{
    (void)state;
    town t;
    mlg_error err;
    const int32_t limits[] = { 100, 200 };
    mlg_status st = MLG_MEMORY;
    open_town(&t, tiny_road("highway=residential"), "EPSG:2154");
    place_site(&t, 0.005, 45);
    t.ask.limit_ds = limits;
    t.ask.n_limits = 2;
    int failures = 0;
    for (long n = 1; st != MLG_OK; n++) {
        mlg_memory_fail_at(n);
        st = mlg_isochrone(t.out, &t.ask, &err);
        mlg_memory_fail_at(0);
        failures += st == MLG_MEMORY;
        assert_true(st == MLG_OK || (st == MLG_MEMORY && !t.out[0] && !t.out[1]));
    }
    assert_true(failures > 15);
    for (long n = 1; n <= 3; n++) {
        mlg_road_plane *plane;
        mlg_memory_fail_at(n);
        assert_fails(mlg_road_plane_new(&plane, t.graph, "EPSG:2154", &err), MLG_MEMORY, &err, "shapes of roads");
        mlg_memory_fail_at(0);
    }
    close_town(&t);
}

/* ---- times on a grid ---------------------------------------------------------------------------------- */

/* One point at 0, those around at 10 s: within 5 s lies a hexagon of three quarters of a step squared, as a square is cut along its
 * rising diagonal. Where the points around are not reached, the same land, whatever the limit. */
static void a_point_of_a_grid_has_a_hexagon(void **state)
{
    (void)state;
    mlg_geom *geom;
    mlg_error err;
    for (int reached = 0; reached < 2; reached++) {
        float time_ds[9];
        for (int v = 0; v < 9; v++)
            time_ds[v] = v == 4 ? 0 : reached ? 100 : HUGE_VALF;
        const mlg_time_grid grid = { 1000, 2000, 100, 50, 3, 3, time_ds };
        assert_ok(mlg_isochrone_of_grid(&geom, &grid, reached ? 50 : 77, &err), &err);
        assert_near(mlg_geom_area(geom), 0.75 * 100 * 50, 1e-6);
        const mlg_box box = mlg_geom_box(geom);
        assert_near(box.min_x, 1050, 1e-9);
        assert_near(box.max_y, 2075, 1e-9);
        mlg_geom_free(geom);
    }
    float late = 10;
    assert_ok(mlg_isochrone_of_grid(&geom, &(mlg_time_grid){ 0, 0, 1, 1, 1, 1, &late }, 9, &err), &err);
    assert_true(mlg_geom_is_empty(geom));
    mlg_geom_free(geom);
    assert_fails(mlg_isochrone_of_grid(&geom, &(mlg_time_grid){ 0, 0, 1, 1, 0, 1, &late }, 9, &err), MLG_USAGE,
                 &err, "a grid of 0 x 1 times");
    assert_fails(mlg_isochrone_of_grid(&geom, &(mlg_time_grid){ 0, 0, 1, 1, INT32_MAX, 1, &late }, 9, &err),
                 MLG_USAGE, &err, "a grid of 2147483647 x 1 times");
}

/* Every point of a seeded grid is inside when its time is within the limit, and outside otherwise; a longer limit holds a shorter one. */
static void points_of_a_grid_are_inside_within_the_limit(void **state)
{
    (void)state;
    enum { SIDE = 12, LIMIT = 500 };
    uint64_t seed = 4;
    for (int32_t round = campaign(200); round > 0; round--) {
        float time_ds[SIDE * SIDE];
        double x[SIDE * SIDE], y[SIDE * SIDE], area;
        int32_t found[SIDE * SIDE];
        mlg_geom *shorter, *longer;
        mlg_error err;
        for (int v = 0; v < SIDE * SIDE; v++) {
            time_ds[v] = random_below(&seed, 5) == 0 ? HUGE_VALF : (float)random_below(&seed, 1000);
            x[v] = 10 + 3.0 * (v % SIDE);
            y[v] = 20 + 7.0 * (v / SIDE);
        }
        const mlg_time_grid grid = { 10, 20, 3, 7, SIDE, SIDE, time_ds };
        assert_ok(mlg_isochrone_of_grid(&shorter, &grid, LIMIT, &err), &err);
        assert_ok(mlg_isochrone_of_grid(&longer, &grid, LIMIT + random_below(&seed, 300), &err), &err);
        assert_ok(mlg_geom_locate(found, (const mlg_geom *const[]){ shorter }, 1, x, y, SIDE * SIDE, &err), &err);
        for (int v = 0; v < SIDE * SIDE; v++)
            assert_int_equal(found[v], time_ds[v] <= LIMIT ? 0 : -1);
        assert_ok(mlg_geom_intersection_area(&area, shorter, longer, &err), &err);
        assert_near(area, mlg_geom_area(shorter), 1e-6);
        mlg_geom_free(shorter);
        mlg_geom_free(longer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(land_is_what_is_reached_along_the_road_and_walked_to_from_it),
        cmocka_unit_test(the_far_side_of_a_river_is_not_land_of_this_side),
        cmocka_unit_test(one_ways_are_followed_from_the_site_or_towards_it),
        cmocka_unit_test(the_middle_of_a_block_is_a_hole),
        cmocka_unit_test(a_limit_is_closed_and_zero_is_the_road_at_the_site),
        cmocka_unit_test(several_sites_reach_what_each_reaches),
        cmocka_unit_test(nothing_reached_is_an_empty_shape),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(out_of_memory_is_a_status),
        cmocka_unit_test(a_point_of_a_grid_has_a_hexagon),
        cmocka_unit_test(points_of_a_grid_are_inside_within_the_limit),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
