/* Reporting progress, and letting the caller cancel. */
#ifndef MLG_BASE_PROGRESS_H
#define MLG_BASE_PROGRESS_H

#include "base/error.h"

/* MLG_CANCELLED when the caller's function returns false, else MLG_OK. `progress` may be NULL. */
mlg_status mlg_progress_step(const mlg_progress *progress, const char *stage, double fraction,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
