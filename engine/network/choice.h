/* Which way to compute many times: one bounded search a source, or a prepared network and batched sweeps. Both
 * give the same whole deciseconds; the choice is one of time alone.
 *
 * It is made on counts, not on a clock, so that it is the same in every run: a few searches of neighbouring
 * sources tell how many nodes one settles and how many they settle together, and each count has its price,
 * measured on the machine of the benches (tests/bench/bench_sweep.c prints them):
 *
 *     a node settled by a search               34 ns
 *     a node swept for a batch of sources      45 ns    (with AVX2 or AVX-512; 110 in plain C)
 *     a source that climbs its tree             2 us
 *     a node prepared                           1 us    (nothing when the network is prepared already)
 *
 * Neighbouring sources settle nearly the same nodes, and a sweep serves MLG_LANES of them at once; sources far
 * from each other share nothing, and are better searched one by one. Limits above MLG_SWEEP_MAX_DS are searched.
 */
#ifndef MLG_NETWORK_CHOICE_H
#define MLG_NETWORK_CHOICE_H

#include "network/hierarchy.h"
#include "network/many_to_many.h"

typedef enum mlg_method { MLG_BY_SEARCH, MLG_BY_SWEEP } mlg_method;

typedef struct mlg_choice {
    mlg_method method;
    double search_s, sweep_s, prepare_s; /* expected, of one thread */
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

#endif
