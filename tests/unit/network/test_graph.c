/* Road graphs built from extracts of a few nodes, worked out by hand, and from real files. */
#include "support.h"

#include "base/clock.h"
#include "base/random.h"
#include "network/roads/graph.h"
#include "network/roads/sort_keys.h"
#include "tiny_network.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAR = 1 << 29 };

/* Textbook Bellman-Ford between two places; the least over the nodes that stand there. -1: no way. */
static int32_t travel(const mlg_graph *g, int from, int to)
{
    int32_t *best = calloc((size_t)g->n_nodes, sizeof *best), found = FAR;
    mlg_graph_view v = mlg_graph_forward_view(g);
    int32_t at[2][2];
    int place[2] = { from, to };
    for (int k = 0; k < 2; k++) {
        at[k][0] = 10000 * (place[k] % 10);
        at[k][1] = 450000000 + 10000 * (place[k] / 10);
    }
    for (int32_t i = 0; i < v.n_nodes; i++) /* sources: the ends of the roads that leave the place */
        best[i] = FAR;
    for (int32_t s = 0; s < 2 * g->n_segments; s++) {
        if (g->edge_time_ds[s] < 0)
            continue;
        const int32_t *point = g->point_e7 + 2 * (s & 1 ? g->first_point[s / 2 + 1] - 1 : g->first_point[s / 2]);
        if (point[0] == at[0][0] && point[1] == at[0][1])
            best[g->edge_head[s]] =
                g->edge_time_ds[s] < best[g->edge_head[s]] ? g->edge_time_ds[s] : best[g->edge_head[s]];
    }
    for (int32_t round = 0; round < v.n_nodes; round++)
        for (int32_t i = 0; i < v.n_nodes; i++)
            for (int32_t a = v.first[i]; a < v.first[i + 1]; a++)
                if (best[i] + v.time_ds[a] < best[v.head[a]])
                    best[v.head[a]] = best[i] + v.time_ds[a];
    for (int32_t i = 0; i < v.n_nodes; i++)
        if (g->lon_e7[i] == at[1][0] && g->lat_e7[i] == at[1][1] && best[i] < found)
            found = best[i];
    free(best);
    return found == FAR ? -1 : found;
}

/* Rural residential: 30 km/h; 78.63 m east, 111.19 m north. */
enum { EAST = 94, NORTH = 133 };

static void a_road_is_folded_and_keeps_its_shape(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    for (int i = 1; i <= 5; i++)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 1, "1 2 3", "highway=residential");
    tiny_way(xml, 2, "5 4 3", "highway=residential");
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_int_equal(g->n_nodes, 2);
    assert_int_equal(g->n_segments, 1);
    assert_int_equal(g->n_arcs, 2);
    assert_int_equal(g->n_points, 5);
    assert_int_equal(g->report.folded, 1);
    for (int i = 0; i < 5; i++)
        assert_int_equal(g->point_e7[2 * i], 10000 * (g->point_e7[0] == 10000 ? i + 1 : 5 - i));
    assert_near(g->length_dm[0], 3145, 1);
    assert_near(travel(g, 1, 5), 377, 1);
    assert_near(travel(g, 5, 1), 377, 1);
    assert_int_equal(g->road_class[0], MLG_ROAD_RESIDENTIAL);
    mlg_graph_free(g);
}

/* A cross and a spur, whose node i has the id step x (i - 12). */
static mlg_graph *cross_of_ids(int64_t step)
{
    static const int places[] = { 2, 11, 12, 13, 22, 23 },
                     ends[][2] = { { 11, 12 }, { 13, 12 }, { 2, 12 }, { 22, 12 }, { 23, 13 } };
    char xml[TINY_BYTES], refs[64];
    tiny_start(xml);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        tiny_add(xml, "<node id='%" PRId64 "' lon='%.3f' lat='%.3f'/>", step * (places[i] - 12),
                 0.001 * (places[i] % 10), 45 + 0.001 * (places[i] / 10));
    for (int w = 0; w < 5; w++) {
        snprintf(refs, sizeof refs, "%" PRId64 " %" PRId64, step * (ends[w][0] - 12), step * (ends[w][1] - 12));
        tiny_way(xml, w + 1, refs, "highway=residential");
    }
    return build_tiny(tiny_car, xml);
}

