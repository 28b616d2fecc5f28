#include "analysis/common/input_check.h"

#include "base/language.h"

#include <math.h>

mlg_status mlg_check_amounts(const char *what, int32_t count, const double *value, bool unknown_ok, mlg_error *err)
{
    for (int32_t i = 0; i < count; i++) {
        bool fine = isnan(value[i]) ? unknown_ok : isfinite(value[i]) && value[i] >= 0;
        if (!fine)
            return mlg_fail(err, MLG_INPUT, "%s %d is %g; a finite number of 0 or more is needed", mlg_tr(what), i,
                            value[i]);
    }
    return MLG_OK;
}

mlg_status mlg_check_indices(const char *what, int32_t count, const int32_t *index, int32_t limit, mlg_error *err)
{
    for (int32_t i = 0; i < count; i++)
        if (index[i] < -1 || index[i] >= limit)
            return mlg_fail(err, MLG_INPUT, "%s %d is %d; there are %d, numbered from 0", mlg_tr(what), i,
                            index[i], limit);
    return MLG_OK;
}
