/* Where U-turns are forbidden.
 *
 * Without turn restrictions no shortest path makes a U-turn: it would pass the same place twice. With them it
 * may, to circumvent the restriction: past the junction, a U-turn, and back. So around each place of a
 * restriction, at the NEARBY junctions reached first by road, U-turns are forbidden, dead ends included: trips
 * that start or end there choose their direction anyway. In town these junctions are within a few hundred
 * metres, where driving round a block costs no more; in the country, within some kilometres. U-turns remain
 * allowed where restrictions leave no other choice: at the junction itself, or in a dead end that is the only
 * road allowed. */
#include "base/memory.h"
#include "network/roads/build.h"

#include <string.h>

enum { NEARBY = 16, FRONT = 256 };

typedef struct spot {
    int32_t vertex, time_ds;
    bool settled;
} spot;

/* The vertices reached, few enough for a linear search. */
typedef struct around {
    spot rows[FRONT];
    int32_t count;
} around;

static void reach(around *a, int32_t vertex, int32_t time_ds)
{
    for (int32_t i = 0; i < a->count; i++)
        if (a->rows[i].vertex == vertex) {
            a->rows[i].time_ds = time_ds < a->rows[i].time_ds ? time_ds : a->rows[i].time_ds;
            return;
        }
    if (a->count < FRONT)
        a->rows[a->count++] = (spot){ vertex, time_ds, false };
}

static spot *nearest(around *a)
{
    spot *found = NULL;
    for (int32_t i = 0; i < a->count; i++)
        if (!a->rows[i].settled && (!found || a->rows[i].time_ds < found->time_ds))
            found = &a->rows[i];
    return found;
}

/* Dijkstra's algorithm from a vertex. O(NEARBY x junctions reached). */
static void guard_around(builder *b, int32_t vertex)
{
    around a = { .count = 0 };
    reach(&a, vertex, 0);
    spot *next;
    for (int32_t n = 0; n <= NEARBY && (next = nearest(&a)); n++) {
        const spot at = *next;
        next->settled = true;
        b->turning[at.vertex] |= TURN_GUARDED;
        for (int32_t i = b->end_first[at.vertex]; i < b->end_first[at.vertex + 1]; i++)
            if (build_is_open(b, b->ends[i]))
                reach(&a, build_edge_end(b, b->ends[i]), at.time_ds + b->edge_time_ds[b->ends[i]]);
    }
}

/* Whether the only way out of the end of an edge is back. */
static bool is_dead_end(const builder *b, int32_t edge)
{
    int32_t vertex = build_edge_end(b, edge);
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++)
        if (build_is_open(b, b->ends[i]) && b->ends[i] != (edge ^ 1))
            return false;
    return true;
}

/* Allows U-turns in the dead ends after a state that allows nothing but dead ends. */
static void open_dead_ends(builder *b, int32_t state)
{
    int32_t in = b->states[state].edge, vertex = build_edge_end(b, in);
    bool all = true;
    for (int pass = 0; pass < 2 && all; pass++)
        for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
            int32_t out = b->ends[i];
            if (out == (in ^ 1) || !build_is_open(b, out) || !build_may_turn(b, state, out))
                continue;
            if (pass == 0)
                all = all && is_dead_end(b, out);
            else
                b->turning[build_edge_end(b, out)] |= TURN_DEAD_END_OPEN;
        }
}

mlg_status build_u_turns(builder *b, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&b->turning, b->vertex_count, "junctions", err));
    for (size_t s = 1; s < b->state_count; s++) {
        int32_t vertex = build_edge_end(b, b->states[s].edge);
        b->turning[vertex] |= TURN_SPLIT;
        guard_around(b, vertex);
        open_dead_ends(b, (int32_t)s);
    }
    for (size_t v = 0; v < b->vertex_count; v++) {
        b->report.guarded += (b->turning[v] & TURN_GUARDED) != 0;
        b->turning[v] |= b->turning[v] & TURN_GUARDED ? TURN_SPLIT : 0;
    }
    for (int32_t e = 0; e < (int32_t)(2 * b->segment_count); e++)
        if (b->edge_limited[e]) {
            b->turning[build_edge_start(b, e)] |= TURN_SPLIT;
            b->turning[build_edge_end(b, e)] |= TURN_SPLIT;
        }
    return MLG_OK;
}
