/* Unicost set covering: the fewest sites such that every demand point sees one of them, or whether `at_most` sites
 * can cover all points.
 *
 * Reductions (a demand point that sees every site another one sees is covered with it; a site that covers a subset
 * of what another one covers is not needed; a point with a single site opens it), a Lagrangian bound in integer
 * multiples of 2^-20 site with greedy covers and fixing by reduced cost (Beasley 1987; Caprara, Fischetti and Toth
 * 1999), a local search with weights on demand points (Gao, Weise and Li 2015), branch and bound on the demand
 * point with the fewest sites, then a linear solver on what is left. The branch and bound knows only the few demand
 * points that a cover is likely to miss, and is told of others as it misses them. */
#ifndef MLG_ANALYSIS_SITING_COVER_SET_COVER_H
#define MLG_ANALYSIS_SITING_COVER_SET_COVER_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"

/* Released with mlg_cover_release(). */
typedef struct mlg_cover {
    int32_t *best;  /* n_best sites that cover everyone; NULL when none of at most `at_most` was found */
    int32_t n_best; /* -1 without a cover */
    mlg_outcome
        outcome; /* bound: no cover has fewer sites; proved also when no cover of at most `at_most` exists; gap:
                          * NaN without a cover */
    int64_t nodes;
    int64_t arcs;   /* scanned by the bounds */
    bool by_solver; /* a linear solver was used */
} mlg_cover;

void mlg_cover_release(mlg_cover *cover);

/* rows: demand point to sites (values are ignored), columns ascending in each row, no empty row. at_most: any
 * cover of this size or less ends the search (INT32_MAX: the fewest sites). max_visits: arcs visited by the local
 * search, 0: no local search. Limits, solver and progress as in `options`; the root is not counted as a node.
 * Sites in `best` are ascending. MLG_MEMORY, MLG_CANCELLED. Exponential in the worst case. */
#define MLG_COVER_VISITS 60000000
mlg_status mlg_cover_solve(mlg_cover *out, const mlg_sparse_rows *rows, int32_t at_most, int64_t max_visits,
                           const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* A subproblem: site_id gives the original numbers of its sites; `opened` are fixed open. */
typedef struct mlg_cover_part {
    mlg_sparse_rows rows;
    int32_t *site_id; /* n_columns */
    int32_t *opened;  /* n_opened names */
    int32_t n_opened;
    int64_t *price; /* a demand point: multiplier to start from, negative: none yet; NULL: none */
    double *share;  /* a site: of the linear relaxation, to start from; NULL: none */
} mlg_cover_part;

/* ---- bound (primal_dual.c) -------------------------------------------------------------------------------- */

/* Primal-dual steps on the linear relaxation (Chambolle and Pock 2011), with step lengths per site and point (Pock
 * and Chambolle 2011), restarted from the average of the iterates: close to the best multipliers in hundreds of
 * cheap steps, where subgradient methods need thousands. Any multipliers give a valid bound. */
typedef struct mlg_cover_dual {
    double *price; /* a demand point: its multiplier, 0 to 1 */
    double *share; /* a site: how much of it is open, 0 to 1 */
    double *price_sum, *share_sum;
    double *ahead, *paid, *step; /* a site */
    int32_t n_summed;
} mlg_cover_dual;

mlg_status mlg_cover_dual_init(mlg_cover_dual *dual, int32_t n_demand, int32_t n_sites,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_cover_dual_release(mlg_cover_dual *dual);

/* Starts from the multipliers (in units of `unit`) and shares of the subproblem. O(arcs). */
void mlg_cover_dual_start(mlg_cover_dual *dual, const mlg_cover_part *part, double unit);

/* One primal and one dual step. O(arcs). */
void mlg_cover_dual_step(mlg_cover_dual *dual, const mlg_sparse_rows *rows);

/* Moves to the average of the iterates since the last restart. */
void mlg_cover_dual_restart(mlg_cover_dual *dual, const mlg_sparse_rows *rows);

/* ---- local search (local_search.c) ------------------------------------------------------------------------ */

/* Improves the cover flagged in `chosen` (a site; n_chosen of them) down to `aim` sites, within max_visits arcs
 * visited; `chosen` ends as the smallest cover found. sites: the transpose of rows. Deterministic. MLG_MEMORY. */
mlg_status mlg_cover_search(uint8_t *chosen, int32_t *n_chosen, const mlg_sparse_rows *rows,
                            const mlg_sparse_rows *sites, int32_t aim, int64_t max_visits,
                            mlg_error *err) MLG_MUST_CHECK;

/* Solves by the linear solver (exact.c): `chosen` flags its sites, *covers when they cover everyone; *bound on their number. */
mlg_status mlg_cover_by_solver(uint8_t *chosen, bool *covers, bool *optimal, double *bound,
                               const mlg_sparse_rows *rows, const mlg_siting_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* ---- reductions (reduce.c) ------------------------------------------------------------------------ */

void mlg_cover_part_release(mlg_cover_part *part);

/* The subproblem left when sites are opened or closed (fate: MLG_SITE_* of median/core.h) and the rows flagged in
 * `drop` (NULL: none) are removed. *dead: some demand point has no site left. O(arcs). */
mlg_status mlg_cover_shrink(mlg_cover_part *out, const mlg_cover_part *in, const uint8_t *fate,
                            const uint8_t *drop, bool *dead, mlg_error *err) MLG_MUST_CHECK;

/* Repeats the three reductions while they remove something. Subset tests stop after a number of visits
 * proportional to the arcs. */
mlg_status mlg_cover_reduce(mlg_cover_part *part, mlg_error *err) MLG_MUST_CHECK;

#endif
