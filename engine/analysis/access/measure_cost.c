/* Measures computed place by place: costs, opportunities by time limit, density. All read the transposed
 * matrix. */
#include "analysis/access/measure_inner.h"
#include "base/memory.h"

#include <math.h>

enum { MOST_LIMITS = 512 };

mlg_status mlg_measure_by_place(mlg_sparse_rows *out, const mlg_measure_input *in, mlg_error *err)
{
    int32_t limit = mlg_decay_limit(in->decay);
    mlg_sparse_rows kept;
    if (in->reach->rows.start)
        return mlg_sparse_transpose_within(out, in->reach->rows, limit, err);
    *out = (mlg_sparse_rows){ 0 };
    MLG_TRY(mlg_travel_rows(&kept, in->reach->travel, limit, in->threads, err));
    mlg_status st = mlg_sparse_transpose_within(out, mlg_sparse_view_of(&kept), limit, err);
    mlg_sparse_release(&kept);
    return st;
}

static double minutes(int32_t time_ds)
{
    return (double)time_ds / MLG_DS_PER_MIN;
}

/* Value of one place from its pairs [from, end) of the matrix. */
typedef double (*place_fn)(const mlg_measure_input *in, const mlg_sparse_rows *by_place, int64_t from, int64_t end,
                           void *scratch);

static mlg_status each_place(const mlg_measure_input *in, place_fn figure, void *scratch, double *value,
                             mlg_error *err)
{
    mlg_sparse_rows by_place;
    MLG_TRY(mlg_measure_by_place(&by_place, in, err));
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = figure(in, &by_place, by_place.start[i], by_place.start[i + 1], scratch);
    mlg_sparse_release(&by_place);
    return MLG_OK;
}

/* The `nth` smallest times, in ascending order. */
static double nth_time(const mlg_measure_input *in, const mlg_sparse_rows *m, int64_t from, int64_t end,
                       void *scratch)
{
    int32_t *smallest = scratch, kept = 0, nth = in->params.nth;
    for (int64_t k = from; k < end; k++) {
        int32_t t = m->value[k], at;
        if (!(in->supply[m->column[k]] > 0) || (kept == nth && t >= smallest[nth - 1]))
            continue;
        kept += kept < nth;
        for (at = kept - 1; at > 0 && smallest[at - 1] > t; at--)
            smallest[at] = smallest[at - 1];
        smallest[at] = t;
    }
    return kept < nth ? (double)NAN : minutes(smallest[nth - 1]);
}

mlg_status mlg_run_nth(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    (void)stats;
    int32_t *smallest = NULL;
    MLG_TRY(MLG_NEW(&smallest, (size_t)in->params.nth, "nearest times", err));
    mlg_status st = each_place(in, nth_time, smallest, value, err);
    free(smallest);
    return st;
}

mlg_status mlg_run_nearest(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    mlg_measure_input first = *in;
    first.params.nth = 1;
    return mlg_run_nth(&first, value, stats, err);
}

static double mean_time(const mlg_measure_input *in, const mlg_sparse_rows *m, int64_t from, int64_t end,
                        void *scratch)
{
    (void)scratch;
    double weighted = 0, supply = 0;
    for (int64_t k = from; k < end; k++) {
        weighted += in->supply[m->column[k]] * minutes(m->value[k]);
        supply += in->supply[m->column[k]];
    }
    return supply > 0 ? weighted / supply : (double)NAN;
}

mlg_status mlg_run_mean(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    (void)stats;
    return each_place(in, mean_time, NULL, value, err);
}

/* ---- balancing cost ----------------------------------------------------------------------------------------- */

typedef struct {
    int32_t time_ds;
    double supply;
} reached;

static int compare_time(const void *a, const void *b)
{
    const reached *left = a, *right = b;
    return (left->time_ds > right->time_ds) - (left->time_ds < right->time_ds);
}

/* Least time within which the sites, sorted by time, have enough supply; NaN when all of them have not. `enough` is a share of the supply
 * of the study, which may round above the sum. */
static double balance_time(const reached *site, int32_t count, double enough)
{
    static const double rounding = 1e-12;
    double supply = 0;
    for (int32_t k = 0; k < count; k++) {
        supply += site[k].supply;
        if (supply >= enough * (1 - rounding))
            return minutes(site[k].time_ds);
    }
    return (double)NAN;
}

