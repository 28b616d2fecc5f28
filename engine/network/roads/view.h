/* A directed graph as the searches see it: arcs of node v are first[v] .. first[v+1)-1. Times in deciseconds >= 0. */
#ifndef MLG_NETWORK_ROADS_VIEW_H
#define MLG_NETWORK_ROADS_VIEW_H

#include <stdint.h>

typedef struct mlg_view {
    int32_t n_nodes;
    int32_t n_arcs;
    const int32_t *first;   /* n_nodes + 1 */
    const int32_t *head;    /* n_arcs */
    const int32_t *time_ds; /* n_arcs */
} mlg_view;

#endif
