/* The core of the p-median: choose sites that minimise sum(weight x time to the nearest chosen one), where the
 * time of each demand point is capped (`cap_s`: its nearest site already open, or the penalty).
 *
 * Rows are by demand point, sorted by time, and hold only arcs under the cap. Fixing a site open lowers caps,
 * fixing one closed removes its arcs; both shrink the problem, so that a node of the branch and bound is simply a
 * smaller problem (mlg_median_shrink), with its multipliers. */
#ifndef MLG_ANALYSIS_SITING_MEDIAN_CORE_H
#define MLG_ANALYSIS_SITING_MEDIAN_CORE_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"
#include "base/progress.h"

typedef struct mlg_median {
    mlg_sparse_rows rows; /* demand to site, by time */
    int64_t *weight;      /* a demand point, > 0 after a shrink */
    int32_t *cap_s;
    int64_t *price;   /* Lagrangian multiplier per person, in seconds << price_shift, <= cap */
    int32_t *site_id; /* a site: its number in the original problem */
    int32_t n_open;   /* sites to choose, exactly, among rows.n_columns */
    int64_t base;     /* cost of the demand that no site left can improve */
    int price_shift;
    int32_t *opened; /* n_opened original numbers of the sites fixed open */
    int32_t n_opened;
} mlg_median;

void mlg_median_release(mlg_median *m);

/* State of a site in mlg_median_shrink(). */
enum { MLG_SITE_KEEP = 0, MLG_SITE_OPEN = 1, MLG_SITE_CLOSE = 2 };

/* The subproblem left when some sites are fixed open (n_open falls by one each) or closed; n_open is negative when
 * it is infeasible. Also removes the demand that no site improves, the sites that improve none (never below n_open
 * sites), and the arcs from the (sites - n_open + 1)-th of a row on, which no choice uses. O(arcs). */
mlg_status mlg_median_shrink(mlg_median *out, const mlg_median *in, const uint8_t *fate,
                             mlg_error *err) MLG_MUST_CHECK;

/* Merges demand points with equal rows and caps, and closes dominated sites (of equal ones the first stays), while
 * this removes something. O(arcs) for merging; the domination tests stop after a number of arc visits proportional
 * to the arcs. */
