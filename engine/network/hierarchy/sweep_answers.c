#include "network/hierarchy/sweep_answers.h"

#include "base/memory.h"

#include <stdatomic.h>
#include <string.h>

/* All batches to one consumer. */
static mlg_status sweep_all(const mlg_sweep_request *request, mlg_sweep_consumer consumer, mlg_error *err)
{
    mlg_sweep *sweep;
    consumer.passes = 1;
    MLG_TRY(mlg_sweep_new(&sweep, request, err));
    mlg_status st = mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &consumer, err);
    mlg_sweep_free(sweep);
    return st;
}

static mlg_status check_limits(const int32_t *limit_ds, int32_t count, const mlg_sweep_request *request,
                               mlg_error *err)
{
    for (int32_t i = 0; i < count; i++)
        if (limit_ds[i] < 0 || limit_ds[i] > request->limit_ds || (i > 0 && limit_ds[i] <= limit_ds[i - 1]))
            return mlg_fail(err, MLG_USAGE, "limit %d is %d ds: limits rise, up to the %d ds that are swept", i,
                            limit_ds[i], request->limit_ds);
    return MLG_OK;
}

/* ---- nearest ---- */

enum { LOCKS = 4096 };

typedef struct {
    mlg_nearest_sites *out;
    const int32_t *place; /* by spot */
    atomic_flag lock[LOCKS];
} nearest_work;

/* Sites of a place are in one total order, so that the order of the batches does not matter. */
static void keep_nearest(int32_t *site, int32_t *time_ds, int32_t k, int32_t new_site, int32_t new_ds)
{
    int32_t at = k;
    while (at > 0 && (new_ds < time_ds[at - 1] || (new_ds == time_ds[at - 1] && new_site < site[at - 1])))
        at--;
    if (at == k)
        return;
    memmove(site + at + 1, site + at, (size_t)(k - at - 1) * sizeof *site);
    memmove(time_ds + at + 1, time_ds + at, (size_t)(k - at - 1) * sizeof *time_ds);
    site[at] = new_site;
    time_ds[at] = new_ds;
}

static mlg_status visit_nearest(void *context, const mlg_visit *visit, mlg_error *err)
{
    (void)err;
    nearest_work *w = context;
    const int32_t k = w->out->k;
    const size_t at = (size_t)w->place[visit->spot] * (size_t)k;
    atomic_flag *lock = &w->lock[visit->spot % LOCKS];
    while (atomic_flag_test_and_set_explicit(lock, memory_order_acquire))
        ;
    for (int32_t lane = 0; lane < visit->batch->n_sources; lane++)
        if (visit->row[lane] != UINT16_MAX && visit->row[lane] <= w->out->time_ds[at + (size_t)k - 1])
            keep_nearest(w->out->site + at, w->out->time_ds + at, k, visit->batch->source[lane], visit->row[lane]);
    atomic_flag_clear_explicit(lock, memory_order_release);
    return MLG_OK;
}

mlg_status mlg_sweep_nearest(mlg_nearest_sites *out, const mlg_sweep_request *request, int32_t k, mlg_error *err)
{
    nearest_work *w = NULL;
    mlg_status st;
    *out = (mlg_nearest_sites){ .n_rows = mlg_spots_count(request->spots), .k = k };
    if (k < 1 || k > MLG_NEAREST_MOST)
        return mlg_fail(err, MLG_USAGE, "%d nearest sites are not in 1..%d", k, MLG_NEAREST_MOST);
    const size_t cells = (size_t)out->n_rows * (size_t)k;
    MLG_GO(MLG_NEW(&w, 1, "nearest sites", err));
    MLG_GO(MLG_NEW(&out->site, cells, "nearest sites", err));
    MLG_GO(MLG_NEW(&out->time_ds, cells, "nearest sites", err));
    for (size_t i = 0; i < cells; i++) {
        out->site[i] = MLG_NOWHERE;
        out->time_ds[i] = MLG_UNREACHABLE;
    }
    w->out = out;
    w->place = mlg_spots_places(request->spots);
    for (int i = 0; i < LOCKS; i++)
        atomic_flag_clear(&w->lock[i]);
    MLG_GO(sweep_all(request, (mlg_sweep_consumer){ .context = w, .visit = visit_nearest }, err));
done:
    free(w);
    if (st != MLG_OK)
        mlg_nearest_sites_release(out);
    return st;
}

/* ---- counts of sites ---- */