/* Neighbours, ids as far apart as those of the whole map, and as far as 64 bits allow: nodes are numbered in the same order. */
static void the_distance_of_ids_changes_nothing(void **state)
{
    (void)state;
    static const int64_t steps[] = { 100, 1000000007, (int64_t)1 << 36, (int64_t)1 << 59 };
    mlg_graph *near = cross_of_ids(1);
    assert_int_equal(near->n_nodes, 5);
    assert_int_equal(near->n_segments, 4);
    assert_near(travel(near, 11, 23), 2 * EAST + NORTH, 1);
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        mlg_graph *far = cross_of_ids(steps[k]);
        assert_int_equal(far->block_size, near->block_size);
        assert_memory_equal(far->block, near->block, near->block_size);
        mlg_graph_free(far);
    }
    mlg_graph_free(near);
}

static void roads_that_differ_are_not_folded(void **state)
{
    (void)state;
    static const char *const tags[] = { "highway=residential maxspeed=20", "highway=service",
                                        "highway=residential oneway=yes", "highway=residential tunnel=yes" };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        char xml[TINY_BYTES];
        tiny_start(xml);
        for (int n = 1; n <= 3; n++)
            tiny_node(xml, n, NULL, NULL);
        tiny_way(xml, 1, "1 2", "highway=residential");
        tiny_way(xml, 2, "2 3", tags[i]);
        mlg_graph *g = build_tiny(tiny_car, xml);
        assert_int_equal(g->n_segments, 2);
        mlg_graph_free(g);
    }
}

static void one_ways_and_roundabouts_turn_one_way(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    for (int n = 1; n <= 13; n++)
        tiny_node(xml, n, NULL, NULL);
    tiny_way(xml, 1, "1 2", "highway=residential oneway=yes");
    tiny_way(xml, 2, "2 3 13 12 2", "highway=residential junction=roundabout"); /* anticlockwise square */
    tiny_way(xml, 3, "13 4", "highway=residential oneway=-1");
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_near(travel(g, 1, 13), EAST + EAST + NORTH, 2);
    assert_near(travel(g, 13, 2), EAST + NORTH, 2);
    assert_int_equal(travel(g, 2, 1), -1);
    assert_int_equal(travel(g, 13, 4), -1);
    assert_true(travel(g, 4, 2) > 0);
    mlg_graph_free(g);
}

static void a_bollard_cuts_and_a_gate_delays(void **state)
{
    (void)state;
    for (int gate = 0; gate < 2; gate++) {
        char xml[TINY_BYTES];
        tiny_start(xml);
        tiny_node(xml, 1, NULL, NULL);
        tiny_node(xml, 2, "barrier", gate ? "gate" : "bollard");
        tiny_node(xml, 3, "highway", "traffic_signals");
        tiny_node(xml, 4, NULL, NULL);
        tiny_way(xml, 1, "1 2 3 4", "highway=residential");
        mlg_graph *g = build_tiny(tiny_car, xml);
        assert_int_equal(g->report.barriers, !gate);
        if (gate) {
            assert_near(travel(g, 1, 4), 3 * EAST + 100 + 120, 2);
        } else {
            assert_int_equal(travel(g, 1, 4), -1);
            assert_near(travel(g, 4, 2), 2 * EAST + 120, 2);
        }
        mlg_graph_free(g);
    }
}

/* A house at 11, behind a gate at the crossing 12; the others drive on along 13-23-22 or up to 2. */
static void a_gate_for_residents_is_passed_by_them_and_obeys_restrictions(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        static const int nodes[] = { 2, 11, 13, 14, 22, 23, 32 };
        char xml[TINY_BYTES];
        tiny_start(xml);
        for (int i = 0; i < 7; i++)
            tiny_node(xml, nodes[i], NULL, NULL);
        tiny_barrier(xml, 12, "swing_gate", "motor_vehicle", "destination");
        tiny_way(xml, 1, "11 12", "highway=residential");
        tiny_way(xml, 2, "12 13", "highway=residential");
        tiny_way(xml, 3, "2 12", "highway=residential");
        tiny_way(xml, 4, "12 22", "highway=residential");
        tiny_way(xml, 5, "13 23 22", "highway=residential");
        tiny_way(xml, 6, "13 14", "highway=residential");
        tiny_way(xml, 7, "22 32", "highway=residential");
        if (turn)
            tiny_turn(xml, 1, 12, 4, "no_left_turn");
        mlg_graph *g = build_tiny(tiny_car, xml);
        assert_int_equal(g->report.barriers, 0);
        assert_int_equal(g->report.notes.limited_barriers, 1);
        assert_int_equal(g->report.restrictions, turn);
        assert_near(travel(g, 11, 22), turn ? 3 * EAST + NORTH : EAST + NORTH, 2);
        assert_near(travel(g, 22, 11), EAST + NORTH, 2);
        assert_near(travel(g, 13, 22), EAST + NORTH, 2); /* round by 23: 12 is not theirs to cross */
        assert_near(travel(g, 22, 2), 2 * NORTH, 2);     /* who lives there passes */
        mlg_graph_free(g);
    }
}

