#include "analysis/access/measure.h"

#include "analysis/access/measure_inner.h"
#include "analysis/common/input_check.h"
#include "base/language.h"

#include <string.h>

const mlg_measure mlg_measures[] = {
#define MLG_MEASURE(name, label, formula, source, unit, conserves, by_site, low_is_good, is_linear, decay, run,   \
                    words)                                                                                        \
    { name, label, formula, source, unit, conserves, by_site, low_is_good, is_linear, decay, run, words },
#include "study/measures.def"
#undef MLG_MEASURE
    { 0 },
};

const mlg_measure *mlg_measure_by_name(const char *name)
{
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

const char *mlg_conserves_words(mlg_conserves what)
{
    static const char *const words[] = { "", "SUM P A = SUM S", "SUM A = SUM S", "SUM A = SUM L",
                                         "SUM S C = SUM P" };
    return words[what];
}

mlg_measure_params mlg_measure_defaults(void)
{
    return (mlg_measure_params){ .exponent = 2,
                                 .demand_power = 1,
                                 .tau_min = 60,
                                 .rho = (double)NAN,
                                 .gap = (double)NAN,
                                 .max_iterations = 10000,
                                 .nth = 1,
                                 .from_min = 15,
                                 .to_min = 45,
                                 .step_min = 5 };
}

static mlg_status check_params(const mlg_measure_params *p, mlg_error *err)
{
    if (!(p->demand_power >= 0 && isfinite(p->demand_power)))
        return mlg_fail(err, MLG_USAGE, "power of the demand is %g; 0 or more is needed", p->demand_power);
    if (!(p->exponent > 0 && isfinite(p->exponent)))
        return mlg_fail(err, MLG_USAGE, "exponent of the weights is %g; above 0 is needed", p->exponent);
    if (!(p->tau_min > 0))
        return mlg_fail(err, MLG_USAGE, "tau is %g min; above 0 is needed", p->tau_min);
    if (p->rho <= 0 || p->gap <= 0 || p->max_iterations < 1)
        return mlg_fail(err, MLG_USAGE, "rho %g, gap %g and %d iterations; all must be above 0", p->rho, p->gap,
                        p->max_iterations);
    if (p->nth < 1)
        return mlg_fail(err, MLG_USAGE, "cost to nearest site number %d; numbers start at 1", p->nth);
    if (!(p->from_min > 0 && p->from_min <= p->to_min && p->step_min > 0 && p->to_min <= MLG_LONGEST_CUT_MIN))
        return mlg_fail(err, MLG_USAGE, "time limits go from %g to %g by %g min", p->from_min, p->to_min,
                        p->step_min);
    return MLG_OK;
}

static void sum_input(const mlg_measure_input *in, mlg_measure_stats *stats)
{
    for (int32_t i = 0; i < in->reach->places; i++)
        stats->demand += in->demand[i];
    for (int32_t j = 0; j < in->reach->sites; j++) {
        stats->supply += in->supply[j];
        stats->sites_with_supply += in->supply[j] > 0;
    }
}

/* Counts places without a site in reach: access 0, or an unknown cost. */
static void count_without(const mlg_measure *measure, const mlg_measure_input *in, const double *value,
                          mlg_measure_stats *stats)
{
    for (int32_t i = 0; !measure->by_site && i < in->reach->places; i++)
        if (measure->low_is_good ? isnan(value[i]) : !(value[i] > 0)) {
            stats->places_without++;
            stats->demand_without += in->demand[i];
        }
}

mlg_status mlg_measure_run(const mlg_measure *measure, const mlg_measure_input *input, double *value,
                           mlg_measure_stats *stats, mlg_error *err)
{
    mlg_measure_input in = *input;
    *stats = (mlg_measure_stats){ 0 };
    if (!in.decay)
        in.decay = mlg_decay_by_name(measure->decay);
    MLG_TRY(check_params(&in.params, err));
    MLG_TRY(mlg_check_amounts("demand of place", in.reach->places, in.demand, false, err));
    MLG_TRY(mlg_check_amounts("supply of site", in.reach->sites, in.supply, false, err));
    sum_input(&in, stats);
    MLG_TRY(mlg_while(err, measure->run(&in, value, stats, err), "%s", measure->name));
    count_without(measure, &in, value, stats);
    return MLG_OK;
}
