/* The arrays of a mlg_graph in the order in which they lie in its block and file. Included by layout.c and
 * graph*.c only. */
#ifndef MLG_NETWORK_ROADS_GRAPH_ARRAYS_H
#define MLG_NETWORK_ROADS_GRAPH_ARRAYS_H

#include "network/roads/graph.h"

/* type, name, length. Wide types first keep every array aligned on its size; each starts on 64 bytes. */
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

/* The same arrays, to be written. */
typedef struct graph_arrays {
#define X(type, name, length) type *name;
    GRAPH_ARRAYS(X)
#undef X
} graph_arrays;

/* Bytes of the arrays of a graph of these counts, of which `arrays` (may be NULL) gets the addresses from `start` on. */
size_t graph_place_arrays(graph_arrays *arrays, const mlg_graph *g, void *start);

/* Points the graph at its arrays. */
void graph_attach(mlg_graph *g, const graph_arrays *arrays);

/* Strongly connected components of the arcs, 0 the largest (ties: the one of the lowest node). *count of them. O(n + m). */
mlg_status graph_components(int32_t *component, int32_t *count, const mlg_graph_view *view, mlg_error *err);

#endif
