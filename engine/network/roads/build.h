/* From OpenStreetMap roads to a mlg_graph, step by step. Included by build*.c only. In order:
 *   build.c         reads ways, restrictions, then the nodes they use
 *   split.c   cuts ways into pieces between vertices (crossings, ends, barriers), tells urban from rural, times them
 *   fold.c    joins pieces alike through vertices of degree two into segments
 *   turns.c    makes arcs, with the copies of junctions that turn restrictions need
 *   layout.c  puts everything in Hilbert order into one block */
#ifndef MLG_NETWORK_ROADS_BUILD_H
#define MLG_NETWORK_ROADS_BUILD_H

#include "network/roads/graph.h"

/* Marks of a node. */
enum { NODE_FOUND = 1, NODE_CLOSED = 2, NODE_VERTEX = 4, NODE_USED = 8 };

typedef struct build_way {
    int64_t id;
    int32_t first_ref, ref_count;
    mlg_road road;
} build_way;

/* A stretch of one way between two vertices: references first to last of the builder's list. */
typedef struct build_piece {
    int32_t from, to, way;
    int32_t first, last;
    double length_m;
    float kmh[2];        /* 0 where closed */
    int32_t delay_ds[2]; /* inside and at the head */
    uint8_t flags;       /* MLG_SEGMENT_URBAN, MLG_SEGMENT_ATTACH */
} build_piece;

/* Pieces of a segment: 2 x piece + 1 when taken against its direction. */
typedef struct build_segment {
    int32_t from, to; /* vertices */
    int32_t first_link, link_count;
} build_segment;

typedef struct build_arc {
    int32_t tail, head, time_ds, edge;
} build_arc;

typedef struct builder {
    const mlg_graph_options *options;
    mlg_graph_report report;
    build_way *ways;
    size_t way_count, way_capacity;
    int64_t *refs; /* node ids, freed once numbered */
    size_t ref_count, ref_capacity;
    mlg_restriction *turns;
    size_t turn_count, turn_capacity;
    /* nodes, by id */
    int32_t *ref_node; /* ref_count */
    int64_t *node_id;
    int32_t *lon_e7, *lat_e7;
    int16_t (*delay_ds)[2];
    uint8_t *marks;
    int32_t *node_vertex; /* -1: not a vertex, or one at each use (barriers) */
    int32_t node_count, node_cursor;
    /* vertices: their node */
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
    /* graph nodes: their vertex; the first vertex_count are the vertices themselves */
    int32_t *graph_node;
    size_t graph_node_count, graph_node_capacity;
    int32_t *edge_tail, *edge_head, *edge_time_ds;
    build_arc *arcs;
    size_t arc_count, arc_capacity;
} builder;

mlg_status build_split(builder *b, mlg_error *err);
mlg_status build_fold(builder *b, mlg_error *err);
mlg_status build_turns(builder *b, mlg_error *err);
mlg_status build_layout(mlg_graph **out, builder *b, mlg_error *err);

/* Index of a node by id, -1 when no road uses it. O(log n). */
int32_t build_find_node(const builder *b, int64_t id);

/* Ends of `n` stretches at each vertex, into b->end_first and b->ends; from and to are read at the start of rows of
 * `stride` bytes. */
mlg_status build_ends(builder *b, const void *rows, size_t n, size_t stride, mlg_error *err);

#endif
