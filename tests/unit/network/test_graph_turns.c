/* Turn restrictions, limited access, barriers and U-turns of a random town: times over its graph, whose junctions are split, against a search
 * from street to street that knows the rules themselves. */
#include "support.h"

#include "tiny_network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAR = 1 << 29 };

/* A town of 5 x 5 crossings, nodes 10 x row + column; each street its own way, of its own speed so that nothing folds. Way
 * 1 + 2 x node goes east from it, 2 + 2 x node north. Street w driven along its nodes is move 2w, against them 2w + 1. */
enum {
    SIDE = 5,
    MOVES = 2 * (2 * (10 * SIDE) + 3),
    TOWN_NODES = 10 * SIDE,
    MANY = 64,
    PLACES = TOWN_NODES + MOVES
};

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
    bool gate[TOWN_NODES];                         /* a barrier without through traffic */
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

/* Where move m ends, or starts: the crossing, or this side of its barrier. */
static int place_of(const town *t, int m, bool end)
{
    int node = end ? t->to[m] : t->from[m];
    return t->gate[node] ? TOWN_NODES + (m ^ !end) : node; /* where m starts, m ^ 1 ends */
}

static void reach_next(const town *t, bool free, bool reach[PLACES][PLACES])
{
    for (int m = 0; m < MOVES; m++) {
        if (t->open[m] && (!free || !t->limited[m]))
            reach[place_of(t, m, false)][place_of(t, m, true)] = true;
        bool through = !free && t->to[m] != t->from[m] && t->gate[t->to[m]];
        if (through) /* the crossing itself is a place between the sides of its barrier */
            reach[place_of(t, m, true)][t->to[m]] = reach[t->to[m]][place_of(t, m, true)] = true;
    }
}

/* Streets behind limited ones and behind barriers are limited: by reaching everything from everywhere, with and without them. */
static void limit_behind(town *t)
{
    static bool reach[2][PLACES][PLACES];
    memset(reach, 0, sizeof reach);
    int size[PLACES] = { 0 };
    for (int free = 0; free < 2; free++) {
        reach_next(t, free, reach[free]);
        for (int k = 0; k < PLACES; k++)
            for (int i = 0; i < PLACES; i++)
                for (int j = 0; j < PLACES && reach[free][i][k]; j++)
                    reach[free][i][j] = reach[free][i][j] || reach[free][k][j];
    }
    for (int i = 0; i < PLACES; i++)
        for (int j = 0; j < PLACES; j++)
            size[i] += i == j || (reach[1][i][j] && reach[1][j][i]);
    for (int m = 0; m < MOVES; m++) {
        int a = place_of(t, m, false), b = place_of(t, m, true);
        if (!t->open[m] || !(reach[0][a][b] && reach[0][b][a]))
            continue;
        for (int other = 0; other < PLACES; other++) /* a larger part of the same component */
            if (reach[0][a][other] && reach[0][other][a] && (size[other] > size[a] || size[other] > size[b]))
                t->limited[m] = true;
    }
}

/* Any barrier, any key and any word that admits only who starts or ends behind it. */
static void add_crossing(const town *t, char *xml, int node, uint64_t *seed)
{
    static const char *const kinds[] = { "bollard", "lift_gate", "cattle_grid" },
                             *const keys[] = { "access", "motor_vehicle" },
                             *const words[] = { "destination", "customers", "private;delivery" };
    if (!t->gate[node]) {
        tiny_node(xml, node, NULL, NULL);
        return;
    }
    const char *kind = kinds[random_below(seed, 3)], *key = keys[random_below(seed, 2)];
    tiny_barrier(xml, node, kind, key, words[random_below(seed, 3)]);
}

static mlg_graph *build_town(town *t, int restrictions, int over_ways, bool limits, int gates, uint64_t *seed)
{
    static char xml[TINY_BYTES];
    *t = (town){ 0 };
    tiny_start(xml);
    for (int i = 0; i < gates; i++)
        t->gate[10 * random_below(seed, SIDE) + random_below(seed, SIDE)] = true;
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            add_crossing(t, xml, 10 * row + column, seed);
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
    mlg_graph *g = build_tiny(tiny_car, xml);
    assert_int_equal(g->report.restrictions_unplaced, 0);
    for (int32_t s = 0; s < g->n_segments; s++) {
        int way = (int)g->way_id[g->way[s]];
        const int32_t *a = g->point_e7 + 2 * g->first_point[s];
        if (g->length_dm[s] == 0)
            continue; /* the barrier itself */
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

static int next_phase(const town *t, int phase, int in, int move)
{
    if (t->gate[t->from[move]] && move != (in ^ 1))
        phase = phase == SINCE_START ? SINCE_START : AGAIN;
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
                        int after = next_phase(t, p, in, out);
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
        int gates;
    } kinds[] = { { 40, 0, false, 0 }, { 6, 0, false, 0 }, { 0, 30, false, 0 }, { 4, 6, false, 0 },
                  { 0, 0, true, 0 },   { 6, 6, true, 0 },  { 20, 20, true, 0 }, { 0, 0, false, 3 },
                  { 0, 0, true, 4 },   { 0, 0, false, 12 } };
    static town t;
    uint64_t seed = 11;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int64_t compared = 0, reached = 0;
        for (int round = 0; round < 3; round++) {
            mlg_graph *g =
                build_town(&t, kinds[k].restrictions, kinds[k].over_ways, kinds[k].limits, kinds[k].gates, &seed);
            compared += compare_with_moves(g, &t, &reached);
            mlg_graph_free(g);
        }
        assert_true(compared > 10000);
        assert_true(reached * 2 > compared);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_junctions_give_the_times_of_a_search_by_edges),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
