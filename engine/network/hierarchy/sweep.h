/* Times from many sources to many places at once, over a prepared network: batches of neighbouring sources, one a
 * lane of 16 bits, climb the elimination tree, cross the core and sweep down the trees they reach. What each place
 * gets goes straight to a consumer: no matrix is kept unless the consumer keeps one.
 *
 * How it works, for one batch: the sources climb their trees together (times to the nodes above them and to the
 * core around); the core is settled by buckets, rows being corrected until they stay; then every tree with a core
 * node in reach is read in preorder, each node taking the smallest over its arcs of the row above plus the arc. A
 * subtree is passed over when nothing above it is in reach and no source stands in it. Rows above the current node
 * are on a stack.
 *
 * Times are exact, whole deciseconds, limits closed, the same as those of network/search/dijkstra.h. Lanes are computed
 * with AVX-512, AVX2 or plain C, as the processor allows; batches go to threads. None of this changes a single
 * bit.
 *
 * Orders that sums may rely on: sources by node number, then by number; batches are runs of them; within a batch
 * places come by ascending spot (see mlg_spots). Consumers that add floating point numbers in these orders get the
 * same bits in every run.
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

/* The places in the order in which a sweep gets to them: spot 0, 1, ... Immutable, read by any number of threads.
 */
typedef struct mlg_spots mlg_spots;

/* Places hang on nodes as in mlg_targets_new(); `anchors` NULL: every node is a place of the same number, and
 * n_places the number of nodes. 24 bytes a place, 4 a node. MLG_INPUT: an anchor out of range. MLG_MEMORY.
 * O(nodes + places). `hierarchy` must outlive it. */
mlg_status mlg_spots_new(mlg_spots **out, const mlg_hierarchy *hierarchy, const mlg_anchor *anchors,
                         int32_t n_places, mlg_error *err) MLG_MUST_CHECK;
void mlg_spots_free(mlg_spots *spots);

int32_t mlg_spots_count(const mlg_spots *spots);

/* [count] place at each spot. Lives as long as the spots. */
const int32_t *mlg_spots_places(const mlg_spots *spots);

/* ---- sweeps ----------------------------------------------------------------------------------------------------
 */

typedef enum mlg_lane_path { MLG_LANES_BEST, MLG_LANES_PLAIN, MLG_LANES_AVX2, MLG_LANES_AVX512 } mlg_lane_path;

/* Whether this processor and this build have it. */
bool mlg_lane_path_here(mlg_lane_path path);

typedef struct mlg_sweep_request {
    const mlg_spots *spots;    /* and the hierarchy they were made for */
    const mlg_anchor *sources; /* [n_sources]; lives as long as the sweep */
    int32_t n_sources;
    const mlg_direct *direct; /* in any order; NULL: none */
    int32_t n_direct;
    int32_t limit_ds; /* 0..MLG_SWEEP_MAX_DS, closed */
    int threads;
    mlg_lane_path path;
    /* told from the calling thread, asked whether to stop after each of its batches */
    const mlg_progress *progress;
} mlg_sweep_request;

/* The batches of a request and the scratch of its threads: 2 x MLG_LANES bytes a core node and 4 bytes a node
 * each, allocated when the thread first serves. */
typedef struct mlg_sweep mlg_sweep;

/* MLG_INPUT: an anchor or direct time out of range. MLG_USAGE: a limit out of range, a path this processor lacks.
 * MLG_MEMORY. O(sources log sources + direct times log direct times). */
mlg_status mlg_sweep_new(mlg_sweep **out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;
void mlg_sweep_free(mlg_sweep *sweep);

int32_t mlg_sweep_batches(const mlg_sweep *sweep);
int mlg_sweep_threads(const mlg_sweep *sweep);

typedef struct mlg_sweep_batch {
    int32_t number;
    int32_t first;         /* rank of its first source, in the order of the lanes */
    int32_t n_sources;     /* 1..MLG_LANES */
    const int32_t *source; /* [n_sources] */
    int pass;              /* 0, then 1 when the consumer asks for two */
    int worker;
} mlg_sweep_batch;

/* A place that a batch reaches. */
typedef struct mlg_visit {
    const mlg_sweep_batch *batch;
    int32_t spot;
    const uint16_t *row; /* [MLG_LANES] time_ds by lane, 0xFFFF: not within the limit; at least one is within */
} mlg_visit;

/* What is done with the times; called from several threads, at most once at a time for each worker. A batch is
 * begun, visited by ascending spot and ended, `passes` times (1 or 2) by the same worker. begin, end may be NULL.
 */
typedef struct mlg_sweep_consumer {
    void *context;
    int passes;
    mlg_status (*begin)(void *context, const mlg_sweep_batch *batch, mlg_error *err);
    mlg_status (*visit)(void *context, const mlg_visit *visit, mlg_error *err);
    mlg_status (*end)(void *context, const mlg_sweep_batch *batch, mlg_error *err);
} mlg_sweep_consumer;

/* Batches first .. first+count-1. After a failure the sweep is only good to be freed. Errors of the consumer come
 * back. MLG_CANCELLED, MLG_MEMORY. O(nodes and arcs visited x MLG_LANES / lanes an instruction). */
mlg_status mlg_sweep_run(mlg_sweep *sweep, int32_t first, int32_t count, const mlg_sweep_consumer *consumer,
                         mlg_error *err) MLG_MUST_CHECK;

#endif
