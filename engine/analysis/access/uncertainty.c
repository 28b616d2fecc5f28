#include "analysis/access/uncertainty.h"

#include "base/memory.h"
#include "base/normal.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- random numbers ---------------------------------------------------------------------------------------------- */

typedef enum { OF_SUPPLY = 1, OF_TIME, OF_DEMAND, OF_MEASURE } subject;

static uint64_t mixed(uint64_t state, uint64_t more)
{
    state ^= more * 0xD1342543DE82EF95u;
    return mlg_random_next(&state);
}

typedef struct {
    uint64_t state;  /* of the seed, the draw and the subject */
    double mean, sd; /* of the logarithm */
} source;

static source source_of(uint64_t seed, int32_t draw, subject what, double cv)
{
    double variance = log1p(cv * cv);
    return (source){ mixed(mixed(seed, (uint64_t)draw + 1), what), -variance / 2, sqrt(variance) };
}

static double factor(const source *s, uint64_t index)
{
    double uniform = ((double)(mixed(s->state, index + 1) >> 11) + 0.5) * 0x1p-53;
    return s->sd > 0 ? exp(s->mean + s->sd * mlg_normal_quantile(uniform)) : 1;
}

/* ---- draws ------------------------------------------------------------------------------------------------------- */

typedef struct {
    double *demand, *supply, *value;
    int32_t *time_ds;
} scratch;

typedef struct {
    const mlg_uncertainty_input *in;
    double *value;
    scratch *workers;
} job;

static void draw_times(int32_t *time_ds, const mlg_uncertainty_input *in, int32_t draw)
{
    source s = source_of(in->seed, draw, OF_TIME, in->time_cv);
    for (int64_t k = 0; k < in->times.start[in->times.n_rows]; k++)
        time_ds[k] = (int32_t)lround(in->times.value[k] * factor(&s, (uint64_t)k));
}

static mlg_status run_draw(void *context, int32_t draw, int worker, mlg_error *err)
{
    const job *j = context;
    const mlg_uncertainty_input *in = j->in;
    scratch *w = &j->workers[worker];
    source demand = source_of(in->seed, draw, OF_DEMAND, in->demand_cv);
    for (int32_t i = 0; i < in->times.n_columns; i++)
        w->demand[i] = in->demand[i] * factor(&demand, (uint64_t)i);
    for (int32_t s = 0; s < in->times.n_rows; s++) {
        source supply = source_of(in->seed, draw, OF_SUPPLY, in->supply_cv / sqrt(fmax(1, in->heads[s])));
        w->supply[s] = in->supply[s] * factor(&supply, (uint64_t)s);
    }
    draw_times(w->time_ds, in, draw);
    mlg_times reach = mlg_times_rows(in->times);
    reach.rows.value = w->time_ds;
    mlg_measure_input input = { .reach = &reach,
                                .decay = in->decay,
                                .demand = w->demand,
                                .supply = w->supply,
                                .params = in->params,
                                .threads = 1 };
    mlg_measure_stats stats;
    MLG_TRY(mlg_measure_run(in->measure, &input, w->value, &stats, err));
    if (in->gather)
        MLG_TRY(in->gather(in->context, w->value, w->demand, err));
    source missed = source_of(in->seed, draw, OF_MEASURE, in->measure_cv);
    for (int32_t k = 0; k < in->kept; k++)
        j->value[(size_t)draw * (size_t)in->kept + (size_t)k] =
            w->value[in->place[k]] * factor(&missed, (uint64_t)in->place[k]);
    return worker == 0 ? mlg_progress_step(in->progress, "uncertainty", (double)draw / in->draws, err) : MLG_OK;
}

static mlg_status check(const mlg_uncertainty_input *in, mlg_error *err)
{
    const double each[] = { in->supply_cv, in->time_cv, in->demand_cv, in->measure_cv };
    for (size_t k = 0; k < sizeof each / sizeof *each; k++)
        if (!(each[k] >= 0 && each[k] <= 2))
            return mlg_fail(err, MLG_USAGE, "a coefficient of variation is %g; 0 to 2 is needed", each[k]);
    if (in->draws < 1)
        return mlg_fail(err, MLG_USAGE, "%d draws; 1 or more are needed", (int)in->draws);
    return in->measure->by_site ? mlg_fail(err, MLG_USAGE, "%s measures sites, not places", in->measure->name)
                                : MLG_OK;
}

