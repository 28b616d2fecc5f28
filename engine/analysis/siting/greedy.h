/* The greedy choice of sites that the exact methods start from. */
#ifndef MLG_ANALYSIS_SITING_GREEDY_H
#define MLG_ANALYSIS_SITING_GREEDY_H

#include "base/sparse_rows.h"

/* Lazy greedy (Minoux 1978): opens `count` sites, each time the one that lowers sum(weight x cost) most, the
 * first on ties. Rows of `sites` are sites and columns demand points; `allowed` (n_rows, NULL = all) limits the
 * choice to at least `count` sites. nearest (n_columns) is the cost without them, and is lowered in place.
 * order, gain: `count` values (gain may be NULL). O(count x sites + entries evaluated). */
mlg_status mlg_siting_greedy(int32_t *order, int64_t *gain, int32_t *nearest, const mlg_sparse_rows *sites,
                             const int64_t *weight, const uint8_t *allowed, int32_t count,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
