/* Chooses how to compute many times: one search per source, or a prepared network with sweeps in batches or climbs.
 * All methods give the same whole deciseconds; the choice only affects the running time.
 *
 * The choice is based on counts rather than on a clock, so that it is the same in every run. A few searches of
 * neighbouring sources show how many nodes one search settles and how many they settle together; each count has a
 * cost, measured on the machine of the benchmarks (tests/bench/bench_sweep.c prints them):
 *
 *     search: per node settled                 34 ns    (60 ns if a search settles more than 100,000)
 *     sweep: per node and batch of sources     45 ns    (with AVX2 or AVX-512; 130 ns in plain C)
 *            per source, to climb its tree      1 us
 *            per node, to prepare the network   1 us    (0 if it is prepared already)
 *     full matrix: per climb                    0.15 ns x nodes of the network
 *                  per pair                     0.25 ns x square root of the nodes
 *                  per node, to prepare         2 us
 *
 * Neighbouring sources settle nearly the same nodes, and a sweep serves MLG_LANES of them at once; distant sources
 * share nothing and are better searched one at a time. Rows beyond MLG_SWEEP_MAX_DS are always searched; full matrices
 * (network/hierarchy/full_matrix.h) use searches or climbs, whatever their limit.
 */
#ifndef MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H
#define MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H

#include "network/search/many_to_many.h"

typedef enum mlg_method { MLG_BY_SEARCH, MLG_BY_SWEEP, MLG_BY_CLIMB } mlg_method;

typedef struct mlg_choice {
    mlg_method method;
    double search_s, sweep_s,
        prepare_s;    /* expected, on one thread; for a full matrix, sweep_s is the time of the climbs */
    char reason[128]; /* one line, to be displayed */
} mlg_choice;

/* `prepared`: a hierarchy of this view is available. MLG_INPUT as mlg_many_to_many(); MLG_MEMORY. O(sources + at most
 * 32 searches). */
mlg_status mlg_choose_method(mlg_choice *out, const mlg_many_to_many_request *request, bool prepared,
                             mlg_error *err) MLG_MUST_CHECK;

/* Size of a full matrix. */
typedef struct mlg_matrix_work {
    int32_t nodes; /* of the network */
    int32_t sources, targets;
    int64_t settled; /* nodes that a search from one source settles until it has reached every target */
    bool prepared;   /* a complete hierarchy is available */
} mlg_matrix_work;

/* For a full matrix: one search per source, or climbs. O(1). */
void mlg_choose_matrix_method(mlg_choice *out, const mlg_matrix_work *work);

#endif
