/* Travel times between points along the arcs of a graph. A row has the times from one source to all targets within
 * a limit; rows are computed one at a time (one thread, one scratch) or for many sources on several threads.
 *
 * Forward: times from the sources to the targets, on the view. Reverse: times from the targets to the sources, on
 * the reverse view, with anchors for arrival at the sources and departure from the targets.
 */
#ifndef MLG_NETWORK_SEARCH_MANY_TO_MANY_H
#define MLG_NETWORK_SEARCH_MANY_TO_MANY_H

#include "base/sparse_rows.h"
#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* A point is attached to up to two nodes, each with the time to or from it (part of the segment and the walk); there
 * is no second node on one-way segments and for points at a node. */
typedef struct mlg_anchor {
    int32_t node[2];      /* MLG_NOWHERE: none; both: an unreachable point */
    int32_t offset_ds[2]; /* 0..MLG_TIME_MAX */
} mlg_anchor;

/* The anchor by which a trip leaves a snapped point (`leaving`) or arrives at it; no node when the point is not attached. */
mlg_anchor mlg_anchor_of(const mlg_snap *snap, bool leaving);

/* Time along the segment that a source and a target share; used when it is shorter than by the nodes. */
typedef struct mlg_direct {
    int32_t source, target;
    int32_t time_ds;
} mlg_direct;

/* MLG_INPUT, with the index of the anchor or direct time: a node not in 0..n_nodes-1, a source or target not below
 * its count, a time not in 0..MLG_TIME_MAX. `what` names the points: "site". */
mlg_status mlg_anchors_check(const char *what, const mlg_anchor *anchors, int32_t count, int32_t n_nodes,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_direct_check(const mlg_direct *direct, int32_t n_direct, int32_t n_sources, int32_t n_targets,
                            mlg_error *err) MLG_MUST_CHECK;

/* The targets indexed by node: built once, then read by any number of threads. O(nodes + targets). */
typedef struct mlg_targets mlg_targets;

mlg_status mlg_targets_new(mlg_targets **out, int32_t n_nodes, const mlg_anchor *anchors, int32_t n_targets,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_targets_free(mlg_targets *targets);

/* Scratch of one thread: that of a search and 8.1 bytes per target. A row is valid until the next one. */
typedef struct mlg_reach mlg_reach;

mlg_status mlg_reach_new(mlg_reach **out, const mlg_graph_view *view, const mlg_targets *targets,
                         mlg_error *err) MLG_MUST_CHECK;
void mlg_reach_free(mlg_reach *reach);

/* Computes the row of one source: each target reached (as `place`), in ascending order, with the least of node time +
 * offset and direct time, up to limit_ds inclusive (0..MLG_TIME_MAX). `direct`: the checked direct times of this
 * source, in any order. O(search + targets reached + words of 64 targets between the first and the last). */
mlg_status mlg_reach_from(mlg_row *row, mlg_reach *reach, const mlg_anchor *source, const mlg_direct *direct,
                          int32_t n_direct, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

/* Input of mlg_many_to_many(). */
typedef struct mlg_many_to_many_request {
    const mlg_graph_view *view; /* validated */
    const mlg_anchor *sources;
    int32_t n_sources;
    const mlg_targets *targets;
    const mlg_direct *direct; /* ascending by source; NULL: none */
    int32_t n_direct;
    int32_t limit_ds;
    int threads; /* 0: one per processor */
    /* called from the calling thread after each of its searches; may cancel */
    const mlg_progress *progress;
} mlg_many_to_many_request;

/* Receives the row of a source. Called from several threads, at most one call at a time per `worker`, with the
 * sources in an unspecified order. */
typedef mlg_status (*mlg_reach_row_fn)(void *context, int32_t source, const mlg_row *row, int worker,
                                       mlg_error *err);

/* Computes the row of every source and passes it to `take`. Rows do not depend on the number of threads. MLG_INPUT:
 * an anchor or direct time out of range, with its index. MLG_CANCELLED, MLG_MEMORY. */
mlg_status mlg_many_to_many(const mlg_many_to_many_request *request, mlg_reach_row_fn take, void *context,
                            mlg_error *err) MLG_MUST_CHECK;

/* All rows as one sparse matrix, sources by targets, in deciseconds: 8 bytes per pair. Errors of mlg_many_to_many(),
 * which leave `out` empty. */
mlg_status mlg_many_to_many_rows(mlg_sparse_rows *out, const mlg_many_to_many_request *request,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
