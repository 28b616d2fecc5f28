/* Times between any points without a limit, as one full matrix, over a complete hierarchy: for planners who want
 * it.
 *
 * How it works: everything a node is joined to stands on its way to the root of the elimination tree. Each source
 * climbs that way once (times to the nodes above it), each target too (times from them), and the shortest way
 * between the two passes one of the nodes above both: the smallest sum of the two rows over these. Two thousand
 * climbs of a tenth of a millisecond, a million sums of a few hundred entries for 1000 x 1000 on a million nodes.
 *
 * Times are exact, whole deciseconds, the same as those of network/search/dijkstra.h, at any number of threads and on any
 * processor.
 *
 * Sources: Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies", ACM JEA 21, 2016 (queries by the
 * elimination tree); Ouyang, Qin, Chang, Lin, Zhang and Zhu, "When hierarchy meets 2-hop-labeling", SIGMOD 2018.
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
    int32_t limit_ds; /* 0..MLG_TIME_MAX, closed; MLG_TIME_MAX: none */
    int threads;
    mlg_lane_path path;
    const mlg_progress *progress; /* told from the calling thread, asked whether to stop */
} mlg_full_matrix_request;

/* time_ds[n_sources x n_targets], row a source; MLG_UNREACHABLE where no way leads, or none within the limit.
 * Memory beside it: 4 bytes a source and a target for each node above it (500 to 900 of 1 million nodes).
 * MLG_USAGE: a hierarchy that is not complete, a limit out of range, a path this processor lacks. MLG_INPUT: an
 * anchor or direct time out of range. MLG_CANCELLED, MLG_MEMORY. O((sources + targets) x arcs above + pairs x
 * nodes above). */
mlg_status mlg_full_matrix(int32_t *time_ds, const mlg_full_matrix_request *request,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
