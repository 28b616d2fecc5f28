#include "support.h"

#include "base/checksum.h"
#include "base/memory.h"
#include "network/roads/graph.h"
#include "network/roads/sort_keys.h"
#include "tiny_network.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static mlg_profile *car;

static int load_profile(void **state)
{
    (void)state;
    mlg_error err;
    return mlg_profile_load(&car, "car", &err);
}

static int free_profile(void **state)
{
    (void)state;
    mlg_profile_free(car);
    return 0;
}

/* ---- tiny networks ------------------------------------------------------------------------------------ */

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
    for (int32_t i = 0; i < v.n_nodes; i++) /* sources: the junction itself, which has no edge of its own */
        best[i] = FAR;
    for (int32_t s = 0; s < 2 * g->n_segments; s++) {
        if (g->edge_time_ds[s] < 0)
            continue;
        const int32_t *point = g->point_e7 + 2 * (s & 1 ? g->first_point[s / 2 + 1] - 1 : g->first_point[s / 2]);
        if (point[0] == at[0][0] && point[1] == at[0][1])
            best[g->edge_tail[s]] = 0;
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
    mlg_graph *g = build_tiny(car, xml);
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
        mlg_graph *g = build_tiny(car, xml);
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
    mlg_graph *g = build_tiny(car, xml);
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
        mlg_graph *g = build_tiny(car, xml);
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

/* A cross: 11-12-13 west to east, 2-12-22 south to north. Way 1: 11-12, 2: 12-13, 3: 2-12, 4: 12-22; a detour 13-23-22. */
static char *cross(char *xml)
{
    tiny_start(xml);
    static const int nodes[] = { 2, 11, 12, 13, 22, 23 };
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        tiny_node(xml, nodes[i], NULL, NULL);
    tiny_way(xml, 1, "11 12", "highway=residential");
    tiny_way(xml, 2, "12 13", "highway=residential");
    tiny_way(xml, 3, "2 12", "highway=residential");
    tiny_way(xml, 4, "12 22", "highway=residential");
    tiny_way(xml, 5, "13 23 22", "highway=residential oneway=yes");
    return xml;
}

static void restrictions_bind_their_turn_only(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    mlg_graph *g = build_tiny(car, cross(xml));
    assert_near(travel(g, 11, 22), EAST + NORTH, 2);
    mlg_graph_free(g);

    tiny_turn(cross(xml), 1, 12, 4, "no_left_turn"); /* 13-23-22, not turning round at 13 */
    g = build_tiny(car, xml);
    assert_int_equal(g->report.restrictions, 1);
    assert_near(travel(g, 11, 22), 3 * EAST + NORTH, 2);
    assert_near(travel(g, 11, 13), 2 * EAST, 2);
    assert_near(travel(g, 2, 22), 2 * NORTH, 2);
    assert_near(travel(g, 12, 22), NORTH, 2); /* who starts at the junction comes from nowhere */
    assert_near(travel(g, 22, 11), EAST + NORTH, 2);
    mlg_graph_free(g);

    tiny_turn(cross(xml), 3, 12, 2, "only_right_turn");
    g = build_tiny(car, xml);
    assert_near(travel(g, 2, 13), EAST + NORTH, 2);
    /* 2-12-13-23-22, not round at 13 and back: 3 EAST + 2 NORTH */
    assert_near(travel(g, 2, 22), 2 * EAST + 2 * NORTH, 2);
    assert_near(travel(g, 2, 11), 3 * EAST + 3 * NORTH,
                2); /* 2-12-13-23-22-12-11: not round at 13, back through 12 */
    mlg_graph_free(g);

    tiny_turn(cross(xml), 9, 12, 2, "no_right_turn");
    g = build_tiny(car, xml);
    assert_int_equal(g->report.restrictions_unplaced, 1);
    mlg_graph_free(g);
}

static void every_edge_has_one_tail_and_one_head(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_turn(cross(xml), 1, 12, 4, "no_left_turn");
    mlg_graph *g = build_tiny(car, xml);
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
    mlg_graph *g = build_tiny(car, xml);
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
    mlg_graph *g = build_tiny(car, xml);
    assert_int_equal(g->report.nodes_missing, 1);
    assert_int_equal(g->report.ways_cut, 1);
    assert_int_equal(g->n_segments, 2);
    assert_near(travel(g, 1, 2), EAST, 1);
    assert_int_equal(travel(g, 2, 4), -1);
    mlg_graph_free(g);
}

static uint8_t dense(void *context, double lon, double lat)
{
    (void)context, (void)lon, (void)lat;
    return 1;
}

static void peak_hours_slow_by_density(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    tiny_start(xml);
    tiny_node(xml, 1, NULL, NULL);
    tiny_node(xml, 2, NULL, NULL);
    tiny_way(xml, 1, "1 2", "highway=residential");
    tiny_add(xml, "</osm>");
    mlg_graph *g;
    mlg_error err;
    mlg_graph_options options = { .profile = car, .peak = true };
    assert_ok(build_xml(&g, xml, &options, &err), &err);
    assert_near(g->edge_time_ds[0], EAST, 1); /* told from the roads: level 7, factor 1 */
    mlg_graph_free(g);
    options.density = dense;
    assert_ok(build_xml(&g, xml, &options, &err), &err);
    assert_near(g->edge_time_ds[0], EAST * 1.6, 1);
    mlg_graph_free(g);
    options.peak = false;
    assert_ok(build_xml(&g, xml, &options, &err), &err);
    assert_near(g->edge_time_ds[0], EAST, 1);
    mlg_graph_free(g);
}

static void a_file_without_roads_says_so(void **state)
{
    (void)state;
    mlg_graph *g;
    mlg_error err;
    mlg_graph_options options = { .profile = car };
    assert_fails(build_xml(&g, "<osm></osm>", &options, &err), MLG_DATA, &err, "no road for the profile car");
    assert_fails(build_xml(&g,
                           "<osm><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>",
                           &options, &err),
                 MLG_DATA, &err, "the nodes of the ways are missing from the file");
}

static void the_hilbert_curve_moves_to_neighbours(void **state)
{
    (void)state;
    mlg_sort_key rows[64];
    mlg_error err;
    for (int i = 0; i < 64; i++)
        rows[i] = (mlg_sort_key){ mlg_hilbert_key(i % 8, i / 8), i };
    assert_ok(mlg_sort_keys(rows, 64, &err), &err);
    for (int i = 1; i < 64; i++)
        assert_int_equal(
            abs(rows[i].item % 8 - rows[i - 1].item % 8) + abs(rows[i].item / 8 - rows[i - 1].item / 8), 1);
}

/* ---- against a search edge by edge --------------------------------------------------------------------- */

/* A town of 5 x 5 crossings, nodes 10 x row + column; each street its own way, of its own speed so that nothing folds. Way
 * 1 + 2 x node goes east from it, 2 + 2 x node north. Street w driven along its nodes is move 2w, against them 2w + 1. */
enum { SIDE = 5, MOVES = 2 * (2 * (10 * SIDE) + 3), TOWN_NODES = 10 * SIDE, MANY = 64 };

typedef struct {
    bool open[MOVES], limited[MOVES], only[MOVES], forbidden[MOVES][MOVES];
    struct {
        int in, over, out;
        bool only;
    } over[MANY]; /* restrictions over a way */
    int over_count;
    int from[MOVES], to[MOVES];
    int32_t edge[MOVES], time[MOVES];              /* of the graph */
    bool guarded[TOWN_NODES], turn_at[TOWN_NODES]; /* no U-turn; but in this dead end */
} town;

static void add_street(town *t, char *xml, int way, int a, int b, bool limits, uint64_t *seed)
{
    char refs[32], tags[96];
    bool one_way = random_below(seed, 4) == 0, limited = limits && random_below(seed, 4) == 0;
    snprintf(refs, sizeof refs, "%d %d", a, b);
    snprintf(tags, sizeof tags, "highway=residential maxspeed=%.1f%s%s", 10 + 0.4 * way,
             one_way ? " oneway=yes" : "", limited ? " access=destination" : "");
    tiny_way(xml, way, refs, tags);
    for (int d = 0; d < 2; d++) {
        t->open[2 * way + d] = d == 0 || !one_way;
        t->limited[2 * way + d] = limited && t->open[2 * way + d];
        t->from[2 * way + d] = d == 0 ? a : b;
        t->to[2 * way + d] = d == 0 ? b : a;
    }
}

/* An open move at random that goes on from `in`, not round; -1 when there is none. */
static int move_after(const town *t, int in, uint64_t *seed)
{
    int out = random_below(seed, MOVES);
    for (int tries = 0; tries <= MOVES; tries++, out = (out + 1) % MOVES)
        if (t->open[out] && t->from[out] == t->to[in] && out != (in ^ 1))
            return out;
    return -1;
}

/* A turn at random, of a kind at random; an only_ forbids all but its turn. */
static void add_restriction(town *t, char *xml, uint64_t *seed)
{
    int in = random_below(seed, MOVES);
    while (!t->open[in])
        in = random_below(seed, MOVES);
    int out = move_after(t, in, seed);
    if (out < 0)
        return;                                             /* one may only turn round there */
    bool only = random_below(seed, 3) == 0 && !t->only[in]; /* two of them would add up */
    t->only[in] = t->only[in] || only;
    for (int move = 0; only && move < MOVES; move++)
        if (t->open[move] && t->from[move] == t->to[in] && move != out)
            t->forbidden[in][move] = true;
    if (!only)
        t->forbidden[in][out] = true;
    tiny_turn(xml, in / 2, t->to[in], out / 2, only ? "only_straight_on" : "no_left_turn");
}

static void add_restriction_over_way(town *t, char *xml, uint64_t *seed)
{
    int in = random_below(seed, MOVES);
    int over = t->open[in] ? move_after(t, in, seed) : -1, out = over >= 0 ? move_after(t, over, seed) : -1;
    if (out < 0 || t->only[in] || t->over_count == MANY)
        return;
    bool only = random_below(seed, 3) == 0;
    if (only) {
        t->only[in] = true;
        for (int move = 0; move < MOVES; move++)
            if (t->open[move] && t->from[move] == t->to[in] && move != over)
                t->forbidden[in][move] = true;
    }
    t->over[t->over_count].in = in;
    t->over[t->over_count].over = over;
    t->over[t->over_count].out = out;
    t->over[t->over_count++].only = only;
    tiny_turn_over(xml, in / 2, over / 2, out / 2, only ? "only_straight_on" : "no_u_turn");
}

/* `before` -1: nothing was driven before `in`. What restrictions say, U-turns aside. */
static bool may_turn(const town *t, int before, int in, int out)
{
    bool only = false, named = false;
    if (t->forbidden[in][out])
        return false;
    for (int k = 0; k < t->over_count; k++) {
        if (t->over[k].in != before || t->over[k].over != in)
            continue;
        if (!t->over[k].only && t->over[k].out == out)
            return false;
        only = only || t->over[k].only;
        named = named || (t->over[k].only && t->over[k].out == out);
    }
    return !only || named;
}

static bool follows(const town *t, int in, int out)
{
    return t->open[out] && t->from[out] == t->to[in];
}

/* Does a restriction speak of this move, or of what comes after it? */
static bool starts_restriction(const town *t, int move)
{
    bool found = false;
    for (int out = 0; out < MOVES; out++)
        found = found || t->forbidden[move][out];
    for (int k = 0; k < t->over_count; k++)
        found = found || t->over[k].in == move || t->over[k].over == move;
    return found;
}

static bool is_blind(const town *t, int move)
{
    for (int out = 0; out < MOVES; out++)
        if (follows(t, move, out) && out != (move ^ 1))
            return false;
    return true;
}

/* The 16 crossings nearest to one, and itself. */
static void guard_around(town *t, int node)
{
    int32_t best[TOWN_NODES];
    bool settled[TOWN_NODES] = { false };
    for (int n = 0; n < TOWN_NODES; n++)
        best[n] = n == node ? 0 : FAR;
    for (int round = 0; round <= 16; round++) {
        int at = -1;
        for (int n = 0; n < TOWN_NODES; n++)
            if (!settled[n] && best[n] < FAR && (at < 0 || best[n] < best[at]))
                at = n;
        if (at < 0)
            return;
        settled[at] = t->guarded[at] = true;
        for (int m = 0; m < MOVES; m++)
            if (t->open[m] && t->from[m] == at && best[at] + t->time[m] < best[t->to[m]])
                best[t->to[m]] = best[at] + t->time[m];
    }
}

/* Dead ends that a restriction leaves as the only way on may be turned round in. */
static void find_guarded(town *t)
{
    for (int in = 0; in < MOVES; in++) {
        if (!t->open[in] || !starts_restriction(t, in))
            continue;
        guard_around(t, t->to[in]);
        for (int before = -1; before < MOVES; before++) {
            bool all = true, spoken_of = before < 0;
            for (int k = 0; k < t->over_count; k++)
                spoken_of = spoken_of || (t->over[k].in == before && t->over[k].over == in);
            for (int out = 0; out < MOVES && spoken_of; out++)
                if (follows(t, in, out) && out != (in ^ 1) && may_turn(t, before, in, out))
                    all = all && is_blind(t, out);
            for (int out = 0; out < MOVES && spoken_of && all; out++)
                if (follows(t, in, out) && out != (in ^ 1) && may_turn(t, before, in, out))
                    t->turn_at[t->to[out]] = true;
        }
    }
}

static bool may_follow(const town *t, int before, int in, int out)
{
    if (!follows(t, in, out) || !may_turn(t, before, in, out))
        return false;
    if (out != (in ^ 1) || !t->guarded[t->to[in]])
        return true;
    for (int other = 0; other < MOVES; other++)
        if (other != out && follows(t, in, other) && may_turn(t, before, in, other))
            return false;
    return !is_blind(t, in) || t->turn_at[t->to[in]];
}

/* Streets behind limited ones are limited: by reaching everything from everywhere, with and without them. */
static void limit_behind(town *t)
{
    static bool reach[2][TOWN_NODES][TOWN_NODES];
    memset(reach, 0, sizeof reach);
    int size[TOWN_NODES] = { 0 };
    for (int m = 0; m < MOVES; m++)
        for (int free = 0; free < 2 && t->open[m]; free++)
            if (!free || !t->limited[m])
                reach[free][t->from[m]][t->to[m]] = true;
    for (int free = 0; free < 2; free++)
        for (int k = 0; k < TOWN_NODES; k++)
            for (int i = 0; i < TOWN_NODES; i++)
                for (int j = 0; j < TOWN_NODES && reach[free][i][k]; j++)
                    reach[free][i][j] = reach[free][i][j] || reach[free][k][j];
    for (int i = 0; i < TOWN_NODES; i++)
        for (int j = 0; j < TOWN_NODES; j++)
            size[i] += i == j || (reach[1][i][j] && reach[1][j][i]);
    for (int m = 0; m < MOVES; m++) {
        int a = t->from[m], b = t->to[m];
        if (!t->open[m] || !(reach[0][a][b] && reach[0][b][a]))
            continue;
        for (int other = 0; other < TOWN_NODES; other++) /* a larger part of the same component */
            if (reach[0][a][other] && reach[0][other][a] && (size[other] > size[a] || size[other] > size[b]))
                t->limited[m] = true;
    }
}

static mlg_graph *build_town(town *t, int restrictions, int over_ways, bool limits, uint64_t *seed)
{
    static char xml[TINY_BYTES];
    *t = (town){ 0 };
    tiny_start(xml);
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            tiny_node(xml, 10 * row + column, NULL, NULL);
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++) {
            int node = 10 * row + column;
            if (column + 1 < SIDE)
                add_street(t, xml, 1 + 2 * node, node, node + 1, limits, seed);
            if (row + 1 < SIDE)
                add_street(t, xml, 2 + 2 * node, node, node + 10, limits, seed);
        }
    for (int i = 0; i < over_ways; i++)
        add_restriction_over_way(t, xml, seed);
    for (int i = 0; i < restrictions; i++)
        add_restriction(t, xml, seed);
    mlg_graph *g = build_tiny(car, xml);
    assert_int_equal(g->report.restrictions_unplaced, 0);
    for (int32_t s = 0; s < g->n_segments; s++) {
        int way = (int)g->way_id[g->way[s]];
        const int32_t *a = g->point_e7 + 2 * g->first_point[s];
        int start = 10 * ((a[1] - 450000000) / 10000) + a[0] / 10000;
        bool along = t->from[2 * way] == start;
        t->edge[2 * way] = 2 * s + !along;
        t->edge[2 * way + 1] = 2 * s + along;
    }
    for (int m = 0; m < MOVES; m++)
        t->time[m] = t->open[m] ? g->edge_time_ds[t->edge[m]] : FAR;
    limit_behind(t);
    find_guarded(t);
    return g;
}

