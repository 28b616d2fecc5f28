/* Set covering with sites of equal cost: the fewest sites so that every demand point sees one of them, or the
 * answer to whether `at_most` sites can.
 *
 * Reductions by proof (a demand point that sees all another one sees is covered with it; a site that sees less
 * than another one is not needed; a point with one site opens it), a Lagrangian bound in whole multiples of
 * 2^-20 site with greedy covers on the way and fixing by reduced cost (Beasley 1987; Caprara, Fischetti and Toth
 * 1999), branch and bound on the demand point with fewest sites, then the linear solver on what is left. */
#ifndef MLG_ANALYSIS_COVER_H
#define MLG_ANALYSIS_COVER_H

#include "analysis/rows.h"
#include "analysis/siting.h"

/* Released with mlg_cover_release(). */
typedef struct mlg_cover {
    int32_t *best;  /* n_best sites that cover everyone; NULL when none of at most `at_most` was found */
    int32_t n_best;
    int32_t lower;  /* no cover has fewer sites */
    int64_t nodes;
    int64_t arcs;   /* scanned by the bounds */
    bool stopped;   /* a limit was met: lower <= at_most although no cover was found, or lower < n_best */
    bool by_solver; /* the linear solver closed it */
} mlg_cover;

void mlg_cover_release(mlg_cover *cover);

/* rows: demand point to sites (times are not looked at), columns ascending in each row, no empty row. at_most:
 * larger covers are of no use (INT32_MAX: the fewest). Limits, solver and progress as in `options`; sites in
 * `best` ascend. MLG_MEMORY, MLG_CANCELLED. Exponential at worst. */
mlg_status mlg_cover_solve(mlg_cover *out, const mlg_rows *rows, int32_t at_most,
                           const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* ---- reductions (cover_reduce.c) ------------------------------------------------------------------------ */

/* A covering problem on the way: site_id names its sites; `opened` are settled. */
typedef struct mlg_cover_part {
    mlg_rows rows;
    int32_t *site_id; /* n_columns */
    int32_t *opened;  /* n_opened names */
    int32_t n_opened;
} mlg_cover_part;

void mlg_cover_part_release(mlg_cover_part *part);

/* What is left when sites are opened or closed (fate: MLG_SITE_* of median.h) and the rows flagged in `drop`
 * (NULL: none) go. *dead: some demand point lost its last site. O(arcs). */
mlg_status mlg_cover_shrink(mlg_cover_part *out, const mlg_cover_part *in, const uint8_t *fate, const uint8_t *drop,
                            bool *dead, mlg_error *err) MLG_MUST_CHECK;

/* Repeats the three reductions while they help. Subset tests stop after a number of visits in proportion to the
 * arcs. */
mlg_status mlg_cover_reduce(mlg_cover_part *part, mlg_error *err) MLG_MUST_CHECK;

#endif
