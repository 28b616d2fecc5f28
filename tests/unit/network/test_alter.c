/* Roads closed and slower by a line. By hand on a cross: 11-12-13 west to east (way 1, 2), 2-12-22 south to north (way 3, 4), nodes 78.6 m by 111.2 m
 * apart at 45 degrees. At random: a network with roads cut by a line gives the times of one built from an extract without these roads. */
#include "support.h"
#include "tiny_network.h"

#include "base/memory.h"
#include "network/roads/alter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    int32_t *time_ds;
    uint8_t *edge;
} touched;

static touched touch(const mlg_graph *g, const mlg_alteration *what)
{
    mlg_error err;
    touched t = { calloc(2 * (size_t)g->n_segments + 1, sizeof(int32_t)),
                  calloc(2 * (size_t)g->n_segments + 1, 1) };
    memcpy(t.time_ds, g->edge_time_ds, 2 * (size_t)g->n_segments * sizeof *t.time_ds);
    assert_ok(mlg_graph_touch(t.time_ds, t.edge, g, what, &err), &err);
    return t;
}

static void release(touched *t)
{
    free(t->time_ds);
    free(t->edge);
}

/* The ways whose edges are touched, in the order of their numbers, "+" with the shape and "-" against it. */
static void ways_of(char text[200], const mlg_graph *g, const touched *t)
{
    *text = '\0';
    for (int64_t way = 1; way < 100; way++)
        for (int32_t e = 0; e < 2 * g->n_segments; e++)
            if (t->edge[e] && g->way_id[g->way[e / 2]] == way)
                snprintf(text + strlen(text), 200 - strlen(text), "%d%c ", (int)way, e % 2 ? '-' : '+');
}

static void assert_touched(const mlg_graph *g, const mlg_alteration *what, const char *wanted)
{
    char text[200];
    touched t = touch(g, what);
    ways_of(text, g, &t);
    assert_string_equal(text, wanted);
    release(&t);
}

static mlg_graph *cross(void)
{
    static char xml[TINY_BYTES];
    return build_tiny(tiny_car, tiny_cross(xml));
}

static void a_line_cuts_the_roads_that_it_crosses(void **state)
{
    (void)state;
    mlg_graph *g = cross();
    /* South to north between 11 and 12, then from the middle of way 2 to the east, which it only touches from one side. */
    assert_touched(g,
                   &(mlg_alteration){ MLG_ROADS_ACROSS, 2, (double[]){ 0.0015, 0.0015 },
                                      (double[]){ 45.0005, 45.0015 }, false, false, 0 },
                   "1+ 1- ");
    assert_touched(g,
                   &(mlg_alteration){ MLG_ROADS_ACROSS, 2, (double[]){ 0.0025, 0.0025 },
                                      (double[]){ 45.0012, 45.0015 }, false, false, 0 },
                   "");
    mlg_graph_free(g);
}

static void a_line_follows_a_road_in_its_direction(void **state)
{
    (void)state;
    mlg_graph *g = cross();
    /* Ten metres north of 11-12-13: ways 1 and 2, not the road across. */
    double lon[] = { 0.001, 0.003 }, lat[] = { 45.0011, 45.0011 };
    mlg_alteration what = { MLG_ROADS_ALONG, 2, lon, lat, true, true, 0 };
    assert_touched(g, &what, "1+ 1- 2+ 2- ");
    what.backward = false;
    char text[200];
    touched east = touch(g, &what);
    ways_of(text, g, &east);
    assert_int_equal(strlen(text), 6); /* one direction of each */
    what.forward = false;
    what.backward = true;
    touched west = touch(g, &what);
    for (int32_t e = 0; e < 2 * g->n_segments; e++)
        assert_false(east.edge[e] && west.edge[e]);
    release(&east);
    release(&west);
    /* Thirty metres away it follows nothing; along the first 40 m of way 1 alone it follows half of it. */
    double far[] = { 45.0013, 45.0013 }, half[] = { 0.001, 0.00151 };
    assert_touched(g, &(mlg_alteration){ MLG_ROADS_ALONG, 2, lon, far, true, true, 0 }, "");
    assert_touched(g, &(mlg_alteration){ MLG_ROADS_ALONG, 2, half, lat, true, true, 0 }, "1+ 1- ");
    mlg_graph_free(g);
}

