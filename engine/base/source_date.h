/* SOURCE_DATE_EPOCH (reproducible-builds.org): with it, what is written depends on what is read alone. */
#ifndef MLG_BASE_SOURCE_DATE_H
#define MLG_BASE_SOURCE_DATE_H

#include "base/error.h"

#include <stdint.h>

/* The time to write in place of that of the clock, in seconds since 1970; -1 when the variable is not set or empty. MLG_USAGE when it is
 * no number of seconds up to the year 9999. */
mlg_status mlg_source_date(int64_t *seconds, mlg_error *err) MLG_MUST_CHECK;

#endif
