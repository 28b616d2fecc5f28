/* The arrays of an mlg_graph, in the order of its block and file. Included by layout.c and graph*.c only. */
#ifndef MLG_NETWORK_ROADS_GRAPH_ARRAYS_H
#define MLG_NETWORK_ROADS_GRAPH_ARRAYS_H

#include "network/roads/graph.h"

/* Type, name, length. Wider types come first, so that every array is naturally aligned; each starts at a
 * multiple of 64 bytes. */
#define GRAPH_ARRAYS(X)                                                                                           \
    X(int64_t, way_id, g->n_ways)                                                                                 \
    X(int32_t, lon_e7, g->n_nodes)                                                                                \
    X(int32_t, lat_e7, g->n_nodes)                                                                                \
    X(int32_t, component, g->n_nodes)                                                                             \
    X(int32_t, first, g->n_nodes + 1)                                                                             \
    X(int32_t, head, g->n_arcs)                                                                                   \
    X(int32_t, time_ds, g->n_arcs)                                                                                \
    X(int32_t, edge, g->n_arcs)                                                                                   \
    X(int32_t, reverse_first, g->n_nodes + 1)                                                                     \
    X(int32_t, reverse_head, g->n_arcs)                                                                           \
    X(int32_t, reverse_time_ds, g->n_arcs)                                                                        \
    X(int32_t, reverse_arc, g->n_arcs)                                                                            \
    X(int32_t, edge_tail, 2 * (int64_t)g->n_segments)                                                             \
    X(int32_t, edge_head, 2 * (int64_t)g->n_segments)                                                             \
    X(int32_t, edge_time_ds, 2 * (int64_t)g->n_segments)                                                          \
    X(int32_t, length_dm, g->n_segments)                                                                          \
    X(int32_t, first_point, g->n_segments + 1)                                                                    \
    X(int32_t, way, g->n_segments)                                                                                \
    X(int32_t, point_e7, 2 * (int64_t)g->n_points)                                                                \
    X(uint8_t, road_class, g->n_segments)                                                                         \
    X(uint8_t, flags, g->n_segments)

/* The same arrays, writable. */
typedef struct graph_arrays {
#define X(type, name, length) type *name;
    GRAPH_ARRAYS(X)
#undef X
} graph_arrays;

/* Returns the total size of the arrays of a graph with these counts; `arrays` (may be NULL) receives their
 * addresses in a block at `start`. */
size_t graph_place_arrays(graph_arrays *arrays, const mlg_graph *g, void *start);

/* Sets the array pointers of the graph. */
void graph_attach(mlg_graph *g, const graph_arrays *arrays);

/* MLG_INPUT when an index, an offset or a time is out of range. O(bytes), on all processors. */
mlg_status graph_check(const mlg_graph *g, mlg_error *err) MLG_MUST_CHECK;

/* The arcs by head from those by tail; those with the same head stay in order of tail. The arrays start as 0. */
mlg_status graph_write_reverse(graph_arrays *arrays, const mlg_graph *g, mlg_error *err) MLG_MUST_CHECK;

/* Strongly connected components, *count of them, by decreasing size (ties: by lowest node). O(nodes + arcs). */
mlg_status graph_components(int32_t *component, int32_t *count, const mlg_graph_view *view, mlg_error *err);

#endif
