/* Order and rank of values. */
#ifndef MLG_ANALYSIS_COMMON_RANK_H
#define MLG_ANALYSIS_COMMON_RANK_H

#include "base/error.h"

/* order[count], allocated here and freed with free(): indices by ascending value (descending: highest first),
 * equal values by index, NaN last. MLG_MEMORY. O(count log count). */
mlg_status mlg_order_by_value(int32_t **order, int32_t count, const double *value, bool descending,
                              mlg_error *err) MLG_MUST_CHECK;

/* rank[count] from 1, the lowest value first (descending: the highest); equal values share the lowest of their
 * ranks, NaN has rank 0. MLG_MEMORY. O(count log count). */
mlg_status mlg_rank_by_value(int32_t count, const double *value, bool descending, int32_t *rank,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
