/* Reporting how far a stage is, and learning that the caller wants to stop. */
#ifndef MLG_BASE_PROGRESS_H
#define MLG_BASE_PROGRESS_H

#include "base/error.h"

/* MLG_CANCELLED when the caller's function returns false, MLG_OK otherwise. `progress` may be NULL. */
mlg_status mlg_progress_step(const mlg_progress *progress, const char *stage, double fraction,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
