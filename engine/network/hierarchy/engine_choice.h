/* Which way to compute many times: one search a source, or a prepared network, swept in batches or climbed. All
 * give the same whole deciseconds; the choice is one of time alone.
 *
 * It is made on counts, not on a clock, so that it is the same in every run: a few searches of neighbouring
 * sources tell how many nodes one settles and how many they settle together, and each count has its price,
 * measured on the machine of the benches (tests/bench/bench_sweep.c prints them):
 *
 *     a node settled by a search               34 ns    (60 ns when one search settles more than 100,000)
 *     a node swept for a batch of sources      45 ns    (with AVX2 or AVX-512; 130 in plain C)
 *     a source that climbs its tree             1 us
 *     a node prepared                           1 us    (nothing when the network is prepared already)
 *     a full matrix: a climb                    0.15 ns x nodes of the network
 *                    a pair of climbs           0.25 ns x square root of the nodes
 *                    a node prepared            2 us
 *
 * Neighbouring sources settle nearly the same nodes, and a sweep serves MLG_LANES of them at once; sources far
 * from each other share nothing, and are better searched one by one. Rows beyond MLG_SWEEP_MAX_DS are searched;
 * full matrices (network/hierarchy/full_matrix.h) are searched or climbed for, whatever their limit.
 */
#ifndef MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H
#define MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H

#include "network/search/many_to_many.h"

typedef enum mlg_method { MLG_BY_SEARCH, MLG_BY_SWEEP, MLG_BY_CLIMB } mlg_method;

typedef struct mlg_choice {
    mlg_method method;
    double search_s, sweep_s, prepare_s; /* expected, of one thread; sweep_s: of climbs, for a full matrix */
    char reason[128];                    /* one line for people */
} mlg_choice;

/* `prepared`: a hierarchy of this view stands ready. MLG_INPUT as mlg_many_to_many(); MLG_MEMORY. O(sources + at
 * most 32 searches). */
mlg_status mlg_choose_method(mlg_choice *out, const mlg_many_to_many_request *request, bool prepared,
                             mlg_error *err) MLG_MUST_CHECK;

/* What a full matrix has to do. */
typedef struct mlg_matrix_work {
    int32_t nodes; /* of the network */
    int32_t sources, targets;
    int64_t settled; /* nodes that a search from one source settles before it has reached every target */
    bool prepared;   /* a complete hierarchy stands ready */
} mlg_matrix_work;

/* Of a full matrix: a search a source, or climbs. O(1). */
void mlg_choose_matrix_method(mlg_choice *out, const mlg_matrix_work *work);

#endif
