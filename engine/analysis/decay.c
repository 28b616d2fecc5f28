#include "analysis/decay.h"

#include "network/travel.h"

#include <math.h>
#include <string.h>

#define MIN(m) ((m) * MLG_DS_PER_MIN)

static const mlg_decay decays[] = {
    { "apl-2015", MLG_CLOSED_RIGHT, 3, { MIN(10), MIN(15), MIN(20) }, { 1.0, 2.0 / 3.0, 1.0 / 3.0 }, "M",
      "GP indicator of DREES since 2015; only the cut at 20 minutes is confirmed, closure unknown" },
    { "apl-2012", MLG_CLOSED_LEFT, 3, { MIN(5), MIN(10), MIN(15) }, { 1.0, 0.3, 0.1 }, "C",
      "first GP indicator of DREES; IRDES working paper 70, table 3" },
    { "e2sfca-slow", MLG_CLOSED_RIGHT, 3, { MIN(10), MIN(20), MIN(30) }, { 1.0, 0.68, 0.22 }, "C",
      "Luo and Qi 2009, slow decay" },
    { "e2sfca-fast", MLG_CLOSED_RIGHT, 3, { MIN(10), MIN(20), MIN(30) }, { 1.0, 0.42, 0.09 }, "M",
      "Luo and Qi 2009, fast decay" },
};

const mlg_decay *mlg_decay_list(int32_t *count)
{
    *count = (int32_t)(sizeof decays / sizeof *decays);
    return decays;
}

const mlg_decay *mlg_decay_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof decays / sizeof *decays; i++)
        if (strcmp(decays[i].name, name) == 0)
            return &decays[i];
    return NULL;
}

static mlg_status check_step(int32_t k, const double *end_min, const double *weight, mlg_error *err)
{
    if (!(end_min[k] > (k > 0 ? end_min[k - 1] : 0) && end_min[k] <= 1e5))
        return mlg_fail(err, MLG_USAGE, "step %d ends at %g min; ends must rise from above 0", k + 1, end_min[k]);
    if (!(weight[k] >= 0 && weight[k] <= (k > 0 ? weight[k - 1] : 1)))
        return mlg_fail(err, MLG_USAGE, "step %d has weight %g; weights go from 1 down to 0", k + 1, weight[k]);
    return MLG_OK;
}

mlg_status mlg_decay_custom(mlg_decay *decay, const char *name, mlg_closure closure, int32_t count,
                            const double *end_min, const double *weight, mlg_error *err)
{
    *decay = (mlg_decay){ .name = name, .closure = closure, .count = count, .evidence = "", .source = "custom" };
    if (count < 1 || count > MLG_MAX_STEPS)
        return mlg_fail(err, MLG_USAGE, "decay %s has %d steps; 1 to %d are possible", name, count, MLG_MAX_STEPS);
    for (int32_t k = 0; k < count; k++) {
        mlg_status st = check_step(k, end_min, weight, err);
        if (st != MLG_OK)
            return mlg_while(err, st, "decay %s", name);
        decay->end_ds[k] = (int32_t)lround(end_min[k] * MLG_DS_PER_MIN);
        decay->weight[k] = weight[k];
    }
    if (weight[0] <= 0)
        return mlg_fail(err, MLG_USAGE, "decay %s has no weight above 0", name);
    return MLG_OK;
}

/* Last decisecond of step k. */
static int32_t last_of(const mlg_decay *decay, int32_t k)
{
    return decay->closure == MLG_CLOSED_RIGHT ? decay->end_ds[k] : decay->end_ds[k] - 1;
}

double mlg_decay_weight(const mlg_decay *decay, int32_t time_ds)
{
    for (int32_t k = 0; k < decay->count; k++)
        if (time_ds <= last_of(decay, k))
            return decay->weight[k];
    return 0;
}

int32_t mlg_decay_limit(const mlg_decay *decay)
{
    int32_t k = decay->count - 1;
    while (k > 0 && decay->weight[k] <= 0)
        k--;
    return last_of(decay, k);
}