static void restrictions_bind_their_turn_only(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    mlg_graph *g = build_tiny(tiny_car, tiny_cross(xml));
    assert_near(travel(g, 11, 22), EAST + NORTH, 2);
    mlg_graph_free(g);

    tiny_turn(tiny_cross(xml), 1, 12, 4, "no_left_turn"); /* 13-23-22, not turning round at 13 */
    g = build_tiny(tiny_car, xml);
    assert_int_equal(g->report.restrictions, 1);
    assert_near(travel(g, 11, 22), 3 * EAST + NORTH, 2);
    assert_near(travel(g, 11, 13), 2 * EAST, 2);
    assert_near(travel(g, 2, 22), 2 * NORTH, 2);
    assert_near(travel(g, 12, 22), NORTH, 2); /* who starts at the junction comes from nowhere */
    assert_near(travel(g, 22, 11), EAST + NORTH, 2);
    mlg_graph_free(g);

    tiny_turn(tiny_cross(xml), 3, 12, 2, "only_right_turn");
    g = build_tiny(tiny_car, xml);
    assert_near(travel(g, 2, 13), EAST + NORTH, 2);
    /* 2-12-13-23-22, not round at 13 and back: 3 EAST + 2 NORTH */
    assert_near(travel(g, 2, 22), 2 * EAST + 2 * NORTH, 2);
    assert_near(travel(g, 2, 11), 3 * EAST + 3 * NORTH,
                2); /* 2-12-13-23-22-12-11: not round at 13, back through 12 */
    mlg_graph_free(g);

    tiny_turn(tiny_cross(xml), 9, 12, 2, "no_right_turn");
    g = build_tiny(tiny_car, xml);
    assert_int_equal(g->report.restrictions_unplaced, 1);
    mlg_graph_free(g);
}

static void every_edge_has_one_tail_and_one_head(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_turn(tiny_cross(xml), 1, 12, 4, "no_left_turn");
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_int_equal(g->report.components, 1);
    /* 23 is folded. Nobody turns round near the restriction: 12 has four arrivals and four departures, 13 an arrival and two
     * departures, 22 two arrivals (one by a one-way) and a departure, 2 and 11 one of each. */
    assert_int_equal(g->n_nodes, 8 + 3 + 3 + 2 + 2);
    for (int32_t v = 0; v < g->n_nodes; v++)
        for (int32_t a = g->first[v]; a < g->first[v + 1]; a++) {
            int32_t e = g->edge[a];
            if (e < 0) {
                assert_int_equal(g->time_ds[a], 0);
                continue;
            }
            assert_int_equal(g->edge_tail[e], v);
            assert_int_equal(g->edge_head[e], g->head[a]);
            assert_int_equal(g->edge_time_ds[e], g->time_ds[a]);
        }
    for (int32_t v = 0; v < g->n_nodes; v++)
        for (int32_t a = g->reverse_first[v]; a < g->reverse_first[v + 1]; a++) {
            int32_t forward = g->reverse_arc[a], tail = g->reverse_head[a];
            assert_true(forward >= g->first[tail] && forward < g->first[tail + 1]);
            assert_int_equal(g->head[forward], v);
            assert_int_equal(g->reverse_time_ds[a], g->time_ds[forward]);
        }
    mlg_graph_free(g);
}