mlg_status mlg_uncertainty_draws(const mlg_uncertainty_input *in, double *value, mlg_error *err)
{
    MLG_TRY(check(in, err));
    int threads = mlg_thread_count(in->threads);
    threads = threads > in->draws ? in->draws : threads;
    job j = { .in = in, .value = value };
    size_t places = (size_t)in->times.n_columns, sites = (size_t)in->times.n_rows,
           pairs = (size_t)in->times.start[in->times.n_rows];
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&j.workers, (size_t)threads, "draws", err));
    for (int w = 0; w < threads; w++) {
        MLG_GO(MLG_NEW(&j.workers[w].demand, places, "draws", err));
        MLG_GO(MLG_NEW(&j.workers[w].value, places, "draws", err));
        MLG_GO(MLG_NEW(&j.workers[w].supply, sites, "draws", err));
        MLG_GO(MLG_NEW(&j.workers[w].time_ds, pairs, "draws", err));
    }
    st = mlg_parallel(in->draws, threads, run_draw, &j, err);
done:
    for (int w = 0; w < threads; w++) {
        free(j.workers[w].demand);
        free(j.workers[w].value);
        free(j.workers[w].supply);
        free(j.workers[w].time_ds);
    }
    free(j.workers);
    return st;
}

/* ---- what they say ----------------------------------------------------------------------------------------------- */

typedef struct {
    double value;
    int32_t unit;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->value != y->value ? (x->value > y->value) - (x->value < y->value)
                                : (x->unit > y->unit) - (x->unit < y->unit);
}

/* rank[draws x units]: 0 where the value is not known. */
static void rank_draw(int32_t *rank, ranked *room, int32_t units, const double *value, bool low_is_good)
{
    int32_t n = 0;
    for (int32_t u = 0; u < units; u++) {
        rank[u] = 0;
        if (!isnan(value[u]))
            room[n++] = (ranked){ low_is_good ? -value[u] : value[u], u };
    }
    if (n > 0)
        qsort(room, (size_t)n, sizeof *room, compare_ranked);
    for (int32_t k = 0; k < n; k++)
        rank[room[k].unit] = k > 0 && room[k].value == room[k - 1].value ? rank[room[k - 1].unit] : k + 1;
}

/* The smallest of `n` sorted values that `share` of them do not exceed. */
static int32_t at_quantile(int32_t n, double share)
{
    int32_t k = (int32_t)ceil(share * n - 1e-9) - 1;
    return k < 0 ? 0 : k;
}

static mlg_uncertain sum_up(int32_t draws, int32_t units, int32_t unit, const double *value, const int32_t *rank,
                            double threshold, bool low_is_good, double *values, double *ranks)
{
    mlg_uncertain u = { (double)NAN, (double)NAN, (double)NAN, (double)NAN, 0, 0, 0 };
    int32_t n = 0, beyond = 0;
    for (int32_t d = 0; d < draws; d++) {
        double v = value[(size_t)d * (size_t)units + (size_t)unit];
        if (isnan(v))
            continue;
        ranks[n] = rank[(size_t)d * (size_t)units + (size_t)unit];
        values[n++] = v;
        beyond += low_is_good ? v > threshold : v < threshold;
    }
    if (n == 0)
        return u;
    mlg_sort_reals(values, (size_t)n);
    mlg_sort_reals(ranks, (size_t)n);
    int32_t low = at_quantile(n, 0.05), middle = at_quantile(n, 0.5), high = at_quantile(n, 0.95);
    return (mlg_uncertain){ (double)beyond / n,  values[low],         values[middle],
                            values[high],        (int32_t)ranks[low], (int32_t)ranks[middle],
                            (int32_t)ranks[high] };
}

mlg_status mlg_uncertainty_of(mlg_uncertain *out, int32_t draws, int32_t units, const double *value,
                              double threshold, bool low_is_good, mlg_error *err)
{
    int32_t *rank = NULL;
    ranked *room = NULL;
    double *values = NULL, *ranks = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&rank, (size_t)draws * (size_t)units, "ranks", err));
    MLG_GO(MLG_NEW(&room, (size_t)units, "ranks", err));
    MLG_GO(MLG_NEW(&values, (size_t)draws, "ranks", err));
    MLG_GO(MLG_NEW(&ranks, (size_t)draws, "ranks", err));
    for (int32_t d = 0; d < draws; d++) {
        size_t at = (size_t)d * (size_t)units;
        rank_draw(rank + at, room, units, value + at, low_is_good);
    }
    for (int32_t u = 0; u < units; u++)
        out[u] = sum_up(draws, units, u, value, rank, threshold, low_is_good, values, ranks);
done:
    free(rank);
    free(room);
    free(values);
    free(ranks);
    return st;
}
