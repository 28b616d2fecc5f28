/* Times from many sources to many places over a prepared network. Batches of neighbouring sources, one per lane of 16
 * bits, climb the elimination tree, cross the core and sweep down the trees within reach. The times of each place go
 * straight to a consumer; no matrix is stored unless the consumer does so.
 *
 * Method, for one batch. The sources climb their trees together (times to their ancestors and to the core nodes
 * around). The core is then settled with buckets, correcting labels until they are final. Every tree joined to a core
 * node within the limit is read in preorder; the row of each node is the minimum, over its arcs, of the row of the head
 * plus the arc. Subtrees with no ancestor within the limit and no source are skipped. Rows of ancestors are on a
 * stack.
 *
 * Times are exact, in whole deciseconds, with inclusive limits, and equal those of network/search/dijkstra.h. Lanes are
 * computed with AVX-512, AVX2 or plain C, as the processor allows, and batches on several threads; results are
 * identical to the bit.
 *
 * Guaranteed order: sources are sorted by node, then by number, and batches are consecutive ranges of them; within a
 * batch, places come by ascending spot (see mlg_spots). Consumers that add floating point numbers in this order get
 * the same bits in every run.
 *
 * Sources: see network/hierarchy/hierarchy.h.
 */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_H
#define MLG_NETWORK_HIERARCHY_SWEEP_H

#include "network/hierarchy/hierarchy.h"
#include "network/search/many_to_many.h"

enum { MLG_LANES = 128 }; /* sources of a batch */

/* ---- places ----------------------------------------------------------------------------------------------------
 */

/* The places in the order in which a sweep visits them: spot 0, 1, ... Immutable, may be read by any number of threads.
 */
typedef struct mlg_spots mlg_spots;

/* Places are attached to nodes as in mlg_targets_new(); `anchors` NULL: every node is the place of the same number, and
 * n_places is the number of nodes. `hierarchy` must outlive it. 24 bytes per place, 4 per node. MLG_INPUT: an anchor out
 * of range. MLG_MEMORY. O(nodes + places). */
mlg_status mlg_spots_new(mlg_spots **out, const mlg_hierarchy *hierarchy, const mlg_anchor *anchors,
                         int32_t n_places, mlg_error *err) MLG_MUST_CHECK;
void mlg_spots_free(mlg_spots *spots);

int32_t mlg_spots_count(const mlg_spots *spots);

/* [count] the place of each spot. Valid as long as the spots. */
const int32_t *mlg_spots_places(const mlg_spots *spots);

/* ---- sweeps ----------------------------------------------------------------------------------------------------
 */

typedef enum mlg_lane_path { MLG_LANES_BEST, MLG_LANES_PLAIN, MLG_LANES_AVX2, MLG_LANES_AVX512 } mlg_lane_path;

/* Whether this processor and this build support it. */
bool mlg_lane_path_here(mlg_lane_path path);

typedef struct mlg_sweep_request {
    const mlg_spots *spots;    /* with the hierarchy they were made for */
    const mlg_anchor *sources; /* [n_sources]; must outlive the sweep */
    int32_t n_sources;
    const mlg_direct *direct; /* in any order; NULL: none */
    int32_t n_direct;
    int32_t limit_ds; /* 0..MLG_SWEEP_MAX_DS, inclusive */
    int threads;
    mlg_lane_path path;
    /* called from the calling thread after each of its batches; may cancel */
    const mlg_progress *progress;
} mlg_sweep_request;

/* The batches of a request and the scratch of its threads: 2 x MLG_LANES bytes per core node and 4 bytes per node for
 * each thread, allocated when the thread first runs. */
typedef struct mlg_sweep mlg_sweep;

/* MLG_INPUT: an anchor or direct time out of range. MLG_USAGE: a limit out of range, a lane path that this
 * processor lacks. MLG_MEMORY. O(sources log sources + direct times log direct times). */
mlg_status mlg_sweep_new(mlg_sweep **out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;
void mlg_sweep_free(mlg_sweep *sweep);

int32_t mlg_sweep_batches(const mlg_sweep *sweep);
int mlg_sweep_threads(const mlg_sweep *sweep);

typedef struct mlg_sweep_batch {
    int32_t number;
    int32_t first;         /* rank of its first source in the order of sources */
    int32_t n_sources;     /* 1..MLG_LANES */
    const int32_t *source; /* [n_sources] */
    int pass;              /* 0, then 1 when the consumer asks for two */
    int worker;
} mlg_sweep_batch;

/* A place that some source of a batch reaches. */
typedef struct mlg_spot_visit {
    const mlg_sweep_batch *batch;
    int32_t spot;
    const uint16_t *row; /* [MLG_LANES] time_ds by lane, 0xFFFF beyond the limit; at least one is within it */
} mlg_spot_visit;

/* Receives the times. Called from several threads, at most one call at a time per worker. Each batch is begun, visited
 * by ascending spot and ended `passes` times (1 or 2) by the same worker. `begin` and `end` may be NULL.
 */
typedef struct mlg_sweep_consumer {
    void *context;
    int passes;
    mlg_status (*begin)(void *context, const mlg_sweep_batch *batch, mlg_error *err);
    mlg_status (*visit)(void *context, const mlg_spot_visit *visit, mlg_error *err);
    mlg_status (*end)(void *context, const mlg_sweep_batch *batch, mlg_error *err);
} mlg_sweep_consumer;

/* Runs batches first .. first + count - 1. After a failure the sweep can only be freed. Errors of the consumer are
 * returned. MLG_CANCELLED, MLG_MEMORY. O(nodes and arcs visited x MLG_LANES / lanes per instruction). */
mlg_status mlg_sweep_run(mlg_sweep *sweep, int32_t first, int32_t count, const mlg_sweep_consumer *consumer,
                         mlg_error *err) MLG_MUST_CHECK;

#endif