static void balance_places(const mlg_measure_input *in, const mlg_sparse_rows *m, double served, reached *site,
                           double *value)
{
    for (int32_t i = 0; i < in->reach->places; i++) {
        int32_t n = 0;
        for (int64_t k = m->start[i]; k < m->start[i + 1]; k++)
            if (in->supply[m->column[k]] > 0)
                site[n++] = (reached){ m->value[k], in->supply[m->column[k]] };
        qsort(site, (size_t)n, sizeof *site, compare_time);
        value[i] = balance_time(site, n, in->demand[i] / served);
    }
}

mlg_status mlg_run_balancing(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    mlg_sparse_rows by_place;
    reached *site = NULL;
    double served = isnan(in->params.rho) ? stats->demand / stats->supply : in->params.rho;
    MLG_TRY(mlg_measure_by_place(&by_place, in, err));
    mlg_status st = MLG_NEW(&site, (size_t)in->reach->sites, "sites by time", err);
    if (st == MLG_OK)
        balance_places(in, &by_place, served > 0 ? served : 1, site, value);
    free(site);
    mlg_sparse_release(&by_place);
    return st;
}

/* ---- cumulative opportunities over an interval -------------------------------------------------------------- */

typedef struct {
    int32_t count;
    int32_t limit_ds[MOST_LIMITS]; /* ascending */
    double sum[MOST_LIMITS];
} limits;

/* Sums by limit do not decrease: the median is the middle one, the extremes the first and the last. */
static double interval_figure(const limits *l, mlg_interval_figure figure)
{
    double all = 0;
    for (int32_t c = 0; c < l->count; c++)
        all += l->sum[c];
    switch (figure) {
    case MLG_INTERVAL_MEAN:
        return all / l->count;
    case MLG_INTERVAL_MIN:
        return l->sum[0];
    case MLG_INTERVAL_MAX:
        return l->sum[l->count - 1];
    case MLG_INTERVAL_MEDIAN:
        break;
    }
    return (l->sum[(l->count - 1) / 2] + l->sum[l->count / 2]) / 2;
}

/* Cumulative supply by limit. */
static double median_supply(const mlg_measure_input *in, const mlg_sparse_rows *m, int64_t from, int64_t end,
                            void *scratch)
{
    limits *l = scratch;
    for (int32_t c = 0; c < l->count; c++)
        l->sum[c] = 0;
    for (int64_t k = from; k < end; k++) {
        int32_t c = 0;
        while (c < l->count && m->value[k] > l->limit_ds[c])
            c++;
        if (c < l->count)
            l->sum[c] += in->supply[m->column[k]];
    }
    for (int32_t c = 1; c < l->count; c++)
        l->sum[c] += l->sum[c - 1];
    return interval_figure(l, in->params.figure);
}

mlg_status mlg_run_median(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    (void)stats;
    const mlg_measure_params *p = &in->params;
    double steps = floor((p->to_min - p->from_min) / p->step_min + 1e-9);
    limits l = { .count = (int32_t)fmin(steps, MOST_LIMITS) + 1 };
    const double cut = p->to_min, one = 1;
    mlg_measure_input wide = *in;
    mlg_decay whole;
    if (l.count > MOST_LIMITS)
        return mlg_fail(err, MLG_USAGE, "%g time limits from %g to %g min; at most %d are allowed", steps + 1,
                        p->from_min, p->to_min, MOST_LIMITS);
    for (int32_t c = 0; c < l.count; c++)
        l.limit_ds[c] = (int32_t)lround((p->from_min + c * p->step_min) * MLG_DS_PER_MIN);
    MLG_TRY(mlg_decay_custom(&whole, "interval", MLG_CLOSED_RIGHT, 1, &cut, &one, err));
    wide.decay = &whole;
    return each_place(&wide, median_supply, &l, value, err);
}

/* ---- density ------------------------------------------------------------------------------------------------ */

mlg_status mlg_run_density(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    (void)stats;
    if (!in->params.site_place && in->reach->sites > 0)
        return mlg_fail(err, MLG_USAGE, "a density needs the place where each site is located");
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = 0;
    for (int32_t j = 0; j < in->reach->sites; j++) {
        int32_t place = in->params.site_place[j];
        if (place < -1 || place >= in->reach->places)
            return mlg_fail(err, MLG_INPUT, "site %d is at place %d; there are %d", j, place, in->reach->places);
        if (place >= 0)
            value[place] += in->supply[j];
    }
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = in->demand[i] > 0 ? value[i] / in->demand[i] : (double)NAN;
    return MLG_OK;
}
