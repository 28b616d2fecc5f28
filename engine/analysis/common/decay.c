#include "analysis/common/decay.h"

#include "base/memory.h"
#include "base/os/thread.h"
#include "network/models/model.h"
#include "study/config/names.h"
#include "study/rule_table.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHAPES = MLG_COSINE + 1 };

/* Number of parameters of each shape. */
static const int parameters[SHAPES] = {
#define MLG_DECAY_SHAPE(id, name, parameters) [id] = (parameters),
#include "study/decay_shapes.def"
#undef MLG_DECAY_SHAPE
};

static mlg_decay decays[MLG_MOST_DECAYS];
static int32_t decay_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Adds one row of the table; the first row of a name starts a decay. */
static void take_row(char **f)
{
    mlg_decay *d = decay_count > 0 ? &decays[decay_count - 1] : NULL;
    if (!d || strcmp(d->name, f[0]) != 0) {
        bool known;
        assert(decay_count < MLG_MOST_DECAYS);
        d = &decays[decay_count++];
        *d = (mlg_decay){ .name = f[0], .evidence = f[6], .source = f[7] };
        d->shape = mlg_decay_shape_by_name(f[1], &known);
        d->closure = strcmp(f[2], "left") == 0 ? MLG_CLOSED_LEFT : MLG_CLOSED_RIGHT;
        assert(known && parameters[d->shape] == (*f[5] != '\0'));
        if (parameters[d->shape])
            d->parameter[0] = mlg_rule_number(f[5]);
    }
    assert(d->count < MLG_MAX_STEPS);
    d->end_ds[d->count] = (int32_t)lround(mlg_rule_number(f[3]) * MLG_DS_PER_MIN);
    d->weight[d->count++] = mlg_rule_number(f[4]);
}

static void read_all(void)
{
    static char copy[MLG_RULE_TABLE_BYTES];
    char *at = mlg_rule_table(copy, sizeof copy, "decays"), *f[MLG_DECAY_FIELDS];
    while (mlg_rule_next(&at, f, MLG_DECAY_FIELDS))
        take_row(f);
}

const mlg_decay *mlg_decay_list(int32_t *count)
{
    pthread_once(&once, read_all);
    *count = decay_count;
    return decays;
}

