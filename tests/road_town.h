/* Towns for the tests of travel by road: made ones, real ones, and points scattered over them. */
#ifndef MLG_TESTS_ROAD_TOWN_H
#define MLG_TESTS_ROAD_TOWN_H

#include "network/roads/snap.h"
#include "support.h"
#include "tiny_network.h"

#include <stdio.h>
#include <stdlib.h>

/* Points around junctions drawn at random, up to some 300 m off. */
static inline mlg_snap *scatter(const mlg_graph *graph, int32_t n, uint64_t seed)
{
    mlg_snap_index *index;
    mlg_snap *snaps = calloc((size_t)n, sizeof *snaps);
    mlg_snap_options options = { .radius_m = 1000, .threads = 1 };
    mlg_error err;
    assert_ok(mlg_snap_index_new(&index, graph, &err), &err);
    for (int32_t i = 0; i < n; i++) {
        int32_t node = random_below(&seed, graph->n_nodes);
        double lon = graph->lon_e7[node] * 1e-7 + 0.006 * (random_unit(&seed) - 0.5);
        double lat = graph->lat_e7[node] * 1e-7 + 0.006 * (random_unit(&seed) - 0.5);
        mlg_snap_point(&snaps[i], index, lon, lat, &options);
    }
    mlg_snap_index_free(index);
    return snaps;
}

/* Thirty restrictions over a node, fifteen over a way, between streets that follow one another. */
static inline void add_town_turns(char *xml, int32_t (*ends)[2], int n, uint64_t *random)
{
    for (int tries = 0, nodes = 0, ways = 0; tries < 200000 && (nodes < 30 || ways < 15); tries++) {
        int a = random_below(random, n), b = random_below(random, n), c = random_below(random, n);
        if (ends[a][1] == 0 || ends[a][1] != ends[b][0])
            continue;
        if (nodes < 30 && nodes <= 2 * ways) {
            tiny_turn(xml, a + 1, ends[a][1], b + 1, nodes++ % 5 ? "no_left_turn" : "only_straight_on");
        } else if (ways < 15 && ends[b][1] == ends[c][0]) {
            tiny_turn_over(xml, a + 1, b + 1, c + 1, ways++ % 5 ? "no_u_turn" : "only_straight_on");
        }
    }
}

/* Sixty junctions, ninety streets of five kinds drawn at random: some missing, some one-way, some without through
 * traffic; turn restrictions; barriers without through traffic at some junctions. */
static inline mlg_graph *make_town(const mlg_profile *profile, uint64_t seed)
{
    static const char *const kinds[] = { "highway=residential", "highway=residential oneway=yes",
                                         "highway=primary",     "highway=living_street",
                                         "highway=primary",     "highway=living_street",
                                         "highway=residential", "highway=residential access=destination" };
    int32_t ends[90][2] = { { 0 } };
    char *xml = malloc(TINY_BYTES), refs[32];
    uint64_t random = seed;
    tiny_start(xml);
    for (int i = 0; i < 60; i++)
        if (i % 11 == 5)
            tiny_barrier(xml, i, "lift_gate", "access", "destination");
        else
            tiny_node(xml, i, NULL, NULL);
    for (int w = 0; w < 90; w++) {
        int from = random_below(&random, 60), to = random_below(&random, 2) ? from + 1 : from + 10;
        if (to >= 60 || (to == from + 1 && to % 10 == 0))
            continue;
        snprintf(refs, sizeof refs, "%d %d", from, to);
        tiny_way(xml, w + 1, refs, kinds[random_below(&random, 8)]);
        ends[w][0] = from;
        ends[w][1] = to;
    }
    add_town_turns(xml, ends, 90, &random);
    mlg_graph *graph = build_tiny(profile, xml);
    free(xml);
    return graph;
}

/* By car, from a file of the shared data; NULL, and says so, when they are not there. */
static inline mlg_graph *real_town(const char *name)
{
    const char *path = shared_data(name);
    mlg_profile *car;
    mlg_graph *graph;
    mlg_osm *osm;
    mlg_error err;
    if (!path) {
        print_message("%s: skipped, the shared data are not beside the project\n", name);
        return NULL;
    }
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    mlg_graph_options options = { .profile = car };
    assert_ok(mlg_osm_open(&osm, path, &err), &err);
    assert_ok(mlg_graph_build(&graph, osm, &options, &err), &err);
    mlg_osm_close(osm);
    mlg_profile_free(car);
    return graph;
}

#endif
