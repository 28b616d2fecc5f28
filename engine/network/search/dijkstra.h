/* Exact shortest times from one or more seeds over a graph (Dijkstra, "A note on two problems in connexion with
 * graphs", Numerische Mathematik 1, 1959) with the queue of bucket_queue.h: O(settled nodes + their arcs) for a
 * search, nothing in proportion to the graph.
 *
 * Forward: times from the seeds, on the view. Reverse: times to the seeds, on the reverse view (every arc turned
 * round); nothing else changes. Times are whole deciseconds. Arcs of 0, self loops, parallel arcs and isolated
 * nodes are served. The limit is closed: a node at exactly the limit is reached.
 *
 * Sums cannot overflow: arcs, seeds and limits are at most MLG_TIME_MAX = 2^30 - 1 ds (3.4 years), so a sum fits
 * 31 bits; a path longer than MLG_TIME_MAX counts as unreachable.
 */
#ifndef MLG_NETWORK_SEARCH_DIJKSTRA_H
#define MLG_NETWORK_SEARCH_DIJKSTRA_H

#include "network/time.h" /* MLG_UNREACHABLE, MLG_NOWHERE, mlg_row */
#include "network/roads/view.h"

#define MLG_TIME_MAX INT32_C(0x3FFFFFFF) /* as a limit: unbounded */

typedef struct mlg_seed {
    int32_t node;
    int32_t time_ds; /* already spent at that node, 0..MLG_TIME_MAX */
} mlg_seed;

typedef struct mlg_search_options {
    int32_t limit_ds;       /* 0..MLG_TIME_MAX, closed */
    const int32_t *stop_at; /* end once all these nodes are settled; NULL: only at the limit. May repeat. */
    int32_t n_stop_at;
    bool parents; /* keep the arc by which each node was reached */
} mlg_search_options;

/* What a search found; lives in the scratch until its next search. */
typedef struct mlg_reached {
    int32_t count;
    const int32_t *node;    /* count: the settled nodes, in no stated order but the same in every run */
    const int32_t *time_ds; /* n_nodes, by node: exact for settled nodes, MLG_UNREACHABLE for all others */
    /* n_nodes, by node, read it for settled nodes only; -1: a seed. NULL unless asked */
    const int32_t *parent_arc;
} mlg_reached;

/* Scratch of one thread for graphs of n_nodes nodes: 8 bytes a node, 4 more once parents are asked. */
typedef struct mlg_search mlg_search;

mlg_status mlg_search_new(mlg_search **out, int32_t n_nodes, mlg_error *err) MLG_MUST_CHECK;
void mlg_search_free(mlg_search *search);

/* MLG_INPUT, with the node or arc, when offsets do not start at 0, fall or do not end at n_arcs, a head is no
 * node, or a time is not in 0..MLG_TIME_MAX. Once a graph; the searches rely on it. O(nodes + arcs). */
mlg_status mlg_search_validate(const mlg_graph_view *view, mlg_error *err) MLG_MUST_CHECK;

/* Searches from all seeds at once. The view has as many nodes as the scratch. Seeds above the limit are passed
 * over. With `stop_at` the nodes settled are those not farther than the last of them. Of paths of equal time the
 * parent keeps the one found first, the same in every run. MLG_INPUT: a seed or stop node that is no node, a time
 * or limit out of range. MLG_MEMORY. */
mlg_status mlg_search_run(mlg_reached *out, mlg_search *search, const mlg_graph_view *view, const mlg_seed *seeds,
                          int32_t n_seeds, const mlg_search_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Arcs from a seed to `node`, a settled node of a search with parents, in the order of the search: writes at most
 * `capacity` of them (the last ones of the path) and returns how many there are. O(arcs x log nodes). */
int32_t mlg_search_path(int32_t *arcs, int32_t capacity, const mlg_reached *reached, const mlg_graph_view *view,
                        int32_t node);

/* The node an arc leaves. O(log nodes). */
int32_t mlg_graph_view_tail(const mlg_graph_view *view, int32_t arc);

#endif