/* What was driven so far: the last move, the one before (MOVES: none), and where that leaves one: in limited streets since the
 * start, outside, in limited streets again. */
enum { SINCE_START, OUT, AGAIN, PHASES };
typedef int32_t histories[MOVES + 1][MOVES][PHASES];

static int next_phase(const town *t, int phase, int move)
{
    if (t->limited[move])
        return phase == SINCE_START ? SINCE_START : AGAIN;
    return phase == AGAIN ? -1 : OUT;
}

/* Time from the end of move `start` to the start of every move, rules obeyed: Bellman-Ford over histories. best[.][m][.] is the time
 * to the end of m; that to its start is wanted. */
static void search_moves(const town *t, int start, int32_t wanted[MOVES])
{
    static histories best;
    for (int b = 0; b <= MOVES; b++)
        for (int m = 0; m < MOVES; m++)
            for (int p = 0; p < PHASES; p++)
                best[b][m][p] = FAR;
    for (int m = 0; m < MOVES; m++)
        wanted[m] = FAR;
    best[MOVES][start][t->limited[start] ? SINCE_START : OUT] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (int in = 0; in < MOVES; in++)
            for (int before = 0; before <= MOVES; before++) {
                if (!t->open[in] || (before < MOVES && !follows(t, before, in)))
                    continue;
                for (int p = 0; p < PHASES; p++)
                    for (int out = 0; out < MOVES && best[before][in][p] < FAR; out++) {
                        int after = next_phase(t, p, out);
                        if (after < 0 || !may_follow(t, before == MOVES ? -1 : before, in, out))
                            continue;
                        int32_t here = best[before][in][p], there = here + t->time[out];
                        wanted[out] = here < wanted[out] ? here : wanted[out];
                        if (there < best[in][out][after]) {
                            best[in][out][after] = there;
                            changed = true;
                        }
                    }
            }
    }
}

