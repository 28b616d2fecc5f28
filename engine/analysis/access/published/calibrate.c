#include "analysis/access/published/calibrate.h"

#include "base/memory.h"
#include "base/sort.h"
#include "network/models/model.h"

#include <math.h>

static double quantile_min(const int32_t *sorted, int64_t n, double share)
{
    int64_t rank = (int64_t)ceil(share * (double)n);
    return (double)sorted[rank > 0 ? rank - 1 : 0] / MLG_DS_PER_MIN;
}

typedef struct {
    double n, given, computed, difference, absolute, square, given2, computed2, product;
} sums;

static void add(sums *s, int32_t given_ds, int32_t computed_ds)
{
    double g = (double)given_ds / MLG_DS_PER_MIN, c = (double)computed_ds / MLG_DS_PER_MIN;
    s->n++;
    s->given += g;
    s->computed += c;
    s->difference += c - g;
    s->absolute += fabs(c - g);
    s->square += (c - g) * (c - g);
    s->given2 += g * g;
    s->computed2 += c * c;
    s->product += g * c;
}

static double correlation(const sums *s)
{
    double vg = s->n * s->given2 - s->given * s->given, vc = s->n * s->computed2 - s->computed * s->computed;
    const double flat = 1e-9;
    return vg <= flat || vc <= flat ? (double)NAN : (s->n * s->product - s->given * s->computed) / sqrt(vg * vc);
}

static bool is_in(const mlg_calibrate_input *in, int64_t i, int wanted)
{
    return wanted < 0 || in->class_of[i] == wanted;
}

/* Compares the pairs of one class, or of all classes (-1). `differences` is scratch of in->count. */
static void summarise(mlg_calibration *out, const mlg_calibrate_input *in, int wanted, int32_t *differences)
{
    const double none = (double)NAN;
    sums s = { 0 };
    int64_t n = 0;
    *out = (mlg_calibration){ 0, 0, none, none, none, none, none, none, none, none, none };
    for (int64_t i = 0; i < in->count; i++) {
        if (!is_in(in, i, wanted))
            continue;
        if (in->computed_ds[i] == MLG_UNREACHABLE) {
            out->unreached++;
            continue;
        }
        add(&s, in->given_ds[i], in->computed_ds[i]);
        differences[n++] = in->computed_ds[i] - in->given_ds[i];
    }
    out->pairs = n;
    if (n == 0)
        return;
    mlg_sort_integers(differences, (size_t)n);
    out->mean_given = s.given / s.n;
    out->bias = s.difference / s.n;
    out->mean_absolute = s.absolute / s.n;
    out->root_mean_square = sqrt(s.square / s.n);
    out->difference_10 = quantile_min(differences, n, 0.1);
    out->difference_50 = quantile_min(differences, n, 0.5);
    out->difference_90 = quantile_min(differences, n, 0.9);
    out->ratio = s.given > 0 ? s.computed / s.given : none;
    out->correlation = correlation(&s);
}

static int32_t distance(const mlg_calibrate_input *in, int64_t i)
{
    return in->computed_ds[i] == MLG_UNREACHABLE ? -1 : abs(in->computed_ds[i] - in->given_ds[i]);
}

static void find_worst(const mlg_calibrate_input *in, int64_t *worst, int32_t *n_worst)
{
    *n_worst = 0;
    for (int64_t i = 0; i < in->count; i++) {
        int32_t far = distance(in, i), at = *n_worst;
        if (far < 0)
            continue;
        while (at > 0 && distance(in, worst[at - 1]) < far)
            at--;
        if (at >= MLG_CALIBRATE_WORST)
            continue;
        int32_t last = *n_worst < MLG_CALIBRATE_WORST ? (*n_worst)++ : MLG_CALIBRATE_WORST - 1;
        for (; last > at; last--)
            worst[last] = worst[last - 1];
        worst[at] = i;
    }
}

static mlg_status check(const mlg_calibrate_input *in, mlg_error *err)
{
    for (int64_t i = 0; i < in->count; i++)
        if (in->given_ds[i] < 0 || in->computed_ds[i] < 0 || in->class_of[i] >= MLG_CALIBRATE_CLASSES)
            return mlg_fail(err, MLG_INPUT, "pair %lld: given %d ds, computed %d ds, class %d", (long long)i,
                            in->given_ds[i], in->computed_ds[i], in->class_of[i]);
    return MLG_OK;
}

mlg_status mlg_calibrate_pairs(const mlg_calibrate_input *input, mlg_calibration *all, mlg_calibration *by_class,
                               int64_t *worst, int32_t *n_worst, mlg_error *err)
{
    int32_t *differences;
    MLG_TRY(check(input, err));
    MLG_TRY(MLG_NEW(&differences, (size_t)input->count, "differences", err));
    summarise(all, input, -1, differences);
    for (int c = 0; c < MLG_CALIBRATE_CLASSES; c++)
        summarise(&by_class[c], input, c, differences);
    find_worst(input, worst, n_worst);
    free(differences);
    return MLG_OK;
}
