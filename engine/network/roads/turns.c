/* Arcs, and the copies of junctions that turn restrictions need (see graph.h). */
#include "base/memory.h"
#include "network/roads/build.h"

#include <math.h>

/* From `in` one may not go into `out`; or, with `only`, into nothing else. */
typedef struct turn {
    int32_t in, out; /* edges */
    bool only;
} turn;

typedef struct turn_list {
    turn *rows;
    size_t count, capacity;
} turn_list;

/* ---- edges ------------------------------------------------------------------------------------------ */

static int32_t time_ds(double length_m, double kmh, int32_t delay_ds)
{
    double ds = length_m / kmh * 36 + delay_ds;
    return ds < INT32_MAX / 4 ? (int32_t)lround(ds) : INT32_MAX / 4;
}

/* Both edges of a segment: its pieces in order have equal speeds, so lengths and delays are summed first. */
static void time_segment(builder *b, int32_t s)
{
    const build_segment *segment = &b->segments[s];
    double length_m = 0;
    int32_t delay[2] = { 0 };
    for (int32_t i = 0; i < segment->link_count; i++) {
        int32_t link = b->links[segment->first_link + i];
        const build_piece *p = &b->pieces[link / 2];
        length_m += p->length_m;
        delay[0] += p->delay_ds[link & 1];
        delay[1] += p->delay_ds[~link & 1];
    }
    int32_t link = b->links[segment->first_link];
    for (int d = 0; d < 2; d++) {
        double kmh = (double)b->pieces[link / 2].kmh[(link & 1) ^ d];
        int32_t edge = 2 * s + d;
        b->edge_tail[edge] = kmh > 0 ? (d == 0 ? segment->from : segment->to) : -1;
        b->edge_head[edge] = kmh > 0 ? (d == 0 ? segment->to : segment->from) : -1;
        b->edge_time_ds[edge] = kmh > 0 ? time_ds(length_m, kmh, delay[d]) : -1;
    }
}

static mlg_status make_edges(builder *b, mlg_error *err)
{
    size_t n = 2 * b->segment_count;
    if (n > INT32_MAX / 4)
        return mlg_fail(err, MLG_DATA, "more than 2^28 road segments: take a smaller extract");
    MLG_TRY(MLG_NEW(&b->edge_tail, n, "edges", err));
    MLG_TRY(MLG_NEW(&b->edge_head, n, "edges", err));
    MLG_TRY(MLG_NEW(&b->edge_time_ds, n, "edges", err));
    for (size_t s = 0; s < b->segment_count; s++)
        time_segment(b, (int32_t)s);
    return MLG_OK;
}

/* ---- restrictions placed ---------------------------------------------------------------------------- */

/* Way of the end of a segment: the piece that touches the vertex there. */
static int64_t way_at_end(const builder *b, int32_t end)
{
    const build_segment *segment = &b->segments[end / 2];
    int32_t last = end & 1 ? segment->link_count - 1 : 0;
    return b->ways[b->pieces[b->links[segment->first_link + last] / 2].way].id;
}

/* The one open edge of a way that arrives at (or leaves) a vertex; -1: none, -2: several. */
static int32_t edge_of_way(const builder *b, int32_t vertex, int64_t way, bool arriving)
{
    int32_t found = -1;
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t end = b->ends[i], leaving = end; /* the `from` end leaves by edge 2s, the `to` end by 2s + 1 */
        int32_t edge = arriving ? leaving ^ 1 : leaving;
        if (way_at_end(b, end) != way || b->edge_time_ds[edge] < 0)
            continue;
        if (found >= 0)
            return -2;
        found = edge;
    }
    return found;
}

static mlg_status add_turn(turn_list *list, int32_t in, int32_t out, bool only, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&list->rows, &list->capacity, list->count + 1, "turn restrictions", err));
    list->rows[list->count++] = (turn){ in, out, only };
    return MLG_OK;
}

/* A way that turns round at a node: every edge of it that arrives there. */
static mlg_status place_u_turns(turn_list *list, const builder *b, int32_t vertex, int64_t way, mlg_error *err)
{
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t leaving = b->ends[i];
        if (way_at_end(b, leaving) == way && b->edge_time_ds[leaving] >= 0 && b->edge_time_ds[leaving ^ 1] >= 0)
            MLG_TRY(add_turn(list, leaving ^ 1, leaving, false, err));
    }
    return MLG_OK;
}

