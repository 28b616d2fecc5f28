/* Times between points that stand along the arcs of a graph: rows of one source to all targets within a limit, for
 * one source (a thread with its scratch) or for many on several threads.
 *
 * Forward: sources leave, targets are arrived at, on the view. Reverse: times from the targets to the source, on
 * the reverse view, with anchors that tell arrival at the sources and departure from the targets.
 */
#ifndef MLG_NETWORK_SEARCH_MANY_TO_MANY_H
#define MLG_NETWORK_SEARCH_MANY_TO_MANY_H

#include "base/sparse_rows.h"
#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* A point hangs on up to two nodes, each with the time to or from it (the segment's part and the walk); the second
 * is missing on one-way segments and for points that stand at a node. */
typedef struct mlg_anchor {
    int32_t node[2];      /* MLG_NOWHERE: none; twice that: a point nothing reaches */
    int32_t offset_ds[2]; /* 0..MLG_TIME_MAX */
} mlg_anchor;

/* The anchor by which a trip leaves a snapped point (`leaving`) or arrives at it; no node when the point is not attached. */
mlg_anchor mlg_anchor_of(const mlg_snap *snap, bool leaving);

/* Time straight along the segment that holds both a source and a target; counts when shorter than by the nodes. */
typedef struct mlg_direct {
    int32_t source, target;
    int32_t time_ds;
} mlg_direct;

/* MLG_INPUT, with the number of the anchor or direct time, when a node is not in 0..n_nodes-1, a source or target
 * not below its count, or a time not in 0..MLG_TIME_MAX. `what` names the points: "site". */
mlg_status mlg_anchors_check(const char *what, const mlg_anchor *anchors, int32_t count, int32_t n_nodes,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_direct_check(const mlg_direct *direct, int32_t n_direct, int32_t n_sources, int32_t n_targets,
                            mlg_error *err) MLG_MUST_CHECK;

/* The targets by node, built once, read by any number of threads. O(nodes + targets). */
typedef struct mlg_targets mlg_targets;

mlg_status mlg_targets_new(mlg_targets **out, int32_t n_nodes, const mlg_anchor *anchors, int32_t n_targets,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_targets_free(mlg_targets *targets);

/* Scratch of one thread: that of a search and 8.1 bytes a target. A row lives until the next one. */
typedef struct mlg_reach mlg_reach;

mlg_status mlg_reach_new(mlg_reach **out, const mlg_graph_view *view, const mlg_targets *targets,
                         mlg_error *err) MLG_MUST_CHECK;
void mlg_reach_free(mlg_reach *reach);

/* The row of one source: targets (as `place`) ascending, each once, with the smallest of node time + offset and
 * direct times, closed at limit_ds (0..MLG_TIME_MAX). `direct`: those of this source, in any order, checked before.
 * O(search + targets reached + words of 64 targets between the first and the last). */
mlg_status mlg_reach_from(mlg_row *row, mlg_reach *reach, const mlg_anchor *source, const mlg_direct *direct,
                          int32_t n_direct, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

/* What is asked of mlg_many_to_many(). */
typedef struct mlg_many_to_many_request {
    const mlg_graph_view *view; /* validated */
    const mlg_anchor *sources;
    int32_t n_sources;
    const mlg_targets *targets;
    const mlg_direct *direct; /* ascending by source; NULL: none */
    int32_t n_direct;
    int32_t limit_ds;
    int threads; /* 0: one a processor */
    /* told from the calling thread, asked whether to stop after each of its searches */
    const mlg_progress *progress;
} mlg_many_to_many_request;

/* Takes the row of a source; called from several threads, at most once at a time for each `worker`, sources in no
 * stated order. */
typedef mlg_status (*mlg_reach_row_fn)(void *context, int32_t source, const mlg_row *row, int worker,
                                       mlg_error *err);

/* Hands the row of every source to `take`. Rows do not depend on the number of threads. MLG_INPUT: an anchor or a
 * direct time out of range, with its number. MLG_CANCELLED, MLG_MEMORY. */
mlg_status mlg_many_to_many(const mlg_many_to_many_request *request, mlg_reach_row_fn take, void *context,
                            mlg_error *err) MLG_MUST_CHECK;

/* All rows at once, in deciseconds: the sources by targets. 8 bytes a pair. As mlg_many_to_many(), with `out` empty on
 * failure. */
mlg_status mlg_many_to_many_rows(mlg_sparse_rows *out, const mlg_many_to_many_request *request,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