static void ferries_and_islands_are_told(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    for (int n = 1; n <= 9; n++)
        tiny_node(xml, n, NULL, NULL);
    tiny_way(xml, 1, "1 2 3", "highway=residential");
    tiny_way(xml, 2, "3 4 5", "route=ferry motor_vehicle=yes duration=0:20");
    tiny_way(xml, 3, "5 6", "highway=residential");
    tiny_way(xml, 4, "8 9", "highway=residential");
    tiny_way(xml, 5, "6 7", "route=ferry foot=yes");
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_near(travel(g, 3, 5), 12000, 1);
    assert_int_equal(travel(g, 6, 7), -1);
    assert_int_equal(travel(g, 1, 9), -1);
    assert_int_equal(g->report.components, 2);
    assert_int_equal(g->report.island_nodes, 2);
    int32_t main_segments = 0;
    for (int32_t s = 0; s < g->n_segments; s++)
        main_segments += (g->flags[s] & MLG_SEGMENT_MAIN) != 0;
    assert_int_equal(main_segments, g->n_segments - 1);
    mlg_graph_free(g);
}

static void an_extract_cut_through_a_road_keeps_both_sides(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    static const int nodes[] = { 1, 2, 4, 5 };
    for (size_t i = 0; i < 4; i++)
        tiny_node(xml, nodes[i], NULL, NULL);
    tiny_way(xml, 1, "1 2 2 3 4 5", "highway=residential");
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_int_equal(g->report.nodes_missing, 1);
    assert_int_equal(g->report.ways_cut, 1);
    assert_int_equal(g->n_segments, 2);
    assert_near(travel(g, 1, 2), EAST, 1);
    assert_int_equal(travel(g, 2, 4), -1);
    mlg_graph_free(g);
}

/* A street of ten places of the grid of tiny_node(). */
static void add_street(char *xml, int id, int first, int step)
{
    tiny_add(xml, "<way id='%d'><tag k='highway' v='residential'/>", id);
    for (int i = 0; i < 10; i++)
        tiny_add(xml, "<nd ref='%d'/>", first + i * step);
    tiny_add(xml, "</way>");
}

/* A town of streets 79 m and 111 m apart has 107 junctions a km2, of level 3; a street alone is of level 7, with factor 1. */
static void peak_hours_slow_by_density(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    double time_ds[2][2];
    mlg_error err;
    for (int town = 0; town < 2; town++) {
        tiny_start(xml);
        for (int i = 0; i < 100; i++)
            tiny_node(xml, i, NULL, NULL);
        for (int i = 0; i < 10; i++)
            if (town || i == 4) {
                add_street(xml, 1 + i, 10 * i, 1);
                if (town)
                    add_street(xml, 11 + i, i, 10);
            }
        tiny_add(xml, "</osm>");
        for (int peak = 0; peak < 2; peak++) {
            mlg_graph *g;
            mlg_graph_options options = { .profile = tiny_car, .peak = peak };
            assert_ok(build_xml(&g, xml, &options, &err), &err);
            time_ds[town][peak] = travel(g, 44, 45);
            mlg_graph_free(g);
        }
    }
    assert_near(time_ds[0][1], time_ds[0][0], 1);
    assert_near(time_ds[1][1], 1.25 * time_ds[1][0], 1);
}

static void a_file_without_roads_says_so(void **state)
{
    (void)state;
    mlg_graph *g;
    mlg_error err;
    mlg_graph_options options = { .profile = tiny_car };
    assert_fails(build_xml(&g, "<osm></osm>", &options, &err), MLG_DATA, &err, "no road for the profile car");
    assert_fails(build_xml(&g,
                           "<osm><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>",
                           &options, &err),
                 MLG_DATA, &err, "the nodes of the ways are missing from the file");
}

/* Rows alike keep their order, whatever the number of threads: with few keys, most are. */
static void keys_are_sorted_alike_on_any_threads(void **state)
{
    (void)state;
    enum { N = 150000 };
    static mlg_sort_key rows[N];
    mlg_error err;
    static const struct {
        uint64_t mask;
        size_t n;
    } lists[] = {
        { UINT64_MAX, N }, { 0xff0000ff00, N }, { 7, N - 1 }, { 0, N }, { UINT64_MAX, 40000 }, { 1, 0 }
    };
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (int threads = 1; threads <= 5; threads++) {
            uint64_t seed = 7;
            for (size_t i = 0; i < lists[k].n; i++)
                rows[i] = (mlg_sort_key){ mlg_random_next(&seed) & lists[k].mask, (int32_t)i };
            assert_ok(mlg_sort_keys(rows, lists[k].n, threads, &err), &err);
            uint64_t again = 7;
            static uint64_t key[N];
            for (size_t i = 0; i < lists[k].n; i++)
                key[i] = mlg_random_next(&again) & lists[k].mask;
            for (size_t i = 0; i < lists[k].n; i++) {
                assert_true(rows[i].key == key[rows[i].item]);
                assert_true(i == 0 || rows[i - 1].key < rows[i].key ||
                            (rows[i - 1].key == rows[i].key && rows[i - 1].item < rows[i].item));
            }
        }
}

