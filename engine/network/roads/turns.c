/* Makes nodes and arcs, with the copies of junctions required by restrictions, U-turns and limited streets (see
 * graph.h). */
#include "base/memory.h"
#include "network/roads/build.h"

#include <string.h>

/* Position of a trip relative to limited streets: outside; inside, having started there; inside, to end there. */
typedef enum layer { OUTSIDE, LEAVING, STAYING, LAYERS } layer;

/* An edge as driven in a layer and a restriction state. Most edges have a single passage, stored in
 * b->edge_tail and b->edge_head; edges with several have rows here, in order of edges. */
typedef struct passage {
    int32_t edge, state;
    layer layer;
    int32_t tail, head; /* graph nodes */
} passage;

/* A graph node at which trips arrive at a split junction. `edge` -1: shared by all edges with unrestricted
 * arrivals. */
typedef struct arrival {
    int32_t node, vertex, edge, state;
    layer layer;
} arrival;

typedef struct splitter {
    builder *b;
    passage *passages;
    size_t passage_count, passage_capacity;
    int32_t *first_passage; /* by edge; -1: a single passage */
    arrival *arrivals;
    size_t arrival_count, arrival_capacity;
    int32_t *shared[LAYERS]; /* by vertex: the node shared by unrestricted arrivals, -1: none yet */
} splitter;

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

/* ---- where U-turns are forbidden -------------------------------------------------------------------- */

static bool may_turn_round(const builder *b, int32_t state, int32_t in)
{
    int32_t vertex = build_edge_end(b, in);
    bool dead_end = true;
    if (!(b->turning[vertex] & TURN_GUARDED))
        return true;
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t out = b->ends[i];
        if (out == (in ^ 1) || !build_is_open(b, out))
            continue;
        if (build_may_turn(b, state, out))
            return false;
        dead_end = false;
    }
    return !dead_end || b->turning[vertex] & TURN_DEAD_END_OPEN;
}

static bool is_allowed(const builder *b, const arrival *a, int32_t out)
{
    bool from_limited = a->layer == STAYING && !b->edge_limited[out];
    if (!build_is_open(b, out) || from_limited)
        return false;
    if (a->edge < 0)
        return true;
    return build_may_turn(b, a->state, out) && (out != (a->edge ^ 1) || may_turn_round(b, a->state, a->edge));
}

/* Whether an arrival is unrestricted: no turn is forbidden from it, and it starts no sequence of a restriction. */
static bool is_free(const builder *b, int32_t state, int32_t edge)
{
    return state == 0 && (!build_is_open(b, edge ^ 1) || may_turn_round(b, state, edge));
}

/* ---- passages --------------------------------------------------------------------------------------- */

static bool is_split(const builder *b, int32_t vertex)
{
    return b->turning[vertex] & TURN_SPLIT;
}

static mlg_status new_shared(splitter *s, layer l, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&s->shared[l], s->b->vertex_count, "junctions", err));
    memset(s->shared[l], 0xff, s->b->vertex_count * sizeof **s->shared);
    return MLG_OK;
}

static mlg_status add_arrival(int32_t *node, splitter *s, const arrival *how, mlg_error *err)
{
    arrival new = *how;
    if (new.edge < 0 && new.layer == OUTSIDE)
        new.node = new.vertex;
    else
        MLG_TRY(add_graph_node(&new.node, s->b, new.vertex, err));
    MLG_TRY(MLG_GROW(&s->arrivals, &s->arrival_capacity, s->arrival_count + 1, "junctions", err));
    s->arrivals[s->arrival_count++] = new;
    *node = new.node;
    return MLG_OK;
}

/* The graph node where an edge arrives in a layer and a state. */
static mlg_status head_of(int32_t *node, splitter *s, int32_t edge, layer l, int32_t state, mlg_error *err)
{
    int32_t vertex = build_edge_end(s->b, edge);
    arrival how = { .vertex = vertex, .edge = edge, .state = state, .layer = l };
    *node = vertex;
    if (!is_split(s->b, vertex))
        return MLG_OK;
    if (!is_free(s->b, state, edge))
        return add_arrival(node, s, &how, err);
    if (!s->shared[l])
        MLG_TRY(new_shared(s, l, err));
    how.edge = -1;
    if (s->shared[l][vertex] < 0)
        MLG_TRY(add_arrival(&s->shared[l][vertex], s, &how, err));
    *node = s->shared[l][vertex];
    return MLG_OK;
}

/* The graph node from which an edge leaves: a node of its own where the junction is split. */
static mlg_status tail_of(int32_t *node, splitter *s, int32_t edge, mlg_error *err)
{
    *node = build_edge_start(s->b, edge);
    return is_split(s->b, *node) ? add_graph_node(node, s->b, *node, err) : MLG_OK;
}

static mlg_status add_passage(splitter *s, int32_t edge, layer l, int32_t state, mlg_error *err)
{
    passage new = { .edge = edge, .state = state, .layer = l };
    MLG_TRY(tail_of(&new.tail, s, edge, err));
    MLG_TRY(head_of(&new.head, s, edge, l, state, err));
    MLG_TRY(MLG_GROW(&s->passages, &s->passage_capacity, s->passage_count + 1, "roads", err));
    if (s->first_passage[edge] < 0)
        s->first_passage[edge] = (int32_t)s->passage_count;
    s->passages[s->passage_count++] = new;
    return MLG_OK;
}

/* Adds all the passages of an edge: two layers inside limited streets; one per restriction state that ends with
 * it. */
