#include "analysis/desert/shortage.h"

#include "analysis/access/two_step.h"
#include "analysis/common/input_check.h"
#include "analysis/common/thresholds.h"
#include "base/memory.h"
#include "network/models/model.h"

#include <math.h>

mlg_desert_params mlg_desert_defaults(void)
{
    return (mlg_desert_params){ .apl_threshold = MLG_APL_THRESHOLD,
                                .pharmacy_limit_ds = 10 * MLG_DS_PER_MIN,
                                .emergency_limit_ds = 30 * MLG_DS_PER_MIN };
}

static mlg_status check_params(const mlg_desert_params *p, mlg_error *err)
{
    if (!(p->apl_threshold >= 0 && isfinite(p->apl_threshold)))
        return mlg_fail(err, MLG_USAGE, "threshold of APL is %g", p->apl_threshold);
    if (p->pharmacy_limit_ds < 0 || p->emergency_limit_ds < 0)
        return mlg_fail(err, MLG_USAGE, "limits to pharmacy and emergencies are %d and %d deciseconds",
                        p->pharmacy_limit_ds, p->emergency_limit_ds);
    return MLG_OK;
}

/* Flags of one unit; *unknown: those that cannot be decided. */
static uint8_t flag_unit(const mlg_desert_params *p, const mlg_desert_input *in, int32_t i, uint8_t *unknown)
{
    double apl = in->apl ? in->apl[i] : (double)NAN;
    int32_t pharmacy = in->pharmacy_ds ? in->pharmacy_ds[i] : MLG_TIME_UNKNOWN;
    int32_t emergency = in->emergency_ds ? in->emergency_ds[i] : MLG_TIME_UNKNOWN;
    *unknown = (uint8_t)((isnan(apl) ? MLG_FLAG_GP : 0) | (pharmacy == MLG_TIME_UNKNOWN ? MLG_FLAG_PHARMACY : 0) |
                         (emergency == MLG_TIME_UNKNOWN ? MLG_FLAG_EMERGENCY : 0));
    /* MLG_TIME_UNKNOWN is below any limit and NaN is not below a threshold */
    return (uint8_t)((mlg_below_threshold(apl, p->apl_threshold) ? MLG_FLAG_GP : 0) |
                     (pharmacy > p->pharmacy_limit_ds ? MLG_FLAG_PHARMACY : 0) |
                     (emergency > p->emergency_limit_ds ? MLG_FLAG_EMERGENCY : 0));
}

static void count_unit(uint8_t flags, uint8_t unknown, double persons, mlg_desert_stats *stats)
{
    stats->persons += persons;
    stats->set_persons[flags] += persons;
    for (int k = 0; k < MLG_FLAGS; k++) {
        stats->flag_units[k] += flags >> k & 1;
        stats->flag_persons[k] += flags >> k & 1 ? persons : 0;
        stats->unknown_units[k] += unknown >> k & 1;
        stats->unknown_persons[k] += unknown >> k & 1 ? persons : 0;
    }
}

mlg_status mlg_desert_flag(const mlg_desert_params *params, const mlg_desert_input *input, uint8_t *flags,
                           uint8_t *unknown, mlg_desert_stats *stats, mlg_error *err)
{
    *stats = (mlg_desert_stats){ 0 };
    MLG_TRY(check_params(params, err));
    MLG_TRY(mlg_check_amounts("population of unit", input->units, input->persons, false, err));
    for (int32_t i = 0; i < input->units; i++) {
        uint8_t untold;
        flags[i] = flag_unit(params, input, i, &untold);
        count_unit(flags[i], untold, input->persons[i], stats);
        if (unknown)
            unknown[i] = untold;
    }
    for (int k = 0; k < MLG_FLAG_SETS; k++)
        stats->set_share[k] = mlg_share(stats->set_persons[k], stats->persons);
    return MLG_OK;
}

static void add_to_group(mlg_desert_group *g, uint8_t flags, uint8_t unknown, double persons)
{
    g->units++;
    g->persons += persons;
    g->any_persons += flags != 0 ? persons : 0;
    g->all_persons += flags == MLG_FLAG_SETS - 1 ? persons : 0;
    g->untold_persons += unknown != 0 ? persons : 0;
    for (int k = 0; k < MLG_FLAGS; k++) {
        g->flag_persons[k] += flags >> k & 1 ? persons : 0;
        g->unknown_units[k] += unknown >> k & 1;
    }
}

static void forget_unknown(mlg_desert_group *g)
{
    for (int k = 0; k < MLG_FLAGS; k++)
        if (g->units > 0 && g->unknown_units[k] == g->units)
            g->flag_persons[k] = g->any_persons = g->all_persons = (double)NAN;
}

mlg_status mlg_desert_by_group(int32_t units, const double *persons, const uint8_t *flags, const uint8_t *unknown,
                               const int32_t *group, int32_t groups, mlg_desert_group *out, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("population of unit", units, persons, false, err));
    MLG_TRY(mlg_check_indices("group of unit", units, group, groups, err));
    for (int32_t g = 0; g < groups; g++)
        out[g] = (mlg_desert_group){ 0 };
    for (int32_t i = 0; i < units; i++)
        if (group[i] >= 0)
            add_to_group(&out[group[i]], flags[i], unknown[i], persons[i]);
    for (int32_t g = 0; g < groups; g++) {
        forget_unknown(&out[g]);
        for (int k = 0; k < MLG_FLAGS; k++)
            out[g].flag_share[k] = mlg_share(out[g].flag_persons[k], out[g].persons);
        out[g].any_share = mlg_share(out[g].any_persons, out[g].persons);
        out[g].all_share = mlg_share(out[g].all_persons, out[g].persons);
    }
    return MLG_OK;
}
