#include "analysis/compare/differences.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef enum { HAS, LACKS, UNDECIDED } side;

static side side_of(const mlg_difference_input *in, const mlg_difference_state *state, int32_t i)
{
    const double value = state->value[i];
    if (state->least && !isfinite(value))
        return state->least[i] >= state->threshold ? LACKS : UNDECIDED;
    if (isnan(value))
        return UNDECIDED;
    return (in->less_is_better ? value > state->threshold : value < state->threshold) ? LACKS : HAS;
}

mlg_crossing mlg_crossing_of(const mlg_difference_input *in, int32_t i)
{
    if (isnan(in->before.threshold) || isnan(in->after.threshold))
        return MLG_CROSSING_NONE;
    const side was = side_of(in, &in->before, i), is = side_of(in, &in->after, i);
    if (was == UNDECIDED || is == UNDECIDED)
        return MLG_CROSSING_UNKNOWN;
    return was == is ? MLG_CROSSING_NONE : is == LACKS ? MLG_CROSSING_FALLS : MLG_CROSSING_LEAVES;
}

/* Above 0: better after. NaN: unknown. */
static double change_of(const mlg_difference_input *in, int32_t i)
{
    double a = in->before.value[i], b = in->after.value[i];
    if (in->before.least && !isfinite(a) && isfinite(b))
        return in->before.least[i] >= b ? 1 : (double)NAN;
    if (in->after.least && !isfinite(b) && isfinite(a))
        return in->after.least[i] >= a ? -1 : (double)NAN;
    if (a == b) /* infinite ones too */
        return 0;
    double change = in->less_is_better ? a - b : b - a;
    if (!isfinite(a) || !isfinite(b))
        return change;
    return fabs(change) > 1e-9 * fmax(fabs(a), fabs(b)) ? change : 0;
}

typedef struct {
    double before, after; /* people */
} people;

static void add_change(mlg_differences *d, const mlg_difference_input *in, int32_t i, people p)
{
    double change = change_of(in, i);
    d->gain += change > 0 ? p.after : 0;
    d->lose += change < 0 ? p.after : 0;
    d->same += change == 0 ? p.after : 0;
    d->unknown += isnan(change) ? p.after : 0;
    d->places_gaining += change > 0;
    d->places_losing += change < 0;
}

static void add_lacks(mlg_differences *d, const mlg_difference_input *in, int32_t i, people p)
{
    if (side_of(in, &in->before, i) == LACKS) {
        d->lacking_before += p.before;
        d->places_lacking_before++;
    }
    if (side_of(in, &in->after, i) == LACKS) {
        d->lacking_after += p.after;
        d->places_lacking_after++;
    }
    mlg_crossing crossing = mlg_crossing_of(in, i);
    d->falling += crossing == MLG_CROSSING_FALLS ? p.after : 0;
    d->leaving += crossing == MLG_CROSSING_LEAVES ? p.after : 0;
    d->undecided += crossing == MLG_CROSSING_UNKNOWN ? p.after : 0;
    d->places_falling += crossing == MLG_CROSSING_FALLS;
    d->places_leaving += crossing == MLG_CROSSING_LEAVES;
}

/* Weights of the two means, kept in the means until the end. */
static void add_mean(mlg_differences *d, people *sums, const mlg_difference_input *in, int32_t i, people p)
{
    if (!isfinite(in->before.value[i]) || !isfinite(in->after.value[i]))
        return;
    d->mean_before += p.before * in->before.value[i];
    d->mean_after += p.after * in->after.value[i];
    sums->before += p.before;
    sums->after += p.after;
}

static mlg_status check(const mlg_difference_input *in, const int32_t *group, int32_t groups, const double *weight,
                        mlg_error *err)
{
    for (int32_t i = 0; i < in->count; i++) {
        double a = in->before.persons[i], b = in->after.persons[i];
        if (!(a >= 0) || !(b >= 0) || isinf(a) || isinf(b))
            return mlg_fail(err, MLG_INPUT, "place %d: %g then %g people", (int)i, a, b);
        if (weight && !(weight[i] >= 0 && weight[i] <= 1))
            return mlg_fail(err, MLG_INPUT, "place %d: %g is not a share of its people", (int)i, weight[i]);
        if (group && (group[i] < -1 || group[i] >= groups))
            return mlg_fail(err, MLG_INPUT, "place %d: there is no group %d", (int)i, (int)group[i]);
    }
    return MLG_OK;
}

/* One pass over the places for all groups. */
mlg_status mlg_differences_of(mlg_differences *out, int32_t groups, const mlg_difference_input *in,
                              const int32_t *group, const double *weight, mlg_error *err)
{
    people *sums = NULL;
    MLG_TRY(check(in, group, groups, weight, err));
    MLG_TRY(MLG_NEW(&sums, (size_t)groups, "groups", err));
    for (int32_t g = 0; g < groups; g++)
        out[g] = (mlg_differences){ 0 };
    for (int32_t i = 0; i < in->count; i++) {
        int32_t g = group ? group[i] : 0;
        double share = weight ? weight[i] : 1;
        const people p = { in->before.persons[i] * share, in->after.persons[i] * share };
        if (g < 0 || (weight && share == 0))
            continue;
        out[g].places++;
        out[g].persons += p.after;
        add_change(&out[g], in, i, p);
        add_lacks(&out[g], in, i, p);
        add_mean(&out[g], &sums[g], in, i, p);
    }
    for (int32_t g = 0; g < groups; g++) {
        out[g].mean_before = sums[g].before > 0 ? out[g].mean_before / sums[g].before : (double)NAN;
        out[g].mean_after = sums[g].after > 0 ? out[g].mean_after / sums[g].after : (double)NAN;
    }
    free(sums);
    return MLG_OK;
}
