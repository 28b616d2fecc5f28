/* Exact shortest times from one or more seeds over a graph (Dijkstra, "A note on two problems in connexion with
 * graphs", Numerische Mathematik 1, 1959) with the queue of bucket_queue.h. A search costs O(settled nodes + their
 * arcs), whatever the size of the graph.
 *
 * Forward: times from the seeds, on the view. Reverse: times to the seeds, on the reverse view (every arc
 * reversed). Times are whole deciseconds. Arcs of length 0, self loops, parallel arcs and isolated nodes are
 * allowed. The limit is inclusive: a node at exactly the limit is reached.
 *
 * Sums cannot overflow: arcs, seeds and limits are at most MLG_TIME_MAX = 2^30 - 1 ds (3.4 years), so a sum fits
 * 31 bits; a path longer than MLG_TIME_MAX counts as unreachable.
 */
#ifndef MLG_NETWORK_SEARCH_DIJKSTRA_H
#define MLG_NETWORK_SEARCH_DIJKSTRA_H

#include "network/time.h" /* MLG_UNREACHABLE, MLG_NOWHERE, mlg_row */
#include "network/roads/view.h"

typedef struct mlg_seed {
    int32_t node;
    int32_t time_ds; /* at that node, 0..MLG_TIME_MAX */
} mlg_seed;

typedef struct mlg_search_options {
    int32_t limit_ds; /* 0..MLG_TIME_MAX, inclusive */
    const int32_t
        *stop_at; /* stop once all these nodes are settled; NULL: stop at the limit. Duplicates allowed. */
    int32_t n_stop_at;
    bool parents; /* record the arc by which each node was reached */
} mlg_search_options;

/* Result of a search; valid until the next search with the same scratch. */
typedef struct mlg_reached {
    int32_t count;
    const int32_t *node;    /* [count] the settled nodes, in an unspecified but reproducible order */
    const int32_t *time_ds; /* [n_nodes] by node: exact for settled nodes, MLG_UNREACHABLE for the others */
    /* [n_nodes] by node, defined for settled nodes only; -1: a seed. NULL unless requested */
    const int32_t *parent_arc;
} mlg_reached;

/* Scratch of one thread for graphs of n_nodes nodes: 8 bytes per node, 4 more once parents are requested. */
typedef struct mlg_search mlg_search;

mlg_status mlg_search_new(mlg_search **out, int32_t n_nodes, mlg_error *err) MLG_MUST_CHECK;
void mlg_search_free(mlg_search *search);

/* Checks a graph once, as the searches require. MLG_INPUT, with the node or arc: offsets that do not start at 0,
 * decrease or do not end at n_arcs, a head that is not a node, a time not in 0..MLG_TIME_MAX. O(nodes + arcs). */
mlg_status mlg_search_validate(const mlg_graph_view *view, mlg_error *err) MLG_MUST_CHECK;

/* Searches from all seeds at once. The view has as many nodes as the scratch. Seeds above the limit are ignored.
 * With `stop_at`, the settled nodes are those no farther than the last of these. Among paths of equal time the
 * parents follow the one found first, the same in every run. MLG_INPUT: a seed or stop node that is not a node, a
 * time or limit out of range. MLG_MEMORY. */
mlg_status mlg_search_run(mlg_reached *out, mlg_search *search, const mlg_graph_view *view, const mlg_seed *seeds,
                          int32_t n_seeds, const mlg_search_options *options, mlg_error *err) MLG_MUST_CHECK;

/* The arcs of the path from a seed to `node`, a settled node of a search with parents, from the seed on: writes at
 * most `capacity` of them (the last ones of the path) and returns their number. O(arcs x log nodes). */
int32_t mlg_search_path(int32_t *arcs, int32_t capacity, const mlg_reached *reached, const mlg_graph_view *view,
                        int32_t node);

/* The tail of an arc. O(log nodes). */
int32_t mlg_graph_view_tail(const mlg_graph_view *view, int32_t arc);

#endif
