/* A directed graph as the searches use it: the arcs of node v are first[v] .. first[v + 1] - 1, with times >= 0
 * in deciseconds.
 *
 * A type of its own rather than the rows of base/sparse_rows.h, because parents and turns refer to arcs by
 * int32 number and the arrays are those of the mapped network file. */
#ifndef MLG_NETWORK_ROADS_VIEW_H
#define MLG_NETWORK_ROADS_VIEW_H

#include <stdint.h>

typedef struct mlg_graph_view {
    int32_t n_nodes;
    int32_t n_arcs;
    const int32_t *first;   /* [n_nodes + 1] */
    const int32_t *head;    /* [n_arcs] */
    const int32_t *time_ds; /* [n_arcs] */
} mlg_graph_view;

#endif
