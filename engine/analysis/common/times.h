/* Who is within reach of which site, and in how long: what every measure of access reads.
 *
 * Either rows that the caller holds, or a travel model that gives them one by one and keeps none. Measures that make one
 * or two passes run on both; those that iterate keep the rows of a model first.
 */
#ifndef MLG_ANALYSIS_COMMON_TIMES_H
#define MLG_ANALYSIS_COMMON_TIMES_H

#include "network/models/model.h"

typedef struct mlg_times {
    int32_t sites, places;
    /* sites by places, in deciseconds >= 0, MLG_UNREACHABLE: no way; places of a site ascending and each once. Borrowed.
     * rows.start NULL: the rows come from `travel`. */
    mlg_sparse_view rows;
    const mlg_travel *travel;
} mlg_times;

mlg_times mlg_times_travel(const mlg_travel *travel);
mlg_times mlg_times_rows(mlg_sparse_view rows);

/* Checks rows given by someone else once, so that measures need not. Times are those from the site to the place or back,
 * as the caller means them: they need not be symmetric.
 * MLG_INPUT: rows that go back, a place that does not exist, places of a row that do not rise (a pair given twice), a
 * negative time. O(pairs). */
mlg_status mlg_times_check(mlg_sparse_view rows, mlg_error *err) MLG_MUST_CHECK;

/* Pairs of the rows held; 0 for a travel model. */
static inline int64_t mlg_times_pairs(const mlg_times *times)
{
    return times->rows.start ? mlg_sparse_entries(times->rows) : 0;
}

#endif
