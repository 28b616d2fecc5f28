/* Whole numbers by compressed sparse rows (CSR): times between two sets of places, costs, or numbers of arcs.
 *
 * Row r holds the entries start[r] to start[r + 1] - 1: entry k is in column column[k] and has the value value[k].
 * Entries keep the order they were given in, and those that are not listed have no value. Units are those of the
 * user. */
#ifndef MLG_BASE_SPARSE_ROWS_H
#define MLG_BASE_SPARSE_ROWS_H

#include "base/error.h"

/* Owner of its arrays; `{ 0 }` is valid to release. */
typedef struct mlg_sparse_rows {
    int32_t n_rows, n_columns;
    int64_t *start;  /* [n_rows + 1], start[0] = 0 */
    int32_t *column; /* [start[n_rows]] in 0..n_columns-1 */
    int32_t *value;  /* [start[n_rows]] */
} mlg_sparse_rows;

/* The same, read only; the arrays belong to someone else and must outlive the view. */
typedef struct mlg_sparse_view {
    int32_t n_rows, n_columns;
    const int64_t *start;
    const int32_t *column;
    const int32_t *value;
} mlg_sparse_view;

static inline mlg_sparse_view mlg_sparse_view_of(const mlg_sparse_rows *rows)
{
    return (mlg_sparse_view){ rows->n_rows, rows->n_columns, rows->start, rows->column, rows->value };
}

static inline int64_t mlg_sparse_entries(mlg_sparse_view rows)
{
    return rows.start[rows.n_rows];
}

/* Room for `n_entries` entries; every row is empty (start is zeroed).
 * MLG_MEMORY, with `rows` empty. */
mlg_status mlg_sparse_init(mlg_sparse_rows *rows, int32_t n_rows, int32_t n_columns, int64_t n_entries,
                           mlg_error *err) MLG_MUST_CHECK;

/* Where the number of entries is not known yet: mlg_sparse_count() allocates only `start`, zeroed; the caller counts
 * the entries of row r in start[r + 1]; mlg_sparse_fill() turns the counts into starts and allocates the entries.
 * MLG_MEMORY, with `rows` empty. O(rows) each. */
mlg_status mlg_sparse_count(mlg_sparse_rows *rows, int32_t n_rows, int32_t n_columns,
                            mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_sparse_fill(mlg_sparse_rows *rows, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_sparse_copy(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err) MLG_MUST_CHECK;
void mlg_sparse_release(mlg_sparse_rows *rows);

/* Columns become rows: in each row of `out` the former rows come in ascending order. mlg_sparse_transpose_within()
 * keeps only the entries with value <= at_most; mlg_sparse_transpose_numbers() gives each entry its number in `in` as
 * its value (MLG_DATA: more than 2^31). MLG_MEMORY. `out` is empty on failure. O(entries + rows + columns). */
mlg_status mlg_sparse_transpose(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_sparse_transpose_within(mlg_sparse_rows *out, mlg_sparse_view in, int32_t at_most,
                                       mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_sparse_transpose_numbers(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err) MLG_MUST_CHECK;

/* Sorts each row by value (>= 0); entries of equal value keep their order. O(entries) (radix sort), with memory for
 * twice the longest row. */
mlg_status mlg_sparse_sort_by_value(mlg_sparse_rows *rows, mlg_error *err) MLG_MUST_CHECK;

/* Groups the rows that hold the same columns and values in the same order and have the same key (n_rows keys).
 * group[r] in [0, n_groups), numbered by first appearance. O(entries) expected. */
mlg_status mlg_sparse_group_equal(int32_t *group, int32_t *n_groups, const mlg_sparse_rows *rows,
                                  const int32_t *key, mlg_error *err) MLG_MUST_CHECK;

#endif
