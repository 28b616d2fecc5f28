/* One pass over the pairs of every site, which is all that measures of the floating catchment family are made of:
 *
 *   down, from places to a site:   d_j = SUM_i u_i W_ij^p      (and SUM_i W_ij, where `sum_weights`)
 *   give, the site decides:        x_j = give(j, d_j)
 *   up, from sites to places:      y_i = SUM_j x_j W_ij^q
 *
 * How it works: a row is read once for both ways, its weights held in the cache in between, by place where it is dense
 * enough (pair_sums_lanes.h), else pair by pair. Sites go by fixed blocks, each with its own y, added at the end in the order of
 * blocks: sums have one order at any thread count, which the number of blocks, drawn from sizes only, decides. Within a row
 * sixteen partial sums run side by side, one for the places of each remainder by sixteen.
 */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_H

#include "analysis/common/decay.h"
#include "analysis/common/times.h"

struct mlg_pass_code;
struct mlg_pass_kept;

/* What a site gives once its row is summed; `weights` is SUM W_ij, 0 where it is not asked for. MLG_DATA when it
 * cannot. Called from any thread, once a site. */
typedef mlg_status (*mlg_give_fn)(void *context, int32_t site, double down, double weights, double *gift,
                                  mlg_error *err);

typedef struct mlg_pass {
    const mlg_times *reach;
    const mlg_decay *decay;
    const double *active; /* [sites] rows of sites with 0 are not read and give nothing; NULL: all are */
    const double *down;   /* [places] u; NULL: nothing comes down, d_j = 0 */
    int down_power;       /* p: 1 or 2 */
    int up_power;         /* q: 1 or 2 */
    bool sum_weights;
    mlg_give_fn give; /* called for active sites only */
    void *context;
    double *up; /* [places] y, overwritten; NULL: nothing goes up */
    int threads;
    const mlg_progress *progress;
    const char *stage; /* of the progress */
    /* pair_sums_kept.h: shared by passes over the same matrix, decay and active sites; or NULL */
    struct mlg_pass_kept *kept;
    const struct mlg_pass_code
        *code; /* pair_sums_lanes.h; NULL: the best of this processor. All give the same bits */
} mlg_pass;

/* MLG_CANCELLED. MLG_MEMORY. What `give` fails with. O(pairs of active sites + blocks x places); memory beside the input:
 * 8 bytes a place and block, 4 to 32 blocks. */
mlg_status mlg_pass_run(const mlg_pass *pass, mlg_error *err) MLG_MUST_CHECK;

#endif
