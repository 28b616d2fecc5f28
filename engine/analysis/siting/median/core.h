/* The core of siting: choose sites so that sum(weight x time to the nearest chosen one) is least, each demand
 * point having a time it never exceeds (`cap_s`: its nearest site already open, or the penalty).
 *
 * Rows are by demand point, sorted by time, and hold only what can still better the point: times under its cap.
 * Opening a site for good lowers caps, closing one drops its arcs: both only shrink the problem, so a node of
 * the branch and bound is simply a smaller problem (mlg_median_shrink). Multipliers travel with it. */
#ifndef MLG_ANALYSIS_SITING_MEDIAN_CORE_H
#define MLG_ANALYSIS_SITING_MEDIAN_CORE_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"
#include "base/progress.h"

typedef struct mlg_median {
    mlg_sparse_rows rows; /* demand to site, by time */
    int64_t *weight;      /* a demand point, > 0 after a shrink */
    int32_t *cap_s;
    int64_t *price;   /* Lagrangian multiplier of a person, in seconds << price_shift, <= cap */
    int32_t *site_id; /* a site: its name in the problem this one comes from at first */
    int32_t n_open;   /* sites to choose, exactly, among rows.n_columns */
    int64_t base;     /* cost of the demand that no site left can better */
    int price_shift;
    int32_t *opened; /* n_opened names of the sites opened for good */
    int32_t n_opened;
} mlg_median;

void mlg_median_release(mlg_median *m);

/* What becomes of a site in mlg_median_shrink(). */
enum { MLG_SITE_KEEP = 0, MLG_SITE_OPEN = 1, MLG_SITE_CLOSE = 2 };

/* The problem left when some sites are opened (n_open falls by one each) or closed for good; n_open is negative
 * when no choice is left. Also drops the demand that nothing betters, the sites that better nobody (never below
 * n_open sites), and the arcs from the (sites - n_open + 1)-th of a row on, which no choice uses. O(arcs). */
mlg_status mlg_median_shrink(mlg_median *out, const mlg_median *in, const uint8_t *fate,
                             mlg_error *err) MLG_MUST_CHECK;

/* Merges demand points equal in row and cap, and closes sites that another one dominates everywhere (of equal
 * ones the first stays), as often as it helps. O(arcs) for merging; the domination tests stop after
 * a number of arc visits in proportion to the arcs. */
mlg_status mlg_median_reduce(mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* ---- solving ------------------------------------------------------------------------------------------ */

/* State of a solve: the incumbent, what was spent, what was left open. */
typedef struct mlg_median_run {
    const mlg_siting_options *options;
    int64_t upper; /* cost of the incumbent */
    int32_t *best; /* its sites, by name */
    int32_t n_best;
    int64_t lower; /* proved bound, once finished */
    int64_t nodes, arcs;
    int64_t max_nodes; /* 0: no limit */
    /* max covering: the root is bounded by parts from so many arcs on; 0: as the method has it */
    int64_t parts_arcs;
    double start_s; /* clock at the start */
    bool stopped;
    uint64_t random;
    struct mlg_swap *swap; /* the search on the first problem */
} mlg_median_run;

/* Solves; run->best needs room for m->n_open + m->n_opened names. `m` ends as the last reduced root problem,
 * so that the caller may hand it to another solver when run->lower < run->upper. */
mlg_status mlg_median_solve(mlg_median_run *run, mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* Takes the set into the incumbent when its cost is lower. sites: n of m->site_id, added to m->opened. */
void mlg_median_offer(mlg_median_run *run, const mlg_median *m, const int32_t *sites, int32_t n, int64_t cost);

/* Cost of choosing the sites flagged in `chosen` (n_columns). O(arcs up to the first chosen). */
int64_t mlg_median_cost(const mlg_median *m, const uint8_t *chosen);

/* True, and run->stopped set, when a limit of the options is met. */
bool mlg_median_out_of_budget(mlg_median_run *run);

/* ---- bound (bound.c) ----------------------------------------------------------------------------- */

/* Buffers of the subgradient method, good for a problem and all its shrunk forms. */
typedef struct mlg_price_work {
    int64_t *reduced;    /* a site: reduced cost, << price_shift */
    int32_t *order;      /* sites, the n_open of least reduced cost first */
    uint8_t *chosen;     /* a site */
    float *share;        /* a site: how often it was chosen lately, 0 to 1 */
    int64_t *best_price; /* a demand point */
    float *direction;    /* a demand point */
    float *scale;        /* a demand point: 1 / sqrt(weight) */
    uint8_t *fate;       /* a site: what fixing has decided */
    int32_t *names;      /* a site: room for a set of names */
    uint64_t *met;       /* sets the swap search has started from */
    int32_t n_fixed;
    int32_t iterations;
    int64_t descents;      /* swap searches from sets met */
    int32_t root_patience; /* passes without a better bound before the root shortens its steps */
    double step;           /* length of the steps, as a share of the gap to the incumbent; shrinks */
    double least_step;
    int64_t lower; /* whole bound of the problem last priced */
} mlg_price_work;

mlg_status mlg_price_work_init(mlg_price_work *work, const mlg_median *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_price_work_release(mlg_price_work *work);

/* Multipliers between the nearest and the second nearest site of `chosen`, a start for mlg_median_raise(). */
void mlg_median_start_prices(mlg_median *m, const uint8_t *chosen);

/* Raises the Lagrangian bound by at most `n_iterations` subgradient steps (Held and Karp; Beasley 1993) from the
 * prices of `m`, which end at the best ones; offers the choices met; fixes sites whose reduced cost proves them
 * open or closed in any better answer. O(iterations x (arcs under the prices + sites)). */
mlg_status mlg_median_raise(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int32_t n_iterations,
                            bool is_root, mlg_error *err) MLG_MUST_CHECK;

/* ---- swap search (swap.c) ------------------------------------------------------------------------ */

typedef struct mlg_swap mlg_swap;

mlg_status mlg_swap_new(mlg_swap **out, const mlg_median *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_swap_free(mlg_swap *swap);

/* Opens the n_open sites the greedy chooses. */
mlg_status mlg_swap_greedy(mlg_swap *swap, mlg_error *err) MLG_MUST_CHECK;

/* Opens n_open sites: those named in two lists, and the first others when the problem lacks some names. O(arcs up to the second open one). */
void mlg_swap_open(mlg_swap *swap, const int32_t *names, int32_t n, const int32_t *more, int32_t n_more);

/* Exchanges one site at a time while that lowers the cost (Teitz and Bart 1968, with the gains and losses of
 * Resende and Werneck 2004); offers the end to the run. A sweep is O(arcs + sites x n_open). */
void mlg_swap_descend(mlg_swap *swap, mlg_median_run *run);

/* Iterated: perturbs the incumbent and descends, until `patience` times in a row do not better it. */
void mlg_swap_shake(mlg_swap *swap, mlg_median_run *run, int32_t patience);

/* From the incumbent: makes the best exchange even when it costs, a site moved staying as it is for a few moves
 * (Glover 1989; on the p-median Rolland, Schilling and Current 1996), and goes back to the incumbent after
 * `patience` moves that do not better it; stops after n_moves moves or max_arcs arcs. O(arcs + sites x n_open)
 * a move, sampled beyond 300,000. */
void mlg_swap_tabu(mlg_swap *swap, mlg_median_run *run, int32_t n_moves, int64_t max_arcs, int32_t patience);

/* Flags of the open sites (m->rows.n_columns). */
const uint8_t *mlg_swap_chosen(const mlg_swap *swap);

#endif