static void a_slower_road_takes_its_length_at_that_speed(void **state)
{
    (void)state;
    mlg_graph *g = cross(), *slow;
    mlg_error err;
    double lon[] = { 0.001, 0.002 }, lat[] = { 45.001, 45.001 };
    touched t = touch(g, &(mlg_alteration){ MLG_ROADS_ALONG, 2, lon, lat, true, true, 10 });
    assert_ok(mlg_graph_alter(&slow, g, t.time_ds, &err), &err);
    int seen = 0;
    for (int32_t i = 0; i < slow->n_arcs; i++) {
        int32_t e = slow->edge[i];
        if (e < 0 || !t.edge[e])
            continue;
        seen++;
        assert_int_equal(slow->time_ds[i],
                         lround(slow->length_dm[e / 2] * 0.1 / 10 * 36)); /* 78.6 m at 10 km/h: 283 ds */
        assert_in_range(slow->time_ds[i], 282, 284);
    }
    assert_int_equal(seen, 2);
    release(&t);
    mlg_graph_free(slow);
    mlg_graph_free(g);
}

/* ---- at random ---------------------------------------------------------------------------------------------------- */

enum { SIDE = 6, NODES = SIDE * SIDE, PAIRS = NODES * NODES };

static int number(int row, int column)
{
    return 10 * row + column;
}

/* times[node][node] of the junctions by their places, INT32_MAX where there is no junction or no way. */
static void all_times(int32_t *times, const mlg_graph *g)
{
    int32_t *best = malloc(((size_t)g->n_nodes + 1) * sizeof *best), place[1000];
    for (int k = 0; k < PAIRS; k++)
        times[k] = INT32_MAX;
    assert_true(g->n_nodes < 1000);
    for (int32_t v = 0; v < g->n_nodes; v++)
        place[v] = (int)lround((g->lat_e7[v] - 450000000) / 1e4) * SIDE + (int)lround(g->lon_e7[v] / 1e4);
    for (int32_t from = 0; from < g->n_nodes; from++) {
        for (int32_t v = 0; v < g->n_nodes; v++)
            best[v] = v == from ? 0 : INT32_MAX;
        for (bool changed = true; changed;) {
            changed = false;
            for (int32_t v = 0; v < g->n_nodes; v++)
                for (int32_t i = g->first[v]; best[v] < INT32_MAX && i < g->first[v + 1]; i++)
                    if (best[v] + g->time_ds[i] < best[g->head[i]]) {
                        best[g->head[i]] = best[v] + g->time_ds[i];
                        changed = true;
                    }
        }
        for (int32_t v = 0; v < g->n_nodes; v++) {
            int32_t *at = &times[place[from] * NODES + place[v]];
            *at = best[v] < *at ? best[v] : *at;
        }
    }
    free(best);
}

typedef struct {
    int from, to; /* numbers of tiny nodes */
    bool cut;
} road;

static bool is_between(double x, double a, double b)
{
    return x > fmin(a, b) && x < fmax(a, b);
}

/* The line from (x0, y0) to (x1, y1), in steps of the grid, against a side of a square of the grid. */
static bool cuts(const road *r, double x0, double y0, double x1, double y1)
{
    int row = r->from / 10, column = r->from % 10;
    if (r->to / 10 == row) { /* west to east */
        double t = (row - y0) / (y1 - y0), x = x0 + t * (x1 - x0);
        return t > 0 && t < 1 && is_between(x, column, column + 1);
    }
    double t = (column - x0) / (x1 - x0), y = y0 + t * (y1 - y0);
    return t > 0 && t < 1 && is_between(y, row, row + 1);
}

/* Speeds follow the density of roads around, which fewer roads would change: it is given, and that they are in a town. */
static mlg_graph *build(const road *roads, int count, bool all)
{
    static char xml[TINY_BYTES];
    char refs[32], tags[80];
    tiny_start(xml);
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            tiny_node(xml, number(row, column), NULL, NULL);
    for (int k = 0; k < count; k++) {
        snprintf(refs, sizeof refs, "%d %d", roads[k].from, roads[k].to);
        snprintf(tags, sizeof tags, "highway=tertiary zone:traffic=FR:urban maxspeed=%d",
                 20 + k); /* none alike: no node is folded */
        if (all || !roads[k].cut)
            tiny_way(xml, k + 1, refs, tags);
    }
    tiny_add(xml, "</osm>");
    const mlg_graph_options options = { .profile = tiny_car };
    mlg_graph *graph;
    mlg_error err;
    assert_ok(build_xml(&graph, xml, &options, &err), &err);
    return graph;
}

