/* Builds an mlg_graph from OpenStreetMap roads, step by step. Included by the files below only. build.c calls, in order:
 *   read.c          reads ways, restrictions, then the nodes they use, which number.c numbers; ferries.c adds the tags of route relations
 *   new_roads.c     adds the roads that the extract does not hold, joined to the others
 *   split.c         cuts ways into pieces between vertices (crossings, ends, barriers), urban or rural, times them
 *   fold.c          merges similar pieces through vertices of degree two into segments
 *   edges.c         makes the two directions of each segment, and the strongly connected components
 *   zones.c         finds the streets open only to trips that start or end there
 *   restrictions.c  places turn restrictions on edges
 *   u_turns.c       finds the junctions near restrictions where U-turns are forbidden
 *   turns.c         makes nodes and arcs, with the copies of junctions that restrictions require
 *   layout.c        writes everything in Hilbert order into one block */
#ifndef MLG_NETWORK_ROADS_BUILD_H
#define MLG_NETWORK_ROADS_BUILD_H

#include "base/arena.h"
#include "network/roads/graph.h"

/* Node flags. */
enum { NODE_FOUND = 1, NODE_CLOSED = 2, NODE_VERTEX = 4, NODE_USED = 8, NODE_LIMITED = 16 };

typedef struct build_way {
    int64_t id;
    int32_t first_ref, ref_count;
    int32_t route; /* route whose duration applies; -1: none */
    mlg_road road;
} build_way;

/* A way held until the relations are read. */
typedef struct build_ferry {
    int64_t id;
    const int64_t *refs;
    const mlg_osm_tag *tags;
    int32_t ref_count, tag_count;
} build_ferry;

/* A ferry relation (type=route). */
typedef struct build_route {
    const int64_t *ways;
    const mlg_osm_tag *tags;
    int32_t way_count, tag_count;
    double duration_s, length_m; /* NaN when not tagged; total length of its ways, once measured */
} build_route;

/* A stretch of one way between two vertices: references first to last of the builder's list. At a barrier without
 * through traffic, each piece of road is joined to the vertex of the barrier by a gate: a limited piece without length. */
typedef struct build_piece {
    int32_t from, to, way;
    int32_t first, last;
    double length_m;
    float kmh[2];        /* 0 where closed */
    int32_t delay_ds[2]; /* inside and at the head */
    bool limited[2];     /* open only to trips that start or end there */
    bool gate;
    uint8_t flags; /* MLG_SEGMENT_URBAN, MLG_SEGMENT_ATTACH */
} build_piece;

/* The pieces of a segment are links: 2 x piece, plus 1 when the piece is traversed in reverse. */
typedef struct build_segment {
    int32_t from, to; /* vertices */
    int32_t first_link, link_count;
} build_segment;

/* Automaton that recognizes the edge sequences of restrictions (Aho and Corasick, 1975): a state is the longest
 * such sequence that is a suffix of the edges driven so far. State 0: the empty sequence. */
typedef struct build_state {
    int32_t parent, edge;                          /* the edge driven last */
    int32_t depth, fail;                           /* length of the sequence; state of its longest proper suffix */
    int32_t first_child, next_sibling, first_rule; /* -1: none */
    int32_t next_deep; /* next state of depth >= 2 ending with the same edge; -1: none */
} build_state;

/* In its state, turning into `out` is forbidden; with `only`, turning into any other edge is. */
typedef struct build_rule {
    int32_t out, next;
    bool only;
} build_rule;

typedef struct build_arc {
    int32_t tail, head, time_ds, edge;
} build_arc;

/* What one of several threads read. */
typedef struct build_part {
    mlg_arena arena; /* of ferries */
    int64_t *refs;   /* node ids, freed once numbered */
} build_part;

/* Node ids of consecutive ways, in the list of one part, and the place of the first among all references. */
typedef struct build_points {
    const int64_t *ids;
    size_t count, first_ref;
} build_points;

