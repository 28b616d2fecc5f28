/* The core of max covering: choose n_open sites so that the persons of the rows that see one of them are most.
 *
 * Rows are groups of demand points that see the same sites. A node of the branch and bound is a smaller problem:
 * opening a site for good settles its rows, closing one drops it. Persons are counted in grains, 2^-shift of a
 * person, kept as whole numbers in doubles under 2^52: every sum is exact, whatever its order, on any machine. */
#ifndef MLG_ANALYSIS_SITING_COVERAGE_MCLP_CORE_H
#define MLG_ANALYSIS_SITING_COVERAGE_MCLP_CORE_H

#include "analysis/siting/median/core.h"

typedef struct mlg_mclp {
    int32_t n_rows, n_sites, n_open;
    double grain;   /* grains a person, a power of two */
    double base;    /* grains covered whatever is chosen */
    double *weight; /* n_rows: grains, > 0 */
    int64_t *start; /* n_sites + 1: site j sees row[start[j] .. start[j + 1]), ascending */
    int32_t *row;
    int32_t *site_id; /* n_sites: sites of the problem this one comes from at first */
    int32_t *opened;  /* n_opened of those, opened for good */
    int32_t n_opened;
    double *price; /* n_rows: multipliers, whole, 0 to weight */
    double *share; /* n_sites: the other side of the multipliers, how much of a site opens, 0 to 1 */
} mlg_mclp;

void mlg_mclp_release(mlg_mclp *m);

/* Puts the rows that see the same first sites side by side: what a site sees then lies together in memory. For a reduced core whose
 * times are all 0 and whose caps are all 1. O(arcs). */
mlg_status mlg_mclp_gather_rows(mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* From a reduced core whose times are all 0 and whose caps are all 1. *fits: the weights leave room for grains
 * (if not, `out` is empty). O(arcs). */
mlg_status mlg_mclp_from_median(mlg_mclp *out, bool *fits, const mlg_median *in, mlg_error *err) MLG_MUST_CHECK;

/* The problem left when sites are opened or closed for good (fate: MLG_SITE_*; n_open falls by one an opened
 * site and may end negative or over n_sites: no choice is left). row_of, room for in->n_rows or NULL: the rows kept, as
 * rows of `in`. O(arcs). */
mlg_status mlg_mclp_shrink(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, int32_t *row_of,
                           mlg_error *err) MLG_MUST_CHECK;

/* ---- bound (mclp_bound.c) ------------------------------------------------------------------------------- */

/* Buffers, good for a problem and all its shrunk forms. */
typedef struct mlg_mclp_work {
    double *value;                           /* a site: prices of the rows it sees, of the last prices looked at */
    double *mean_value;                      /* a site: the same for mean prices */
    double *share, *mean_share, *from_share; /* a site */
    int32_t *order;                          /* sites, the n_open of most value first */
    double *served, *mean_price, *from_price, *best_price; /* a row */
    double *pull;  /* a row: how far its price moves when nobody serves it */
    uint8_t *fate; /* a site: what fixing has decided */
    int32_t n_fixed;
    double weight;     /* of the primal steps beside the dual ones, kept from problem to problem */
    double upper;      /* grains: no choice covers more */
    double fractional; /* grains: what fractions of sites do cover; -1: not known */
} mlg_mclp_work;

mlg_status mlg_mclp_work_init(mlg_mclp_work *work, const mlg_mclp *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_mclp_work_release(mlg_mclp_work *work);

/* Multipliers after a set of sites: whole where nobody serves the row, half where one site does, else none. */
void mlg_mclp_start(mlg_mclp *m, const uint8_t *chosen);

/* The bound of the prices of `m`, grains; work->value and order are filled in. O(arcs). */
double mlg_mclp_price(mlg_mclp_work *work, const mlg_mclp *m);

/* Puts the `first` sites of most value of order[0 .. n) first, the least number on ties. O(n) expected. */
void mlg_mclp_most(int32_t *order, const double *value, int32_t n, int32_t first);

/* Lowers the bound work->upper by at most n_steps steps of the primal-dual hybrid gradient (Chambolle and Pock 2011;
 * restarts and step weights as Applegate et al. 2021), from the prices and shares of `m`, which end at the best and the mean ones; fixes
 * the sites that any choice of more than `beat` persons must open or close (work->fate). Stops early when the bound is no more than
 * `beat`, or, if may_stop, when the fractional cover shows that it will not come down to it. O(steps x arcs). */
mlg_status mlg_mclp_lower(mlg_mclp_work *work, mlg_median_run *run, mlg_mclp *m, int64_t beat, int32_t n_steps,
                          bool may_stop, mlg_error *err) MLG_MUST_CHECK;

/* ---- search (mclp_swap.c) --------------------------------------------------------------------------------- */

typedef struct mlg_mclp_swap mlg_mclp_swap;

/* rows: demand to sites, `m` the same by site; both must outlive the search. */
mlg_status mlg_mclp_swap_new(mlg_mclp_swap **out, const mlg_mclp *m, const mlg_sparse_rows *rows,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_mclp_swap_free(mlg_mclp_swap *s);

/* The best set met, as flags of the sites, and what it covers, persons (-1: none yet). */
const uint8_t *mlg_mclp_swap_best(const mlg_mclp_swap *s);
int64_t mlg_mclp_swap_value(const mlg_mclp_swap *s);

/* Closes all, then opens the named sites and, until n_open stand, each time the one that wins most. Returns the persons
 * covered. O(arcs). */
double mlg_mclp_swap_open(mlg_mclp_swap *s, const int32_t *sites, int32_t n);

/* Draws sets after the shares of the sites (m->n_sites): greedy among sites drawn, then exchanges. */
mlg_status mlg_mclp_swap_draw(mlg_mclp_swap *s, mlg_median_run *run, const double *share, int32_t rounds,
                              int64_t max_arcs, mlg_error *err) MLG_MUST_CHECK;

/* Exchanges one site at a time while that covers more: closes each open site in turn and opens the best other. */
mlg_status mlg_mclp_swap_descend(mlg_mclp_swap *s, mlg_median_run *run, mlg_error *err) MLG_MUST_CHECK;

/* From the best set: the best exchange of a sample of sites to close even when it costs, sites moved staying as they are for a
 * while (Glover 1989), back to the best after `patience` moves without a better one, until max_arcs are looked at or
 * `most` moves are made. */
mlg_status mlg_mclp_swap_tabu(mlg_mclp_swap *s, mlg_median_run *run, int32_t most, int64_t max_arcs,
                              int32_t patience, mlg_error *err) MLG_MUST_CHECK;

/* ---- solving (mclp_branch.c) -------------------------------------------------------------------------------- */

/* As mlg_median_solve(), for a core of coverage; falls back on it when the weights leave no room for grains. */
mlg_status mlg_mclp_solve(mlg_median_run *run, mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

#endif
