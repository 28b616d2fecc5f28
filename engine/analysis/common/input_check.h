/* Input checks common to all kernels, with the index and the value in the message; and shares. */
#ifndef MLG_ANALYSIS_COMMON_INPUT_CHECK_H
#define MLG_ANALYSIS_COMMON_INPUT_CHECK_H

#include "base/error.h"

#include <math.h>

/* Checks that every value[count] is finite and nonnegative; `unknown_ok` accepts NaN too. MLG_INPUT otherwise:
 * "<what> <index> is <value>; ...". O(count). */
mlg_status mlg_check_amounts(const char *what, int32_t count, const double *value, bool unknown_ok,
                             mlg_error *err) MLG_MUST_CHECK;

/* Checks that every index[count] is in [0, limit), or -1 for none. MLG_INPUT otherwise. O(count). */
mlg_status mlg_check_indices(const char *what, int32_t count, const int32_t *index, int32_t limit,
                             mlg_error *err) MLG_MUST_CHECK;

/* part / whole; NaN (unknown) when the whole is 0. */
static inline double mlg_share(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

#endif
