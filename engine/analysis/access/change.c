#include "analysis/access/change.h"

#include "analysis/common/input_check.h"

#include <math.h>

static const double REST = 1e-12; /* of what a site contributed: below it is rounding, not access */

/* V_j as mlg_access() sums it. */
static double sum_catchment(const mlg_row *row, const mlg_decay *decay, const double *demand)
{
    double sum = 0;
    for (int32_t k = 0; k < row->count; k++)
        sum += mlg_decay_weight(decay, row->time_ds[k]) * demand[row->place[k]];
    return sum;
}

mlg_status mlg_access_set_supply(double *access, mlg_access_site *site, const mlg_row *row, const mlg_decay *decay,
                                 const double *demand, double supply, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("supply of site", 1, &supply, false, err));
    double catchment = isnan(site->catchment) ? sum_catchment(row, decay, demand) : site->catchment;
    double ratio = catchment > 0 ? supply / catchment : 0;
    if (!isfinite(ratio))
        return mlg_fail(err, MLG_DATA, "a supply of %g for a demand of %g gives no ratio", supply, catchment);
    for (int32_t k = 0; k < row->count; k++) {
        double weight = mlg_decay_weight(decay, row->time_ds[k]), *at = &access[row->place[k]];
        *at += weight * (ratio - site->ratio);
        if (*at < REST * weight * site->ratio)
            *at = 0;
    }
    *site = (mlg_access_site){ catchment, ratio };
    return MLG_OK;
}
