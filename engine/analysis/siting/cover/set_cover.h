/* Set covering with sites of equal cost: the fewest sites so that every demand point sees one of them, or the
 * answer to whether `at_most` sites can.
 *
 * Reductions by proof (a demand point that sees all another one sees is covered with it; a site that sees less
 * than another one is not needed; a point with one site opens it), a Lagrangian bound in whole multiples of
 * 2^-20 site with greedy covers on the way and fixing by reduced cost (Beasley 1987; Caprara, Fischetti and Toth
 * 1999), a local search that weighs the points hard to cover (Gao, Weise and Li 2015), branch and bound on the demand point with fewest sites, then the linear solver on what is left. */
#ifndef MLG_ANALYSIS_SITING_COVER_SET_COVER_H
#define MLG_ANALYSIS_SITING_COVER_SET_COVER_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"

/* Released with mlg_cover_release(). */
typedef struct mlg_cover {
    int32_t *best; /* n_best sites that cover everyone; NULL when none of at most `at_most` was found */
    int32_t n_best;
    int32_t lower; /* no cover has fewer sites */
    int64_t nodes;
    int64_t arcs;   /* scanned by the bounds */
    bool stopped;   /* a limit was met: lower <= at_most although no cover was found, or lower < n_best */
    bool by_solver; /* the linear solver closed it */
} mlg_cover;

void mlg_cover_release(mlg_cover *cover);

/* rows: demand point to sites (times are not looked at), columns ascending in each row, no empty row. at_most:
 * any cover of so many sites will do (INT32_MAX: the fewest). max_visits: of the local search, 0: none. Limits, solver and
 * progress as in `options`, a node being more than the first bound; sites in `best` ascend. MLG_MEMORY, MLG_CANCELLED.
 * Exponential at worst. */
#define MLG_COVER_VISITS 60000000
mlg_status mlg_cover_solve(mlg_cover *out, const mlg_sparse_rows *rows, int32_t at_most, int64_t max_visits,
                           const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* A covering problem on the way: site_id names its sites; `opened` are settled. */
typedef struct mlg_cover_part {
    mlg_sparse_rows rows;
    int32_t *site_id; /* n_columns */
    int32_t *opened;  /* n_opened names */
    int32_t n_opened;
    int64_t *price; /* a demand point: multiplier to start from, negative: none yet; NULL: none */
    double *share;  /* a site: of the linear relaxation, to start from; NULL: none */
} mlg_cover_part;

/* ---- bound (climb.c) -------------------------------------------------------------------------------- */

/* Primal and dual steps together on the linear relaxation (Chambolle and Pock 2011), with steps of its own for every site and point
 * (Pock and Chambolle 2011), and the mean of the passes to start anew from: near the best multipliers in hundreds of cheap
 * passes, where subgradients need thousands. Any multipliers give a bound; these are only good ones. */
typedef struct mlg_cover_climb {
    double *price; /* a demand point: its multiplier, 0 to 1 */
    double *share; /* a site: how much of it is open, 0 to 1 */
    double *price_sum, *share_sum;
    double *ahead, *paid, *step; /* a site */
    int32_t n_summed;
} mlg_cover_climb;

mlg_status mlg_cover_climb_init(mlg_cover_climb *climb, int32_t n_demand, int32_t n_sites,
                                mlg_error *err) MLG_MUST_CHECK;
void mlg_cover_climb_release(mlg_cover_climb *climb);

/* From the prices of the part, in so many to a unit, and its shares. O(arcs). */
void mlg_cover_climb_start(mlg_cover_climb *climb, const mlg_cover_part *part, double unit);

/* One step, O(arcs). */
void mlg_cover_climb_pass(mlg_cover_climb *climb, const mlg_sparse_rows *rows);

/* Goes to the mean of the passes since the last time. */
void mlg_cover_climb_average(mlg_cover_climb *climb, const mlg_sparse_rows *rows);

/* ---- local search (local_search.c) ------------------------------------------------------------------------ */

/* From the cover flagged in `chosen` (a site; n_chosen of them) to smaller ones, as far as `aim` sites, within so many arcs looked
 * at; `chosen` ends as the smallest. sites: the transpose of rows. The same on every machine. MLG_MEMORY. */
mlg_status mlg_cover_search(uint8_t *chosen, int32_t *n_chosen, const mlg_sparse_rows *rows,
                            const mlg_sparse_rows *sites, int32_t aim, int64_t max_visits,
                            mlg_error *err) MLG_MUST_CHECK;

/* By the linear solver (exact.c): `chosen` flags its sites when they cover everyone. *bound on their number. */
mlg_status mlg_cover_by_solver(uint8_t *chosen, bool *covers, bool *optimal, double *bound,
                               const mlg_sparse_rows *rows, const mlg_siting_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* ---- reductions (reduce.c) ------------------------------------------------------------------------ */

void mlg_cover_part_release(mlg_cover_part *part);

/* What is left when sites are opened or closed (fate: MLG_SITE_* of median/core.h) and the rows flagged in `drop`
 * (NULL: none) go. *dead: some demand point lost its last site. O(arcs). */
mlg_status mlg_cover_shrink(mlg_cover_part *out, const mlg_cover_part *in, const uint8_t *fate,
                            const uint8_t *drop, bool *dead, mlg_error *err) MLG_MUST_CHECK;

/* Repeats the three reductions while they help. Subset tests stop after a number of visits in proportion to the
 * arcs. */
mlg_status mlg_cover_reduce(mlg_cover_part *part, mlg_error *err) MLG_MUST_CHECK;

#endif
