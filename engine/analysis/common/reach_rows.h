/* Sparse times between two sets of places, kept row by row (CSR): who reaches whom, in how many seconds. */
#ifndef MLG_ANALYSIS_COMMON_REACH_ROWS_H
#define MLG_ANALYSIS_COMMON_REACH_ROWS_H

#include "base/error.h"

/* Row r is column[start[r] .. start[r + 1]) with the times beside. Owns its arrays; `{ 0 }` may be released. */
typedef struct mlg_rows {
    int32_t n_rows;
    int32_t n_columns;
    int64_t *start; /* n_rows + 1 */
    int32_t *column;
    int32_t *time_s;
} mlg_rows;

/* Arrays for `n_arcs` arcs; every row is empty (start is zeroed). */
mlg_status mlg_rows_init(mlg_rows *rows, int32_t n_rows, int32_t n_columns, int64_t n_arcs,
                         mlg_error *err) MLG_MUST_CHECK;
void mlg_rows_release(mlg_rows *rows);

/* The same arcs seen from the columns; in each row of `out` the former rows come in ascending order.
 * O(arcs + rows + columns). */
mlg_status mlg_rows_transpose(mlg_rows *out, const mlg_rows *in, mlg_error *err) MLG_MUST_CHECK;

/* Each row by time, columns of equal time keeping their order. O(arcs) (radix), O(arcs of a row) beside. */
mlg_status mlg_rows_sort_by_time(mlg_rows *rows, mlg_error *err) MLG_MUST_CHECK;

/* Groups of rows that hold the same columns and times in the same order and have the same key (n_rows values).
 * group[r] in [0, n_groups), numbered by first appearance. O(arcs) expected. */
mlg_status mlg_rows_group_equal(int32_t *group, int32_t *n_groups, const mlg_rows *rows, const int32_t *key,
                                mlg_error *err) MLG_MUST_CHECK;

/* Lazy greedy (Minoux 1978): opens `count` rows, each time the one that lowers sum(weight x time) most, the
 * first on ties. Rows are sites here and columns demand points; `allowed` (n_rows, NULL = all) limits the
 * choice to at least `count` rows. nearest_s (n_columns) is the time without them, and is lowered in place.
 * order, gain: `count` values (gain may be NULL). O(count x rows + arcs evaluated). */
mlg_status mlg_rows_greedy(int32_t *order, int64_t *gain, int32_t *nearest_s, const mlg_rows *sites,
                           const int64_t *weight, const uint8_t *allowed, int32_t count,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