static void search_graph(const mlg_graph *g, int32_t start, int32_t *best)
{
    for (int32_t v = 0; v < g->n_nodes; v++)
        best[v] = v == start ? 0 : FAR;
    for (bool changed = true; changed;) {
        changed = false;
        for (int32_t v = 0; v < g->n_nodes; v++)
            for (int32_t a = g->first[v]; a < g->first[v + 1] && best[v] < FAR; a++)
                if (best[v] + g->time_ds[a] < best[g->head[a]]) {
                    best[g->head[a]] = best[v] + g->time_ds[a];
                    changed = true;
                }
    }
}

/* Compares times between all streets; returns how many, and adds to *reached those with a way. */
static int64_t compare_with_moves(const mlg_graph *g, const town *t, int64_t *reached)
{
    int32_t *best = calloc((size_t)g->n_nodes, sizeof *best), moves[MOVES];
    int64_t compared = 0;
    for (int start = 0; start < MOVES; start++) {
        if (!t->open[start])
            continue;
        search_moves(t, start, moves);
        search_graph(g, g->edge_head[t->edge[start]], best);
        for (int m = 0; m < MOVES; m++)
            if (t->open[m]) {
                if (best[g->edge_tail[t->edge[m]]] != moves[m])
                    fail_msg("from move %d to %d: %d, by moves %d", start, m, best[g->edge_tail[t->edge[m]]],
                             moves[m]);
                compared++;
                *reached += moves[m] < FAR;
            }
    }
    free(best);
    return compared;
}