const mlg_decay *mlg_decay_by_name(const char *name)
{
    int32_t count;
    const mlg_decay *all = mlg_decay_list(&count);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

mlg_decay_shape mlg_decay_shape_by_name(const char *name, bool *known)
{
    const char *const *names = mlg_decay_shape_names();
    for (int s = 0; s < SHAPES; s++)
        if (strcmp(names[s], name) == 0) {
            *known = true;
            return (mlg_decay_shape)s;
        }
    *known = false;
    return MLG_STEPS;
}

const char *mlg_decay_shape_name(mlg_decay_shape shape)
{
    return mlg_decay_shape_names()[shape];
}

/* ---- construction ------------------------------------------------------------------------------------------- */

static mlg_status check_step(int32_t k, const double *end_min, const double *weight, mlg_error *err)
{
    if (!(end_min[k] > (k > 0 ? end_min[k - 1] : 0) && end_min[k] <= MLG_LONGEST_CUT_MIN))
        return mlg_fail(err, MLG_USAGE, "step %d ends at %g min; ends must be increasing, above 0 and at most %d",
                        k + 1, end_min[k], MLG_LONGEST_CUT_MIN);
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

mlg_status mlg_decay_of_shape(mlg_decay *decay, const char *name, mlg_decay_shape shape, double cut_min,
                              double first, double second, mlg_error *err)
{
    const double one = 1, given[2] = { first, second };
    MLG_TRY(mlg_decay_custom(decay, name, MLG_CLOSED_RIGHT, 1, &cut_min, &one, err));
    decay->shape = shape;
    for (int k = 0; k < parameters[shape]; k++) {
        if (!(given[k] > 0 && isfinite(given[k])))
            return mlg_fail(err, MLG_USAGE, "decay %s (%s) has parameter %d of %g; it must be above 0", name,
                            mlg_decay_shape_name(shape), k + 1, given[k]);
        decay->parameter[k] = given[k];
    }
    return MLG_OK;
}

/* ---- weights ------------------------------------------------------------------------------------------------ */

/* Last decisecond of step k. */
static int32_t last_of(const mlg_decay *decay, int32_t k)
{
    return decay->closure == MLG_CLOSED_RIGHT ? decay->end_ds[k] : decay->end_ds[k] - 1;
}

/* C libraries differ in the last bit of cos() and exp(): a weight keeps the first forty of its 53, the same on all systems. */
static double settled(double weight)
{
    enum { KEPT = 40 };
    int power;
    double part = frexp(weight, &power);
    return ldexp(round(ldexp(part, KEPT)), power - KEPT);
}

static double logistic(double t, double median, double deviation)
{
    static const double pi_over_sqrt3 = 1.8137993642342178;
    return settled(1 / (1 + exp((t - median) * pi_over_sqrt3 / deviation)));
}

/* Weight within the cut, for any shape but steps; minutes. */
static double shape_weight(const mlg_decay *decay, double t, double cut)
{
    static const double inv_sqrt_e = 0.60653065971263342, pi = 3.14159265358979324;
    double b = decay->parameter[0], part = t / cut;
    switch (decay->shape) {
    case MLG_EXPONENTIAL:
        return settled(exp(-b * t));
    case MLG_POWER:
        return settled(pow(fmax(t, 1), -b));
    case MLG_LINEAR:
        return 1 - part;
    case MLG_LOGISTIC:
        return logistic(t, b, decay->parameter[1]);
    case MLG_GAUSSIAN:
        return settled(exp(-t * t / b));
    case MLG_GAUSSIAN_DAI:
        return settled((exp(-0.5 * part * part) - inv_sqrt_e) / (1 - inv_sqrt_e));
    case MLG_EPANECHNIKOV:
        return 0.75 * (1 - part * part);
    case MLG_COSINE:
        return settled(0.5 * (1 + cos(pi * part)));
    case MLG_STEPS:
        break;
    }
    return 1;
}

double mlg_decay_weight(const mlg_decay *decay, int32_t time_ds)
{
    for (int32_t k = 0; k < decay->count; k++)
        if (time_ds <= last_of(decay, k)) {
            if (decay->shape == MLG_STEPS)
                return decay->weight[k];
            double cut = (double)decay->end_ds[0] / MLG_DS_PER_MIN;
            return fmax(0, shape_weight(decay, (double)time_ds / MLG_DS_PER_MIN, cut));
        }
    return 0;
}

int32_t mlg_decay_limit(const mlg_decay *decay)
{
    int32_t k = decay->count - 1;
    while (k > 0 && decay->weight[k] <= 0)
        k--;
    return last_of(decay, k);
}

mlg_status mlg_decay_table(double **weight, const mlg_decay *decay, mlg_error *err)
{
    int32_t limit = mlg_decay_limit(decay);
    *weight = NULL;
    MLG_TRY(MLG_NEW(weight, (size_t)limit + 2, "weights by time", err));
    for (int32_t t = 0; t <= limit; t++)
        (*weight)[t] = mlg_decay_weight(decay, t);
    return MLG_OK;
}

/* ---- description in French ---------------------------------------------------------------------------------- */

mlg_status mlg_decay_describe(mlg_text *text, const mlg_decay *decay, mlg_error *err)
{
    double b = decay->parameter[0], cut = (double)decay->end_ds[0] / MLG_DS_PER_MIN;
    switch (decay->shape) {
    case MLG_STEPS:
        for (int32_t k = 0; k < decay->count; k++)
            mlg_text_printf(text, "%s%g min : %.4g", k ? " ; " : "", (double)decay->end_ds[k] / MLG_DS_PER_MIN,
                            decay->weight[k]);
        break;
    case MLG_EXPONENTIAL:
        mlg_text_printf(text, "exp(-%g t), nul au-delà de %g min", b, cut);
        break;
    case MLG_POWER:
        mlg_text_printf(text, "t^-%g au-delà d'une minute, nul au-delà de %g min", b, cut);
        break;
    case MLG_LINEAR:
        mlg_text_printf(text, "1 - t/%g", cut);
        break;
    case MLG_LOGISTIC:
        mlg_text_printf(text, "logistique, médiane %g min, écart-type %g min, nul au-delà de %g min", b,
                        decay->parameter[1], cut);
        break;
    case MLG_GAUSSIAN:
        mlg_text_printf(text, "exp(-t²/%g), nul au-delà de %g min", b, cut);
        break;
    case MLG_GAUSSIAN_DAI:
        mlg_text_printf(text, "gaussienne de Dai, nulle à %g min", cut);
        break;
    case MLG_EPANECHNIKOV:
        mlg_text_printf(text, "0,75 (1 - (t/%g)²)", cut);
        break;
    case MLG_COSINE:
        mlg_text_printf(text, "(1 + cos(π t/%g))/2", cut);
        break;
    }
    return mlg_text_status(text, err);
}
