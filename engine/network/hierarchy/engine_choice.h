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
 * full matrices (network/full_matrix.h) are searched or climbed for, whatever their limit.
 */
#ifndef MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H
#define MLG_NETWORK_HIERARCHY_ENGINE_CHOICE_H

#include "network/hierarchy/full_matrix.h"

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

/* All rows, by the chosen way: those of mlg_reach_rows_init(). `targets`: the anchors request->targets was made
 * of. *hierarchy: that of request->view, or NULL; prepared when the choice calls for it, and left to the caller to
 * keep and free. *choice says what was chosen and why. */
mlg_status mlg_reach_rows_best(mlg_reach_rows *out, mlg_choice *choice, mlg_hierarchy **hierarchy,
                               const mlg_many_to_many_request *request, const mlg_anchor *targets,
                               int32_t n_targets, mlg_error *err) MLG_MUST_CHECK;

/* Of a full matrix: searches or climbs. `request->hierarchy`: complete, or NULL when none stands ready.
 * O(one search). */
mlg_status mlg_choose_matrix_method(mlg_choice *out, const mlg_view *view, const mlg_full_matrix_request *request,
                                    mlg_error *err) MLG_MUST_CHECK;

/* The matrix by the chosen way. *hierarchy: the complete one of `view`, or NULL; prepared when the choice calls
 * for it, and left to the caller to keep and free. request->hierarchy is not read. */
mlg_status mlg_full_matrix_best(int32_t *time_ds, mlg_choice *choice, mlg_hierarchy **hierarchy,
                                const mlg_view *view, const mlg_full_matrix_request *request,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