static void the_hilbert_curve_moves_to_neighbours(void **state)
{
    (void)state;
    mlg_sort_key rows[64];
    mlg_error err;
    for (int i = 0; i < 64; i++)
        rows[i] = (mlg_sort_key){ mlg_hilbert_key(i % 8, i / 8), i };
    assert_ok(mlg_sort_keys(rows, 64, 1, &err), &err);
    for (int i = 1; i < 64; i++)
        assert_int_equal(
            abs(rows[i].item % 8 - rows[i - 1].item % 8) + abs(rows[i].item / 8 - rows[i - 1].item / 8), 1);
}

/* ---- real files --------------------------------------------------------------------------------------- */

static void real_files_become_networks(void **state)
{
    (void)state;
    static const char *const names[] = { "r5_porto_portugal.osm.pbf",
                                         "r5r_poa_osm.osm.pbf",
                                         "monaco_osrm.osm.pbf",
                                         "graphhopper_monaco.osm.gz",
                                         "graphhopper_andorra.osm.pbf",
                                         "valhalla_liechtenstein-latest.osm.pbf",
                                         "otp_portland-central-filtered.osm.pbf" };
    mlg_graph_options options = { .profile = tiny_car };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[128];
        snprintf(name, sizeof name, "osm/%s", names[i]);
        const char *path = shared_data(name);
        if (!path) {
            print_message("no ../shared/data/%s: skipped\n", name);
            continue;
        }
        mlg_osm *osm;
        mlg_graph *g;
        mlg_error err;
        double start = mlg_clock_s();
        assert_ok(mlg_osm_open(&osm, path, &err), &err);
        assert_ok(mlg_graph_build(&g, osm, &options, &err), &err);
        print_message("%-38s %5.0f ms: %d nodes, %d arcs, %d segments, %d points; turns %" PRId64 " (+%" PRId64
                      " unplaced), U-turns %" PRId64 ", limited %" PRId64 ", barriers %" PRId64
                      ", islands %.1f %%, folded %" PRId64 "\n",
                      names[i], (mlg_clock_s() - start) * 1e3, g->n_nodes, g->n_arcs, g->n_segments, g->n_points,
                      g->report.restrictions, g->report.restrictions_unplaced, g->report.guarded,
                      g->report.limited, g->report.barriers, 100.0 * (double)g->report.island_nodes / g->n_nodes,
                      g->report.folded);
        assert_true(g->report.island_nodes * 4 < g->n_nodes);
        mlg_osm_close(osm);
        mlg_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_road_is_folded_and_keeps_its_shape),
        cmocka_unit_test(the_distance_of_ids_changes_nothing),
        cmocka_unit_test(roads_that_differ_are_not_folded),
        cmocka_unit_test(one_ways_and_roundabouts_turn_one_way),
        cmocka_unit_test(a_bollard_cuts_and_a_gate_delays),
        cmocka_unit_test(a_gate_for_residents_is_passed_by_them_and_obeys_restrictions),
        cmocka_unit_test(restrictions_bind_their_turn_only),
        cmocka_unit_test(every_edge_has_one_tail_and_one_head),
        cmocka_unit_test(ferries_and_islands_are_told),
        cmocka_unit_test(an_extract_cut_through_a_road_keeps_both_sides),
        cmocka_unit_test(peak_hours_slow_by_density),
        cmocka_unit_test(a_file_without_roads_says_so),
        cmocka_unit_test(keys_are_sorted_alike_on_any_threads),
        cmocka_unit_test(the_hilbert_curve_moves_to_neighbours),
        cmocka_unit_test(real_files_become_networks),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