static bool has_junction(const mlg_graph *g, int place)
{
    for (int32_t v = 0; v < g->n_nodes; v++)
        if ((int)lround((g->lat_e7[v] - 450000000) / 1e4) * SIDE + (int)lround(g->lon_e7[v] / 1e4) == place)
            return true;
    return false;
}

static void a_cut_network_is_one_without_these_roads(void **state)
{
    (void)state;
    static int32_t altered[PAIRS], rebuilt[PAIRS];
    int compared = 0, longer = 0, exact = 0;
    for (int round = 0; round < campaign(200); round++) {
        uint64_t seed = (uint64_t)round + 1;
        road roads[2 * NODES];
        int count = 0;
        double x0 = 5 * random_unit(&seed), y0 = 5 * random_unit(&seed), x1 = 5 * random_unit(&seed),
               y1 = 5 * random_unit(&seed);
        for (int row = 0; row < SIDE; row++)
            for (int column = 0; column < SIDE; column++) {
                if (column + 1 < SIDE)
                    roads[count++] = (road){ number(row, column), number(row, column + 1), false };
                if (row + 1 < SIDE)
                    roads[count++] = (road){ number(row, column), number(row + 1, column), false };
            }
        for (int k = 0; k < count; k++)
            roads[k].cut = cuts(&roads[k], x0, y0, x1, y1);
        mlg_graph *whole = build(roads, count, true), *without = build(roads, count, false), *cut;
        mlg_error err;
        touched t =
            touch(whole, &(mlg_alteration){ MLG_ROADS_ACROSS, 2, (double[]){ x0 / 1000, x1 / 1000 },
                                            (double[]){ 45 + y0 / 1000, 45 + y1 / 1000 }, false, false, 0 });
        assert_ok(mlg_graph_alter(&cut, whole, t.time_ds, &err), &err);
        all_times(altered, cut);
        all_times(rebuilt, without);
        for (int a = 0; a < NODES; a++)
            for (int b = 0; b < NODES; b++)
                if (a != b && has_junction(whole, a) && has_junction(whole, b) && has_junction(without, a) &&
                    has_junction(without, b)) {
                    /* A node left with two alike roads is folded into one segment, rounded once. */
                    int32_t folded = (cut->n_arcs - without->n_arcs) / 2;
                    assert_true(abs(altered[a * NODES + b] - rebuilt[a * NODES + b]) <= folded);
                    exact += folded == 0;
                    compared++;
                }
        longer += cut->n_arcs < whole->n_arcs;
        release(&t);
        mlg_graph_free(cut);
        mlg_graph_free(without);
        mlg_graph_free(whole);
    }
    assert_true(compared > 1000 && exact > 1000 && longer > 5);
}

static void nothing_closed_is_the_same_network(void **state)
{
    (void)state;
    mlg_graph *g = cross(), *same;
    mlg_error err;
    assert_ok(mlg_graph_alter(&same, g, g->edge_time_ds, &err), &err);
    assert_int_equal(same->block_size, g->block_size);
    assert_memory_equal(same->block, g->block, g->block_size);
    mlg_graph_free(same);
    mlg_graph_free(g);
}

static void a_line_that_is_none_is_refused(void **state)
{
    (void)state;
    mlg_graph *g = cross();
    mlg_error err;
    int32_t times[64];
    uint8_t edges[64] = { 0 };
    memcpy(times, g->edge_time_ds, 2 * (size_t)g->n_segments * sizeof *times);
    double lon[] = { 0.001, 500 }, lat[] = { 45, 45 };
    assert_int_equal(
        mlg_graph_touch(times, edges, g, &(mlg_alteration){ MLG_ROADS_ACROSS, 1, lon, lat, true, true, 0 }, &err),
        MLG_INPUT);
    assert_int_equal(
        mlg_graph_touch(times, edges, g, &(mlg_alteration){ MLG_ROADS_ACROSS, 2, lon, lat, true, true, 0 }, &err),
        MLG_INPUT);
    mlg_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_cuts_the_roads_that_it_crosses),
        cmocka_unit_test(a_line_follows_a_road_in_its_direction),
        cmocka_unit_test(a_slower_road_takes_its_length_at_that_speed),
        cmocka_unit_test(a_cut_network_is_one_without_these_roads),
        cmocka_unit_test(nothing_closed_is_the_same_network),
        cmocka_unit_test(a_line_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
