/* Who is within reach of which site, and in how long: what every measure of access reads.
 *
 * Either a matrix the caller holds (row a site, compressed: CSR), or a travel model that gives the rows one by one and
 * keeps none. Measures that make one or two passes run on both; those that iterate take a matrix.
 */
#ifndef MLG_ANALYSIS_COMMON_TIMES_H
#define MLG_ANALYSIS_COMMON_TIMES_H

#include "network/models/model.h"

/* Pairs of site j are start[j] to start[j+1]-1, places ascending and each once. Borrowed arrays. */
typedef struct mlg_times {
    int32_t sites, places;
    const int64_t *start;   /* [sites + 1]; NULL: rows come from `travel` */
    const int32_t *place;   /* [pairs] */
    const int32_t *time_ds; /* [pairs] >= 0, MLG_UNREACHABLE: no way */
    const mlg_travel *travel;
} mlg_times;

mlg_times mlg_times_travel(const mlg_travel *travel);

/* Checks the matrix once, so that measures need not. Times are those from the site to the place or back, as the caller
 * means them: they need not be symmetric.
 * MLG_INPUT: rows that go back, a place that does not exist, places of a row that do not rise (a pair given twice), a
 * negative time. O(pairs). */
mlg_status mlg_times_matrix(mlg_times *reach, int32_t sites, int32_t places, const int64_t *start,
                            const int32_t *place, const int32_t *time_ds, mlg_error *err) MLG_MUST_CHECK;

/* Pairs of a matrix. */
static inline int64_t mlg_times_pairs(const mlg_times *reach)
{
    return reach->start ? reach->start[reach->sites] : 0;
}

/* A matrix with its own arrays; `{ 0 }` is empty. */
typedef struct mlg_matrix {
    mlg_times reach; /* points to the arrays below */
    int64_t *start;
    int32_t *place;
    int32_t *time_ds;
} mlg_matrix;

/* Rows of a travel model up to limit_ds, kept: 8 bytes a pair. The same at any thread count. MLG_MEMORY. */
mlg_status mlg_matrix_of_travel(mlg_matrix *matrix, const mlg_travel *travel, int32_t limit_ds, int threads,
                                mlg_error *err) MLG_MUST_CHECK;

/* The same pairs within limit_ds seen from the places: its sites are the places of `reach`, and the reverse.
 * MLG_USAGE when `reach` is not a matrix. O(pairs). */
mlg_status mlg_matrix_transpose(mlg_matrix *out, const mlg_times *reach, int32_t limit_ds,
                                mlg_error *err) MLG_MUST_CHECK;

void mlg_matrix_release(mlg_matrix *matrix);

#endif