static mlg_status place_turn(turn_list *list, builder *b, const mlg_restriction *r, mlg_error *err)
{
    int32_t node = build_find_node(b, r->via_node), vertex = node < 0 ? -1 : b->node_vertex[node];
    size_t before = list->count;
    if (vertex >= 0 && r->from_way == r->to_way && !r->only) {
        MLG_TRY(place_u_turns(list, b, vertex, r->from_way, err));
    } else if (vertex >= 0) {
        int32_t in = edge_of_way(b, vertex, r->from_way, true), out = edge_of_way(b, vertex, r->to_way, false);
        if (in >= 0 && out >= 0)
            MLG_TRY(add_turn(list, in, out, r->only, err));
    }
    b->report.restrictions += list->count > before;
    b->report.restrictions_unplaced += list->count == before;
    return MLG_OK;
}

static int compare_turns(const void *left, const void *right)
{
    const turn *a = left, *c = right;
    return a->in != c->in ? (a->in < c->in ? -1 : 1) : (a->out > c->out) - (a->out < c->out);
}

/* ---- junctions with restrictions -------------------------------------------------------------------- */

static mlg_status add_graph_node(int32_t *node, builder *b, int32_t vertex, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&b->graph_node, &b->graph_node_capacity, b->graph_node_count + 1, "graph nodes", err));
    *node = (int32_t)b->graph_node_count;
    b->graph_node[b->graph_node_count++] = vertex;
    return MLG_OK;
}

static mlg_status add_arc(builder *b, int32_t tail, int32_t head, int32_t time, int32_t edge, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&b->arcs, &b->arc_capacity, b->arc_count + 1, "arcs", err));
    b->arcs[b->arc_count++] = (build_arc){ tail, head, time, edge };
    return MLG_OK;
}

/* One departure node for each edge that leaves the vertex, once. */
static mlg_status add_departures(builder *b, int32_t vertex, mlg_error *err)
{
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t edge = b->ends[i];
        if (b->edge_time_ds[edge] < 0 || b->edge_tail[edge] != vertex)
            continue; /* closed, or done */
        MLG_TRY(add_graph_node(&b->edge_tail[edge], b, vertex, err));
        MLG_TRY(add_arc(b, vertex, b->edge_tail[edge], 0, -1, err));
    }
    return MLG_OK;
}

/* May one go from the edge of these turns into `edge`? */
static bool is_allowed(const turn *turns, size_t n, int32_t edge)
{
    bool only = false, named = false, forbidden = false;
    for (size_t i = 0; i < n; i++) {
        only = only || turns[i].only;
        named = named || (turns[i].only && turns[i].out == edge);
        forbidden = forbidden || (!turns[i].only && turns[i].out == edge);
    }
    return !forbidden && (!only || named);
}

/* The copy of the junction that edge `in` reaches. */
static mlg_status add_copy(builder *b, const turn *turns, size_t n, mlg_error *err)
{
    int32_t in = turns[0].in, copy, vertex = b->edge_head[in];
    MLG_TRY(add_departures(b, vertex, err));
    MLG_TRY(add_graph_node(&copy, b, vertex, err));
    b->edge_head[in] = copy;
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t edge = b->ends[i];
        if (b->edge_time_ds[edge] >= 0 && is_allowed(turns, n, edge))
            MLG_TRY(add_arc(b, copy, b->edge_tail[edge], 0, -1, err));
    }
    return MLG_OK;
}

static mlg_status split_junctions(builder *b, turn_list *list, mlg_error *err)
{
    for (size_t t = 0; t < b->turn_count; t++)
        MLG_TRY(place_turn(list, b, &b->turns[t], err));
    if (list->count > 0)
        qsort(list->rows, list->count, sizeof *list->rows, compare_turns);
    for (size_t i = 0, end; i < list->count; i = end) {
        for (end = i; end < list->count && list->rows[end].in == list->rows[i].in; end++)
            continue;
        MLG_TRY(add_copy(b, list->rows + i, end - i, err));
    }
    return MLG_OK;
}

/* Vertices are the first graph nodes; those that folding left inside segments have no arc and are dropped later. */
static mlg_status number_junctions(builder *b, mlg_error *err)
{
    int32_t node;
    for (size_t v = 0; v < b->vertex_count; v++)
        MLG_TRY(add_graph_node(&node, b, (int32_t)v, err));
    return MLG_OK;
}

mlg_status build_turns(builder *b, mlg_error *err)
{
    turn_list list = { 0 };
    MLG_TRY(make_edges(b, err));
    MLG_TRY(number_junctions(b, err));
    mlg_status st = split_junctions(b, &list, err);
    free(list.rows);
    for (size_t e = 0; st == MLG_OK && e < 2 * b->segment_count; e++)
        if (b->edge_time_ds[e] >= 0)
            st = add_arc(b, b->edge_tail[e], b->edge_head[e], b->edge_time_ds[e], (int32_t)e, err);
    return st;
}
