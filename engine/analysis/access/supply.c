#include "analysis/access/supply.h"

#include "analysis/common/input_check.h"
#include "network/models/model.h"

#include <math.h>

enum { OLDEST_DOCTOR = 130 };

mlg_supply_params mlg_supply_defaults(void)
{
    return (mlg_supply_params){ .acts_min = 3600, .acts_max = 6000, .acts_default = 5400, .age_max = 65 };
}

static mlg_status check_params(const mlg_supply_params *p, mlg_error *err)
{
    if (!(p->acts_min >= 0 && p->acts_min <= p->acts_max))
        return mlg_fail(err, MLG_USAGE, "activity bounds are %g to %g acts; the lower one comes first",
                        p->acts_min, p->acts_max);
    if (!(p->acts_default >= 0 && isfinite(p->acts_default)))
        return mlg_fail(err, MLG_USAGE, "acts of a doctor whose activity is unknown are %g", p->acts_default);
    if (p->age_max < 0)
        return mlg_fail(err, MLG_USAGE, "age limit of doctors is %d", p->age_max);
    return MLG_OK;
}

static mlg_status check_doctor(int32_t k, const mlg_doctor *doctor, int32_t places, mlg_error *err)
{
    if (doctor->place < MLG_NOWHERE || doctor->place >= places)
        return mlg_fail(err, MLG_INPUT, "doctor %d works at place %d, but places go from 0 to %d", k,
                        doctor->place, places - 1);
    if ((doctor->age < 0 && doctor->age != MLG_AGE_UNKNOWN) || doctor->age > OLDEST_DOCTOR)
        return mlg_fail(err, MLG_INPUT, "doctor %d is %d years old", k, doctor->age);
    if (!isnan(doctor->acts) && !(doctor->acts >= 0 && isfinite(doctor->acts)))
        return mlg_fail(err, MLG_INPUT, "doctor %d has %g acts a year", k, doctor->acts);
    if (!(doctor->share >= 0 && doctor->share <= 1))
        return mlg_fail(err, MLG_INPUT, "doctor %d gives a share of %g of the acts here; shares go from 0 to 1", k,
                        doctor->share);
    return MLG_OK;
}

static double counted_acts(const mlg_supply_params *params, double acts, mlg_supply_counts *counts)
{
    counts->acts_unknown += isnan(acts);
    counts->raised += acts < params->acts_min;
    counts->capped += acts > params->acts_max;
    return isnan(acts) ? params->acts_default : fmin(fmax(acts, params->acts_min), params->acts_max);
}

static void add_doctor(const mlg_supply_params *params, const mlg_doctor *doctor, double *supply,
                       mlg_supply_counts *counts)
{
    if (doctor->place == MLG_NOWHERE) {
        counts->not_located++;
    } else if (doctor->age > params->age_max) { /* an unknown age is below any limit */
        counts->too_old++;
    } else {
        counts->kept++;
        counts->age_unknown += doctor->age == MLG_AGE_UNKNOWN;
        supply[doctor->place] += counted_acts(params, doctor->acts, counts) * doctor->share;
    }
}

mlg_status mlg_supply_doctors(const mlg_supply_params *params, int32_t count, const mlg_doctor *doctor,
                              int32_t places, double *supply, mlg_supply_counts *counts, mlg_error *err)
{
    *counts = (mlg_supply_counts){ 0 };
    MLG_TRY(check_params(params, err));
    for (int32_t k = 0; k < count; k++)
        MLG_TRY(check_doctor(k, &doctor[k], places, err));
    for (int32_t k = 0; k < count; k++)
        add_doctor(params, &doctor[k], supply, counts);
    return MLG_OK;
}

mlg_status mlg_supply_add(int32_t places, const double *number, double acts_each, double *supply, mlg_error *err)
{
    if (!(acts_each >= 0 && isfinite(acts_each)))
        return mlg_fail(err, MLG_USAGE, "acts of one doctor are %g a year; they must be finite and not negative",
                        acts_each);
    MLG_TRY(mlg_check_amounts("supply of place", places, number, true, err));
    for (int32_t i = 0; i < places; i++)
        supply[i] += isnan(number[i]) ? 0 : number[i] * acts_each;
    return MLG_OK;
}
