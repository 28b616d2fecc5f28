/* Full matrix of times between any points, without a limit, over a complete hierarchy.
 *
 * Method. The upper neighbours of a node are all among its ancestors in the elimination tree. Each source climbs the
 * tree once (times to its ancestors), and so does each target (times from its ancestors); a shortest path between the
 * two passes through a common ancestor, and its time is the least sum of the two rows over these. A matrix of 1000 x
 * 1000 on a million nodes takes two thousand climbs of 0.1 ms each and a million minima over a few hundred sums.
 *
 * Times are exact, in whole deciseconds, and equal those of network/search/dijkstra.h with any number of threads and on
 * any processor.
 *
 * Sources: Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies", ACM JEA 21, 2016 (elimination tree
 * queries); Ouyang, Qin, Chang, Lin, Zhang and Zhu, "When hierarchy meets 2-hop-labeling", SIGMOD 2018.
 */
#ifndef MLG_NETWORK_HIERARCHY_FULL_MATRIX_H
#define MLG_NETWORK_HIERARCHY_FULL_MATRIX_H

#include "network/hierarchy/sweep.h"

typedef struct mlg_full_matrix_request {
    const mlg_hierarchy *hierarchy; /* complete */
    const mlg_anchor *sources;      /* [n_sources] */
    int32_t n_sources;
    const mlg_anchor *targets; /* [n_targets] */
    int32_t n_targets;
    const mlg_direct *direct; /* in any order; NULL: none */
    int32_t n_direct;
    int32_t limit_ds; /* 0..MLG_TIME_MAX, inclusive; MLG_TIME_MAX: none */
    int threads;
    mlg_lane_path path;
    const mlg_progress *progress; /* called from the calling thread; may cancel */
} mlg_full_matrix_request;

/* time_ds[n_sources x n_targets], one row per source; MLG_UNREACHABLE without a path within the limit. Working memory:
 * 4 bytes per source or target and ancestor (500 to 900 ancestors with 1 million nodes). MLG_USAGE: a hierarchy that is
 * not complete, a limit out of range, a lane path that this processor lacks. MLG_INPUT: an anchor or direct time out of
 * range. MLG_CANCELLED, MLG_MEMORY. O((sources + targets) x arcs of ancestors + pairs x ancestors). */
mlg_status mlg_full_matrix(int32_t *time_ds, const mlg_full_matrix_request *request,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