mlg_status mlg_median_reduce(mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* ---- solving ------------------------------------------------------------------------------------------ */

/* State of a solve: the incumbent, the work done, the bound of the nodes given up. */
typedef struct mlg_median_run {
    const mlg_siting_options *options;
    int64_t upper; /* cost of the incumbent */
    int32_t *best; /* its sites, by name */
    int32_t n_best;
    int64_t lower; /* proved bound, once finished */
    int64_t nodes, arcs;
    int64_t max_nodes; /* 0: no limit */
    /* MCLP: column generation at the root from this many arcs on; 0: default of the method */
    int64_t parts_arcs;
    double start_s; /* clock when the problem was given: max_seconds counts from there */
    bool stopped;
    uint64_t random;
    struct mlg_swap *swap; /* interchange search on the unreduced root problem */
} mlg_median_run;

/* Solves by branch and bound; run->best needs room for m->n_open + m->n_opened names. `m` ends as the last reduced
 * root problem, for another solver to close when run->lower < run->upper. */
mlg_status mlg_median_solve(mlg_median_run *run, mlg_median *m, mlg_error *err) MLG_MUST_CHECK;

/* Makes the set the incumbent when its cost is lower. sites: n of m->site_id, added to m->opened. */
void mlg_median_offer(mlg_median_run *run, const mlg_median *m, const int32_t *sites, int32_t n, int64_t cost);

/* Cost of choosing the sites flagged in `chosen` (n_columns). O(arcs up to the first chosen). */
int64_t mlg_median_cost(const mlg_median *m, const uint8_t *chosen);

/* True, with run->stopped set, when the time is over. Interchange asks this alone: it goes on when the arcs of the
 * bound are used up. */
bool mlg_median_is_late(mlg_median_run *run);

/* True, with run->stopped set, when a limit of the options is met. */
bool mlg_median_out_of_budget(mlg_median_run *run);

/* ---- bound (bound.c) ----------------------------------------------------------------------------- */

/* Buffers of the subgradient method, good for a problem and all its shrunk forms. */
typedef struct mlg_price_work {
    int64_t *reduced;    /* a site: reduced cost, << price_shift */
    int32_t *order;      /* sites, the n_open of least reduced cost first */
    uint8_t *chosen;     /* a site */
    float *share;        /* a site: smoothed frequency of its choice, 0 to 1 */
    int64_t *best_price; /* a demand point */
    int32_t *n_under;    /* a demand point: arcs of its row under its multiplier */
    float *direction;    /* a demand point */
    float *scale;        /* a demand point: 1 / sqrt(weight) */
    uint8_t *fate;       /* a site: what fixing has decided */
    int32_t *names;      /* a site: room for a set of names */
    uint64_t *met;       /* hashes of the sets the interchange has started from */
    int32_t n_fixed;
    int32_t iterations;
    int64_t descents;      /* interchange searches started from these */
    int32_t root_patience; /* iterations without a better bound before the root shortens its steps */
    double step;           /* length of the steps, as a share of the gap to the incumbent; shrinks */
    double least_step;
    int64_t lower; /* bound of the last problem, rounded up */
} mlg_price_work;

mlg_status mlg_price_work_init(mlg_price_work *work, const mlg_median *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_price_work_release(mlg_price_work *work);

/* Multipliers halfway between the nearest and the second nearest site of `chosen`, to start mlg_median_raise(). */
void mlg_median_start_prices(mlg_median *m, const uint8_t *chosen);

/* Raises the Lagrangian bound by at most `n_iterations` subgradient steps (Held and Karp; Beasley 1993) from the
 * multipliers of `m`, which end at the best ones; offers the choices met; fixes by reduced cost the sites that
 * every better solution opens or closes. O(iterations x (arcs under the multipliers + sites)). */
mlg_status mlg_median_raise(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int32_t n_iterations,
                            bool is_root, mlg_error *err) MLG_MUST_CHECK;

/* ---- swap search (swap.c) ------------------------------------------------------------------------ */

typedef struct mlg_swap mlg_swap;

mlg_status mlg_swap_new(mlg_swap **out, const mlg_median *m, mlg_error *err) MLG_MUST_CHECK;
void mlg_swap_free(mlg_swap *swap);

/* Opens n_open sites greedily. */
mlg_status mlg_swap_greedy(mlg_swap *swap, mlg_error *err) MLG_MUST_CHECK;

/* Opens n_open sites: those of both lists, then the first others where some names are not in the problem. O(arcs
 * up to the second open site). */
void mlg_swap_open(mlg_swap *swap, const int32_t *names, int32_t n, const int32_t *more, int32_t n_more);

/* Interchange: exchanges one site at a time while that lowers the cost (Teitz and Bart 1968, with the gains and
 * losses of Resende and Werneck 2004); offers the local optimum to the run. A sweep is O(arcs + sites x
 * n_open). */
void mlg_swap_descend(mlg_swap *swap, mlg_median_run *run);

/* Iterated local search: perturbs the incumbent and descends, until `patience` attempts in a row bring no
 * improvement. */
void mlg_swap_perturb(mlg_swap *swap, mlg_median_run *run, int32_t patience);

/* Tabu search from the incumbent (Glover 1989; on the p-median Rolland, Schilling and Current 1996): makes the
 * best exchange even when it costs; a site that came may have to stay for up to n_open / 4 moves, one that left
 * stays away for 1 to n_open / 2 + 5. Returns to the incumbent after `patience` moves without improvement; stops
 * after n_moves moves or max_arcs arcs. O(arcs + sites x n_open) a move, sampled beyond 300,000. */
void mlg_swap_tabu(mlg_swap *swap, mlg_median_run *run, int32_t n_moves, int64_t max_arcs, int32_t patience);

/* Flags of the open sites (m->rows.n_columns). */
const uint8_t *mlg_swap_chosen(const mlg_swap *swap);

#endif