static void split_junctions_give_the_times_of_a_search_by_edges(void **state)
{
    (void)state;
    static const struct {
        int restrictions, over_ways;
        bool limits;
    } kinds[] = { { 40, 0, false }, { 6, 0, false }, { 0, 30, false }, { 4, 6, false },
                  { 0, 0, true },   { 6, 6, true },  { 20, 20, true } };
    static town t;
    uint64_t seed = 11;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int64_t compared = 0, reached = 0;
        for (int round = 0; round < 3; round++) {
            mlg_graph *g = build_town(&t, kinds[k].restrictions, kinds[k].over_ways, kinds[k].limits, &seed);
            compared += compare_with_moves(g, &t, &reached);
            mlg_graph_free(g);
        }
        assert_true(compared > 10000);
        assert_true(reached * 2 > compared);
    }
}

/* ---- the file ----------------------------------------------------------------------------------------- */

static void a_saved_network_comes_back_bit_for_bit(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network"), *again = in_folder(folder, "b.network");
    mlg_error err;
    uint64_t fingerprint;
    tiny_turn(cross(xml), 1, 12, 4, "no_left_turn");
    mlg_graph *g = build_tiny(car, xml), *loaded;
    assert_ok(mlg_graph_save(g, path, 77, &err), &err);
    assert_ok(mlg_graph_load(&loaded, &fingerprint, path, &err), &err);
    assert_int_equal(fingerprint, 77);
    assert_int_equal(loaded->n_nodes, g->n_nodes);
    assert_memory_equal(loaded->way_id, g->way_id, g->block_size);
    assert_memory_equal(&loaded->report, &g->report, sizeof g->report);
    assert_near(loaded->walk_kmh, g->walk_kmh, 0);
    assert_ok(mlg_graph_save(loaded, again, 77, &err), &err);
    mlg_graph *third;
    assert_ok(mlg_graph_load(&third, NULL, again, &err), &err);
    assert_memory_equal(third->block, loaded->block, loaded->mapped_size);
    assert_fails(mlg_graph_save(g, "/nowhere/a.network", 1, &err), MLG_INPUT, &err, "cannot be written");
    mlg_graph_free(third);
    mlg_graph_free(loaded);
    mlg_graph_free(g);
    remove_folder(folder);
}