typedef struct builder {
    const mlg_graph_options *options;
    mlg_graph_report report;
    mlg_arena arena; /* of ferries */
    build_part *parts;
    int part_count;
    build_ferry *ferries;
    size_t ferry_count, ferry_capacity;
    build_route *routes;
    size_t route_count, route_capacity;
    build_way *ways;
    size_t way_count, way_capacity;
    int64_t *refs; /* node ids of the ways that one thread reads */
    size_t ref_count, ref_capacity;
    build_points *points; /* those of all threads in the order of the file; freed once numbered */
    size_t points_count;
    mlg_restriction *turns;
    size_t turn_count, turn_capacity;
    int64_t *via_id; /* via ways of restrictions, ascending, and their index; -1: not a road */
    int32_t *via_way;
    size_t via_count;
    /* nodes, by id */
    int32_t *ref_node; /* ref_count */
    int64_t *node_id;
    int32_t *lon_e7, *lat_e7;
    int16_t (*delay_ds)[2];
    uint8_t *marks;
    int32_t *node_vertex; /* -1: not a vertex, or a separate vertex at each use (closed barriers) */
    int32_t node_count;
    /* the node of each vertex */
    int32_t *vertex_node;
    size_t vertex_count, vertex_capacity;
    build_piece *pieces;
    size_t piece_count, piece_capacity;
    /* ends of pieces, then of segments, at each vertex: 2 x piece + (1: its `to` end) */
    int32_t *end_first, *ends;
    int32_t *links;
    size_t link_count, link_capacity;
    build_segment *segments;
    size_t segment_count, segment_capacity;
    /* edges: 2 x segments; tail and head are vertices until turns.c makes them graph nodes */
    int32_t *edge_tail, *edge_head, *edge_time_ds;
    uint8_t *edge_limited;
    int32_t *component; /* by vertex; -1: removed by folding */
    int32_t component_count;
    build_state *states;
    size_t state_count, state_capacity;
    build_rule *rules;
    size_t rule_count, rule_capacity;
    int32_t *edge_state; /* state of the sequence of this edge alone; 0: none */
    int32_t *edge_deep;  /* first state of depth >= 2 ending with this edge; -1: none */
    uint8_t *turning;    /* of vertices: TURN_* */
    /* the vertex of each graph node; the first vertex_count are the vertices themselves */
    int32_t *graph_node;
    size_t graph_node_count, graph_node_capacity;
    bool *unused; /* by vertex: it has no graph node of its own */
    build_arc *arcs;
    size_t arc_count, arc_capacity;
} builder;

/* Vertex flags used for turns. */
enum { TURN_GUARDED = 1, TURN_DEAD_END_OPEN = 2, TURN_SPLIT = 4 };

/* What the extract holds, once read. Ferries keep their texts in `arena`. */
mlg_status build_read(builder *b, mlg_osm *osm, mlg_error *err);
void build_release(builder *b);
mlg_status build_keep_ferry(builder *b, const mlg_osm_way *way, mlg_error *err);
mlg_status build_keep_route(builder *b, const mlg_osm_relation *relation, mlg_error *err);
/* Adds the ways of the ferries to `ways`. */
mlg_status build_join_ferries(builder *b, builder *ways, mlg_error *err);

/* Numbers the distinct nodes of the ways by ascending id, and replaces references by these numbers. O(references + range of ids / 64). */
mlg_status build_number_nodes(builder *b, mlg_error *err);
mlg_status build_new_roads(builder *b, mlg_error *err);
mlg_status build_split(builder *b, mlg_error *err);
mlg_status build_fold(builder *b, mlg_error *err);
mlg_status build_edges(builder *b, mlg_error *err);
mlg_status build_zones(builder *b, mlg_error *err);
mlg_status build_restrictions(builder *b, mlg_error *err);
mlg_status build_u_turns(builder *b, mlg_error *err);
mlg_status build_turns(builder *b, mlg_error *err);
mlg_status build_layout(mlg_graph **out, builder *b, mlg_error *err);

/* More points than are numbered. */
enum { BUILD_MOST_POINTS = INT32_MAX / 2 };
mlg_status build_fail_points(mlg_error *err);

mlg_status build_add_way(builder *b, int64_t id, const int64_t *refs, int32_t ref_count, const mlg_road *road,
                         mlg_error *err);

/* Index of a node by id, -1 when no road uses it. O(log n). */
int32_t build_find_node(const builder *b, int64_t id);

/* Lists the ends of `n` stretches at each vertex in b->end_first and b->ends; from and to are read at the start of
 * rows of `stride` bytes. */
mlg_status build_ends(builder *b, const void *rows, size_t n, size_t stride, mlg_error *err);

/* Vertex at the start and at the end of an edge, open or closed. The edges that leave a vertex are the ends listed
 * at it. */
static inline int32_t build_edge_start(const builder *b, int32_t edge)
{
    const build_segment *s = &b->segments[edge / 2];
    return edge & 1 ? s->to : s->from;
}

static inline int32_t build_edge_end(const builder *b, int32_t edge)
{
    return build_edge_start(b, edge ^ 1);
}

static inline bool build_is_open(const builder *b, int32_t edge)
{
    return b->edge_time_ds[edge] >= 0;
}

/* Strongly connected components of the vertices over the open edges, optionally without the limited ones.
 * component[vertices], -1 for vertices removed by folding. O(n + m). */
mlg_status build_components(int32_t *component, int32_t *count, const builder *b, bool with_limited,
                            mlg_error *err);

/* Lists the via ways of restrictions, before the roads are cut. */
mlg_status build_list_via_ways(builder *b, mlg_error *err);

/* Index of a via way of a restriction, -1 when it is not a road. O(log n). */
int32_t build_via_way(const builder *b, int64_t id);

/* The state after driving `edge`. O(depth). */
int32_t build_next_state(const builder *b, int32_t state, int32_t edge);

/* Whether restrictions allow turning into `edge` from a state. */
bool build_may_turn(const builder *b, int32_t state, int32_t edge);

#endif
