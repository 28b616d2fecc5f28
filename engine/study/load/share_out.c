#include "study/load/share_out.h"

#include "base/memory.h"

#include <math.h>

mlg_status mlg_share_out(double *persons, double *left, int32_t n, const int32_t *unit, const double *weight,
                         int32_t units, const double *total, mlg_error *err)
{
    double *sum;
    MLG_TRY(MLG_NEW(&sum, (size_t)units, "weights", err));
    for (int32_t i = 0; i < n; i++)
        sum[unit[i]] += weight[i];
    for (int32_t i = 0; i < n; i++) {
        double whole = total[unit[i]], all = sum[unit[i]];
        persons[i] = isnan(whole) ? weight[i] : all > 0 ? whole * (weight[i] / all) : 0;
    }
    for (int32_t u = 0; u < units; u++)
        left[u] = sum[u] > 0 || isnan(total[u]) ? 0 : total[u];
    free(sum);
    return MLG_OK;
}