static void write_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void a_damaged_network_is_refused(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network");
    mlg_error err;
    mlg_graph *g = build_tiny(car, cross(xml)), *loaded;
    assert_ok(mlg_graph_save(g, path, 77, &err), &err);
    mlg_graph_free(g);
    static unsigned char bytes[65536];
    FILE *file = fopen(path, "rb");
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t i = 0; i < size; i++) {
        if (i > 400 && i < 4096 && i % 97)
            continue; /* padding of the header: a few */
        bytes[i] ^= 0x40;
        write_bytes(path, bytes, size);
        assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "network");
        bytes[i] ^= 0x40;
    }
    for (size_t n = 0; n < size; n += 101) {
        write_bytes(path, bytes, n);
        assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "network");
    }
    write_text(path, "insee,nom\n");
    assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "not a network of Maillage");
    assert_fails(mlg_graph_load(&loaded, NULL, folder, &err), MLG_INPUT, &err, "not a network of Maillage");
    assert_fails(mlg_graph_load(&loaded, NULL, "/nowhere/x", &err), MLG_INPUT, &err, "cannot be opened");
    remove_folder(folder);
}

static void a_network_is_rebuilt_when_its_source_changes(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network"), *osm = in_folder(folder, "a.osm");
    mlg_graph_options options = { .profile = car };
    mlg_error err;
    mlg_graph *g;
    mlg_graph_news news;
    tiny_add(cross(xml), "</osm>");
    write_text(osm, xml);
    for (int turn = 0; turn < 6; turn++) {
        if (turn == 2)
            options.peak = true;
        if (turn == 3)
            write_text(path, "broken");
        if (turn == 4)
            write_text(osm, strcat(xml, "\n"));
        assert_ok(mlg_graph_obtain(&g, &news, path, osm, &options, &err), &err);
        static const char *const found[6] = {
            "", "", "another extract or profile", "not a network", "another extract", ""
        };
        assert_int_equal(news.built, turn != 1 && turn != 5);
        assert_non_null(strstr(news.found, found[turn]));
        assert_true(*found[turn] || !*news.found);
        mlg_graph_free(g);
    }
    remove_folder(folder);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    mlg_graph_options options = { .profile = car };
    mlg_error err;
    mlg_graph *g = NULL;
    tiny_turn(cross(xml), 1, 12, 4, "no_left_turn");
    tiny_add(xml, "</osm>");
    mlg_status st = MLG_MEMORY;
    long n = 1;
    for (; n < 300 && st == MLG_MEMORY; n++) {
        mlg_memory_fail_at(n);
        st = build_xml(&g, xml, &options, &err);
    }
    mlg_memory_fail_at(0);
    assert_ok(st, &err);
    assert_true(n > 50);
    mlg_graph_free(g);
}