static mlg_status pass_edge(splitter *s, int32_t edge, mlg_error *err)
{
    builder *b = s->b;
    int32_t alone = b->state_count > 0 ? b->edge_state[edge] : 0,
            deep = b->state_count > 0 ? b->edge_deep[edge] : -1;
    bool limited = b->edge_limited[edge];
    s->first_passage[edge] = -1;
    if (!build_is_open(b, edge))
        return MLG_OK;
    if (!limited && deep < 0) {
        MLG_TRY(tail_of(&b->edge_tail[edge], s, edge, err));
        return head_of(&b->edge_head[edge], s, edge, OUTSIDE, alone, err);
    }
    for (layer l = limited ? LEAVING : OUTSIDE; l <= (limited ? STAYING : OUTSIDE); l++) {
        MLG_TRY(add_passage(s, edge, l, alone, err));
        for (int32_t state = deep; state >= 0; state = b->states[state].next_deep)
            MLG_TRY(add_passage(s, edge, l, state, err));
    }
    return MLG_OK;
}

static const passage *find_passage(const splitter *s, int32_t edge, layer l, int32_t state)
{
    const passage *p = s->passages + s->first_passage[edge];
    while (p->layer != l || p->state != state)
        p++;
    return p;
}

/* ---- arcs ------------------------------------------------------------------------------------------- */

/* The tail of an edge entered from an arrival, given by the layer and the state that follow. */
static int32_t departure_node(const splitter *s, const arrival *a, int32_t out)
{
    const builder *b = s->b;
    if (s->first_passage[out] < 0)
        return b->edge_tail[out];
    layer l = !b->edge_limited[out] ? OUTSIDE : a->layer == LEAVING ? LEAVING : STAYING;
    int32_t from = a->edge < 0 ? 0 : a->state;
    return find_passage(s, out, l, build_next_state(b, from, out))->tail;
}

static mlg_status leave_arrivals(splitter *s, mlg_error *err)
{
    builder *b = s->b;
    for (size_t i = 0; i < s->arrival_count; i++) {
        const arrival *a = &s->arrivals[i];
        for (int32_t k = b->end_first[a->vertex]; k < b->end_first[a->vertex + 1]; k++)
            if (is_allowed(b, a, b->ends[k]))
                MLG_TRY(add_arc(b, a->node, departure_node(s, a, b->ends[k]), 0, -1, err));
    }
    return MLG_OK;
}

/* A trip that ends on an edge with several passages may use any of them: all lead to a sink node, or, when they
 * differ by layer only, the first leads to the second, which is used to end there anyway. A trip that starts on
 * the edge has no previous edges. */
static mlg_status join_passages(splitter *s, int32_t edge, mlg_error *err)
{
    builder *b = s->b;
    size_t first = (size_t)s->first_passage[edge], end = first;
    while (end < s->passage_count && s->passages[end].edge == edge)
        end++;
    b->edge_head[edge] = s->passages[first].head;
    if (end - first == 2 && s->passages[first].layer != s->passages[first + 1].layer) {
        b->edge_tail[edge] = s->passages[first + 1].tail;
        MLG_TRY(add_arc(b, s->passages[first].tail, b->edge_tail[edge], 0, -1, err));
    } else {
        MLG_TRY(add_graph_node(&b->edge_tail[edge], b, build_edge_start(b, edge), err));
        for (size_t i = first; i < end; i++)
            MLG_TRY(add_arc(b, s->passages[i].tail, b->edge_tail[edge], 0, -1, err));
    }
    for (size_t i = first; i < end; i++)
        MLG_TRY(add_arc(b, s->passages[i].tail, s->passages[i].head, b->edge_time_ds[edge], edge, err));
    return MLG_OK;
}

static mlg_status drive_edges(splitter *s, mlg_error *err)
{
    builder *b = s->b;
    for (int32_t e = 0; e < (int32_t)(2 * b->segment_count); e++) {
        if (s->first_passage[e] >= 0)
            MLG_TRY(join_passages(s, e, err));
        else if (build_is_open(b, e))
            MLG_TRY(add_arc(b, b->edge_tail[e], b->edge_head[e], b->edge_time_ds[e], e, err));
    }
    return MLG_OK;
}

/* The first graph nodes are the vertices. Those folded into segments, and split ones without an unrestricted
 * arrival, are dropped. */
static mlg_status number_vertices(builder *b, mlg_error *err)
{
    int32_t node;
    MLG_TRY(MLG_NEW(&b->unused, b->vertex_count, "junctions", err));
    for (size_t v = 0; v < b->vertex_count; v++) {
        MLG_TRY(add_graph_node(&node, b, (int32_t)v, err));
        b->unused[v] = b->end_first[v] == b->end_first[v + 1] || is_split(b, (int32_t)v);
    }
    return MLG_OK;
}

static mlg_status split_junctions(splitter *s, mlg_error *err)
{
    builder *b = s->b;
    size_t edges = 2 * b->segment_count;
    MLG_TRY(number_vertices(b, err));
    MLG_TRY(MLG_NEW(&s->first_passage, edges, "edges", err));
    for (size_t e = 0; e < edges; e++)
        MLG_TRY(pass_edge(s, (int32_t)e, err));
    for (size_t i = 0; i < s->arrival_count; i++)
        if ((size_t)s->arrivals[i].node < b->vertex_count)
            b->unused[s->arrivals[i].node] = false;
    MLG_TRY(leave_arrivals(s, err));
    return drive_edges(s, err);
}

mlg_status build_turns(builder *b, mlg_error *err)
{
    splitter s = { .b = b };
    mlg_status st = split_junctions(&s, err);
    free(s.passages);
    free(s.first_passage);
    free(s.arrivals);
    for (int l = 0; l < LAYERS; l++)
        free(s.shared[l]);
    return st;
}
