/* The core of the MCLP: choose n_open sites that maximise the persons of the rows that see one of them.
 *
 * Rows are groups of demand points that see the same sites. A node of the branch and bound is a smaller problem:
 * fixing a site open removes its rows, fixing it closed removes the site. Persons are counted in grains of
 * 2^-shift person, kept as integers in doubles under 2^52: every sum is exact in any order, on any machine. */
#ifndef MLG_ANALYSIS_SITING_COVERAGE_MCLP_CORE_H
#define MLG_ANALYSIS_SITING_COVERAGE_MCLP_CORE_H

#include "analysis/siting/median/core.h"

typedef struct mlg_mclp {
    int32_t n_rows, n_sites, n_open;
    double grain;   /* grains a person, a power of two */
    double base;    /* grains covered by the sites fixed open */
    double *weight; /* n_rows: grains, > 0 */
    int64_t *start; /* n_sites + 1: site j sees row[start[j] .. start[j + 1]), ascending */
    int32_t *row;
    int32_t *site_id; /* n_sites: number of the site in the original problem */
    int32_t *opened;  /* n_opened original numbers, fixed open */
    int32_t n_opened;
    double *price; /* n_rows: multipliers, whole, 0 to weight */
    double *share; /* n_sites: primal solution, how far each site is open, 0 to 1 */
} mlg_mclp;

void mlg_mclp_release(mlg_mclp *m);

/* Sorts rows so that those with the same first sites are adjacent: the rows of a site are then a few spans of consecutive ones.
 * For a reduced core whose times are all 0 and whose caps are all 1. O(arcs). */
mlg_status mlg_mclp_gather_rows(mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* From a reduced core whose times are all 0 and whose caps are all 1. *fits: the weights leave room for grains
 * (if not, `out` is empty). O(arcs). */
mlg_status mlg_mclp_from_median(mlg_mclp *out, bool *fits, const mlg_median *in, mlg_error *err) MLG_MUST_CHECK;

/* The subproblem left when sites are fixed open or closed (fate: MLG_SITE_*; n_open falls by one for each opened
 * site and may become negative or exceed n_sites: infeasible). Rows that see the same sites once some are closed become one, which adds
 * up their weights and prices. row_of, room for in->n_rows or NULL: the row of `out` that each became part of, negative where none.
 * O(arcs). */
mlg_status mlg_mclp_shrink(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, int32_t *row_of,
                           mlg_error *err) MLG_MUST_CHECK;

/* ---- bound (mclp_bound.c) ------------------------------------------------------------------------------- */

/* Consecutive rows of a site. */
typedef struct {
    int32_t from, upto;
} mlg_mclp_span;

/* Buffers, good for a problem and all its shrunk forms. */
typedef struct mlg_mclp_work {
    double *value;                           /* a site: prices of the rows it sees, of the last prices looked at */
    double *mean_value;                      /* a site: the same for mean prices */
    double *share, *mean_share, *from_share; /* a site */
    int32_t *order;                          /* sites, the n_open of most value first */
    mlg_mclp_span *span;                     /* of the rows of site j: span[span_start[j] .. span_start[j + 1]) */
    int64_t *span_start;
    size_t span_room;
    double *served; /* a row, and one more: shares of its sites, less those of the row before */
    double *before; /* a row, and one more: sum of the prices of the rows before */
    double *mean_price, *from_price, *best_price; /* a row */
    double *pull;                                 /* a row: dual step length */
    uint8_t *fate;                                /* a site: what fixing has decided */
    int32_t n_fixed;
    double weight;     /* ratio of primal to dual step lengths, kept from problem to problem */
    double upper;      /* grains: no choice covers more */
    double fractional; /* grains: value of the fractional solution; -1: not known */
} mlg_mclp_work;

mlg_status mlg_mclp_work_init(mlg_mclp_work *work, const mlg_mclp *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_mclp_work_release(mlg_mclp_work *work);

/* Multipliers from a set of sites: the weight where no site serves the row, half where one does, else 0. */
void mlg_mclp_start(mlg_mclp *m, const uint8_t *chosen);

/* The bound at the multipliers of `m`, in grains; fills work->value and order. O(arcs). */
double mlg_mclp_price(mlg_mclp_work *work, const mlg_mclp *m);

/* Partial selection: moves the `first` sites of largest value of order[0 .. n) to the front, lowest number on
 * ties. O(n) expected. */
void mlg_mclp_most(int32_t *order, const double *value, int32_t n, int32_t first);

/* Lowers the bound work->upper by at most n_steps steps of the primal-dual hybrid gradient method (Chambolle and
 * Pock 2011; restarts and step weights as in Applegate et al. 2021), from the multipliers and shares of `m`, which
 * end at the best and the average ones. Fixes the sites that every choice of more than `beat` persons opens or
 * closes (work->fate). Stops early when the bound is at most `beat` or, if may_stop, when the value of the
 * fractional solution shows that it cannot get there. O(steps x (spans + rows) + arcs). */
mlg_status mlg_mclp_lower(mlg_mclp_work *work, mlg_median_run *run, mlg_mclp *m, int64_t beat, int32_t n_steps,
                          bool may_stop, mlg_error *err) MLG_MUST_CHECK;

/* ---- search (mclp_swap.c) --------------------------------------------------------------------------------- */

typedef struct mlg_mclp_swap mlg_mclp_swap;

/* rows: demand to sites, `m` the same by site; both must outlive the search. */
mlg_status mlg_mclp_swap_new(mlg_mclp_swap **out, const mlg_mclp *m, const mlg_sparse_rows *rows,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_mclp_swap_free(mlg_mclp_swap *s);

/* The incumbent as flags of the sites, and the persons it covers (-1: none yet). */
const uint8_t *mlg_mclp_swap_best(const mlg_mclp_swap *s);
int64_t mlg_mclp_swap_value(const mlg_mclp_swap *s);

/* Opens the given sites only, then greedily more until n_open are open. Returns the persons covered. O(arcs). */
double mlg_mclp_swap_open(mlg_mclp_swap *s, const int32_t *sites, int32_t n);

/* Randomised greedy, with sites drawn in proportion to their shares (m->n_sites), then interchange. */
mlg_status mlg_mclp_swap_draw(mlg_mclp_swap *s, mlg_median_run *run, const double *share, int32_t rounds,
                              int64_t max_arcs, mlg_error *err) MLG_MUST_CHECK;

/* Interchange: for each open site in turn, closes it and opens the best other, while that covers more. */
mlg_status mlg_mclp_swap_descend(mlg_mclp_swap *s, mlg_median_run *run, mlg_error *err) MLG_MUST_CHECK;

/* Tabu search from the incumbent (Glover 1989): makes the best exchange of a sample of sites to close, even when
 * it loses; sites moved are frozen for a while. Returns to the incumbent after `patience` moves without
 * improvement; stops after max_arcs arcs or `most` moves. */
mlg_status mlg_mclp_swap_tabu(mlg_mclp_swap *s, mlg_median_run *run, int32_t most, int64_t max_arcs,
                              int32_t patience, mlg_error *err) MLG_MUST_CHECK;

/* ---- solving (mclp_branch.c) -------------------------------------------------------------------------------- */

/* As mlg_median_solve(), for a core of coverage; falls back on it when the weights leave no room for grains. */
mlg_status mlg_mclp_solve(mlg_median_run *run, mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

#endif