/* ---- real files --------------------------------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

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
    mlg_graph_options options = { .profile = car };
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
        double start = seconds();
        assert_ok(mlg_osm_open(&osm, path, &err), &err);
        assert_ok(mlg_graph_build(&g, osm, &options, &err), &err);
        print_message("%-38s %5.0f ms: %d nodes, %d arcs, %d segments, %d points; turns %" PRId64 " (+%" PRId64
                      " unplaced), U-turns %" PRId64 ", limited %" PRId64 ", barriers %" PRId64
                      ", islands %.1f %%, folded %" PRId64 "\n",
                      names[i], (seconds() - start) * 1e3, g->n_nodes, g->n_arcs, g->n_segments, g->n_points,
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
        cmocka_unit_test(roads_that_differ_are_not_folded),
        cmocka_unit_test(one_ways_and_roundabouts_turn_one_way),
        cmocka_unit_test(a_bollard_cuts_and_a_gate_delays),
        cmocka_unit_test(restrictions_bind_their_turn_only),
        cmocka_unit_test(every_edge_has_one_tail_and_one_head),
        cmocka_unit_test(ferries_and_islands_are_told),
        cmocka_unit_test(an_extract_cut_through_a_road_keeps_both_sides),
        cmocka_unit_test(peak_hours_slow_by_density),
        cmocka_unit_test(a_file_without_roads_says_so),
        cmocka_unit_test(split_junctions_give_the_times_of_a_search_by_edges),
        cmocka_unit_test(the_hilbert_curve_moves_to_neighbours),
        cmocka_unit_test(a_saved_network_comes_back_bit_for_bit),
        cmocka_unit_test(a_damaged_network_is_refused),
        cmocka_unit_test(a_network_is_rebuilt_when_its_source_changes),
        cmocka_unit_test(running_out_of_memory_is_a_status),
        cmocka_unit_test(real_files_become_networks),
    };
    return cmocka_run_group_tests(tests, load_profile, free_profile);
}
