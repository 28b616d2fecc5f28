/* Travel times between sites and places within reach: the input of every measure of access.
 *
 * Either rows held by the caller, or a travel model that computes them one by one and keeps none. Measures that make one
 * or two passes run on both; those that iterate keep the rows of a model first.
 */
#ifndef MLG_ANALYSIS_COMMON_TIMES_H
#define MLG_ANALYSIS_COMMON_TIMES_H

#include "network/models/model.h"

typedef struct mlg_times {
    int32_t sites, places;
    /* sites by places, in deciseconds >= 0, MLG_UNREACHABLE: no route; places of a site strictly ascending. Borrowed.
     * rows.start NULL: the rows come from `travel`. */
    mlg_sparse_view rows;
    const mlg_travel *travel;
} mlg_times;

mlg_times mlg_times_travel(const mlg_travel *travel);
mlg_times mlg_times_rows(mlg_sparse_view rows);

/* Number of pairs in the rows; 0 for a travel model. */
static inline int64_t mlg_times_pairs(const mlg_times *times)
{
    return times->rows.start ? mlg_sparse_entries(times->rows) : 0;
}

#endif
