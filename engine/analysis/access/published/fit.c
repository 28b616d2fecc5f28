#include "analysis/access/published/fit.h"

#include "analysis/access/published/compare.h"
#include "base/memory.h"

#include <math.h>

static mlg_status decay_of(mlg_decay *out, const mlg_fit_input *in, const mlg_fit_set *set, mlg_error *err)
{
    if (set->shape != MLG_STEPS)
        return mlg_decay_of_shape(out, "fit", set->shape, set->cut_min, 0, 0, err);
    *out = *in->steps;
    double scale = set->cut_min * MLG_DS_PER_MIN / out->end_ds[out->count - 1];
    for (int32_t k = 0; k < out->count; k++)
        out->end_ds[k] = (int32_t)lround(out->end_ds[k] * scale);
    return MLG_OK;
}

/* value[places] of the set. */
static mlg_status compute(double *value, const mlg_fit_input *in, const mlg_fit_set *set, mlg_error *err)
{
    mlg_decay decay;
    mlg_measure_stats stats;
    int32_t *time_ds = NULL;
    mlg_status st = decay_of(&decay, in, set, err);
    if (st == MLG_OK)
        st = MLG_NEW(&time_ds, (size_t)mlg_sparse_entries(in->times), "times", err);
    for (int64_t k = 0; st == MLG_OK && k < mlg_sparse_entries(in->times); k++) {
        int32_t t = in->times.value[k], moving = t > in->fixed_ds ? t - in->fixed_ds : 0;
        time_ds[k] = moving > 0 ? in->fixed_ds + (int32_t)lround(moving / set->faster) : t;
    }
    if (st == MLG_OK) {
        mlg_times reach = mlg_times_rows(in->times);
        reach.rows.value = time_ds;
        const mlg_measure_input input = { .reach = &reach,
                                          .decay = &decay,
                                          .demand = set->alike ? in->alike : in->demand,
                                          .supply = in->supply,
                                          .params = mlg_measure_defaults(),
                                          .threads = in->threads };
        st = mlg_measure_run(mlg_measure_by_name("apl"), &input, value, &stats, err);
    }
    free(time_ds);
    return st;
}

/* Factor that brings the mean of the computed values to that of the published ones, over a half or both. */
static double level_of(const mlg_fit_input *in, const double *value, int half)
{
    double published = 0, computed = 0;
    for (int32_t i = 0; i < in->times.n_columns; i++)
        if ((half == MLG_FIT_BOTH || in->half[i] == half) && !isnan(in->published[i]) && !isnan(value[i])) {
            published += in->persons[i] * in->published[i];
            computed += in->persons[i] * value[i];
        }
    return published / computed;
}

typedef struct {
    int32_t count;
    double *computed, *published, *persons;
    uint8_t *class_of;
} sample;

static double weighted_pearson(const sample *s)
{
    double w = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int32_t i = 0; i < s->count; i++) {
        w += s->persons[i];
        mx += s->persons[i] * s->computed[i];
        my += s->persons[i] * s->published[i];
    }
    mx /= w;
    my /= w;
    for (int32_t i = 0; i < s->count; i++) {
        double x = s->computed[i] - mx, y = s->published[i] - my;
        xx += s->persons[i] * x * x;
        yy += s->persons[i] * y * y;
        xy += s->persons[i] * x * y;
    }
    return xy / sqrt(xx * yy);
}

static void count_below(mlg_fit_figures *f, const sample *s, double threshold)
{
    double persons = 0, found = 0, both = 0, wanted = 0;
    for (int32_t i = 0; i < s->count; i++) {
        bool below = s->computed[i] < threshold, known = s->published[i] < threshold;
        persons += s->persons[i];
        f->below += below ? s->persons[i] : 0;
        f->below_published += known ? s->persons[i] : 0;
        found += below;
        wanted += known;
        both += below && known;
    }
    f->below /= persons;
    f->below_published /= persons;
    f->recall = wanted > 0 ? both / wanted : (double)NAN;
    f->precision = found > 0 ? both / found : (double)NAN;
}

static mlg_status judge_half(mlg_fit_figures *f, const mlg_fit_input *in, int half, const double *value,
                             double level, sample *s, mlg_error *err)
{
    const double least = 0.005;
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    s->count = 0;
    for (int32_t i = 0; i < in->times.n_columns; i++)
        if (in->half[i] == half && !isnan(in->published[i]) && !isnan(value[i])) {
            s->computed[s->count] = level * value[i];
            s->published[s->count] = in->published[i];
            s->persons[s->count++] = in->persons[i];
        }
    *f = (mlg_fit_figures){ .places = s->count };
    if (s->count < MLG_FIT_FEWEST_PLACES)
        return mlg_fail(err, MLG_DATA, "%d communes of one half have a published value; %d are needed",
                        (int)s->count, (int)MLG_FIT_FEWEST_PLACES);
    const mlg_compare_input compared = { s->count, s->computed, s->published, s->persons, s->class_of };
    MLG_TRY(mlg_compare(&compared, &all, by_class, err));
    count_below(f, s, in->threshold);
    f->spearman = all.spearman;
    f->pearson = weighted_pearson(s);
    f->loss =
        1 - f->spearman + (1 - f->pearson) / 2 + fabs(log((f->below + least) / (f->below_published + least))) / 10;
    return MLG_OK;
}

mlg_status mlg_fit_judge(mlg_fit_try out[MLG_FIT_TRIES], const mlg_fit_input *in, const mlg_fit_set *set,
                         mlg_error *err)
{
    size_t n = (size_t)in->times.n_columns;
    sample s = { 0 };
    double *value = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&value, n, "values side by side", err));
    MLG_GO(MLG_NEW(&s.computed, n, "values side by side", err));
    MLG_GO(MLG_NEW(&s.published, n, "values side by side", err));
    MLG_GO(MLG_NEW(&s.persons, n, "values side by side", err));
    MLG_GO(MLG_NEW(&s.class_of, n, "values side by side", err));
    MLG_GO(compute(value, in, set, err));
    for (int from = 0; from < MLG_FIT_TRIES; from++) {
        out[from] = (mlg_fit_try){ .set = *set, .level = level_of(in, value, from) };
        for (int h = 0; h < MLG_FIT_HALVES; h++)
            MLG_GO(judge_half(&out[from].half[h], in, h, value, out[from].level, &s, err));
    }
done:
    free(value);
    free(s.computed);
    free(s.published);
    free(s.persons);
    free(s.class_of);
    return st;
}

mlg_status mlg_fit_choose(mlg_fit_try best[MLG_FIT_TRIES], const mlg_fit_input *in, const mlg_fit_set *set,
                          int32_t count, mlg_error *err)
{
    double least[MLG_FIT_TRIES] = { HUGE_VAL, HUGE_VAL, HUGE_VAL };
    for (int32_t k = 0; k < count; k++) {
        mlg_fit_try one[MLG_FIT_TRIES];
        MLG_TRY(mlg_fit_judge(one, in, &set[k], err));
        for (int h = 0; h < MLG_FIT_TRIES; h++) {
            double loss = h < MLG_FIT_BOTH ? one[h].half[h].loss : one[h].half[0].loss + one[h].half[1].loss;
            if (loss < least[h]) {
                least[h] = loss;
                best[h] = one[h];
            }
        }
    }
    return isfinite(least[MLG_FIT_BOTH])
               ? MLG_OK
               : mlg_fail(err, MLG_DATA, "none of the sets of conventions gives an access to compare");
}
