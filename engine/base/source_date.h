/* SOURCE_DATE_EPOCH (reproducible-builds.org): when it is set, outputs depend only on inputs. */
#ifndef MLG_BASE_SOURCE_DATE_H
#define MLG_BASE_SOURCE_DATE_H

#include "base/error.h"

#include <stdint.h>

/* The time to record instead of the current one, in seconds since 1970; -1 when the variable is unset or empty. MLG_USAGE when it is
 * not a number of seconds up to the year 9999. */
mlg_status mlg_source_date(int64_t *seconds, mlg_error *err) MLG_MUST_CHECK;

#endif
