#include "base/progress.h"

#include "base/language.h"

mlg_status mlg_progress_step(const mlg_progress *progress, const char *stage, double fraction, mlg_error *err)
{
    if (!progress || !progress->report || progress->report(progress->context, stage, fraction))
        return MLG_OK;
    return mlg_fail(err, MLG_CANCELLED, "cancelled during %s; nothing was changed", mlg_tr(stage));
}