typedef struct {
    int32_t *count;
    const int32_t *place, *limit_ds;
    int32_t n_limits;
} count_work;

static mlg_status visit_count(void *context, const mlg_visit *visit, mlg_error *err)
{
    (void)err;
    const count_work *w = context;
    int32_t *count = w->count + (size_t)w->place[visit->spot] * (size_t)w->n_limits;
    for (int32_t i = 0; i < w->n_limits; i++) {
        int32_t within = 0;
        for (int lane = 0; lane < MLG_LANES; lane++)
            within += visit->row[lane] <= w->limit_ds[i];
        __atomic_fetch_add(&count[i], within, __ATOMIC_RELAXED);
    }
    return MLG_OK;
}

mlg_status mlg_sweep_count_sites(int32_t *count, const mlg_sweep_request *request, const int32_t *limit_ds,
                                 int32_t n_limits, mlg_error *err)
{
    count_work w = { count, mlg_spots_places(request->spots), limit_ds, n_limits };
    MLG_TRY(check_limits(limit_ds, n_limits, request, err));
    memset(count, 0, (size_t)mlg_spots_count(request->spots) * (size_t)n_limits * sizeof *count);
    return sweep_all(request, (mlg_sweep_consumer){ .context = &w, .visit = visit_count }, err);
}

/* ---- histogram ---- */

typedef struct {
    double bin[MLG_LANE_STEPS][MLG_LANES];
} lane_bins;

typedef struct {
    double *sum;
    const double *amount;
    const int32_t *place;
    const mlg_sweep *sweep;
    int32_t n_bins;
    mlg_lane_steps only[MLG_LANE_STEPS]; /* weight 1 in one bin */
    lane_bins *lanes;                    /* by worker */
} histogram_work;

static mlg_status begin_histogram(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)err;
    const histogram_work *w = context;
    memset(&w->lanes[batch->worker], 0, sizeof *w->lanes);
    return MLG_OK;
}

static mlg_status visit_histogram(void *context, const mlg_visit *visit, mlg_error *err)
{
    (void)err;
    const histogram_work *w = context;
    lane_bins *lanes = &w->lanes[visit->batch->worker];
    double amount = w->amount[w->place[visit->spot]];
    for (int32_t i = 0; i < w->n_bins && amount > 0; i++)
        mlg_lanes_weigh(w->sweep, lanes->bin[i], visit->row, &w->only[i], amount);
    return MLG_OK;
}

static mlg_status end_histogram(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)err;
    const histogram_work *w = context;
    for (int32_t lane = 0; lane < batch->n_sources; lane++)
        for (int32_t i = 0; i < w->n_bins; i++)
            w->sum[(size_t)batch->source[lane] * (size_t)w->n_bins + (size_t)i] =
                w->lanes[batch->worker].bin[i][lane];
    return MLG_OK;
}

static void set_bins(histogram_work *w, const int32_t *end_ds)
{
    for (int32_t i = 0; i < w->n_bins; i++) {
        mlg_lane_steps *steps = &w->only[i];
        if (i > 0)
            steps->end_ds[steps->count++] = (uint16_t)end_ds[i - 1];
        steps->weight[steps->count] = 1;
        steps->end_ds[steps->count++] = (uint16_t)end_ds[i];
    }
}

mlg_status mlg_sweep_histogram(double *sum, const mlg_sweep_request *request, const double *amount,
                               const int32_t *end_ds, int32_t n_bins, mlg_error *err)
{
    histogram_work w = { .sum = sum, .amount = amount, .n_bins = n_bins };
    mlg_sweep *sweep = NULL;
    mlg_status st;
    if (n_bins < 1 || n_bins > MLG_LANE_STEPS)
        return mlg_fail(err, MLG_USAGE, "%d bins are not in 1..%d", n_bins, MLG_LANE_STEPS);
    MLG_TRY(check_limits(end_ds, n_bins, request, err));
    set_bins(&w, end_ds);
    w.place = mlg_spots_places(request->spots);
    const mlg_sweep_consumer consumer = { &w, 1, begin_histogram, visit_histogram, end_histogram };
    MLG_GO(mlg_sweep_new(&sweep, request, err));
    w.sweep = sweep;
    MLG_GO(MLG_NEW(&w.lanes, (size_t)mlg_sweep_threads(sweep), "histograms", err));
    MLG_GO(mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &consumer, err));
done:
    mlg_sweep_free(sweep);
    free(w.lanes);
    return st;
}
