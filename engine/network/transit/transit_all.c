/* Searches from all origins, and what is made of their samples. */
#include "network/transit/raptor.h"
#include "network/transit/trip_search.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <math.h>
#include <stdatomic.h>

/* ---- checks ---- */

static mlg_status check_walks(const char *what, const mlg_sparse_view *w, int32_t rows, int32_t columns,
                              mlg_error *err)
{
    if (w->n_rows != rows || w->n_columns != columns)
        return mlg_fail(err, MLG_INPUT, "walks of %s: %d rows and %d columns, not %d and %d", what, w->n_rows,
                        w->n_columns, rows, columns);
    for (int64_t e = 0; e < mlg_sparse_entries(*w); e++)
        if (w->column[e] < 0 || w->column[e] >= columns || w->value[e] < 0 || w->value[e] > MLG_TIME_MAX / 4)
            return mlg_fail(err, MLG_INPUT, "walks of %s: entry %lld is a time of %d to number %d", what,
                            (long long)e, w->value[e], w->column[e]);
    return MLG_OK;
}

/* Rides by on-demand vehicles: as many rows and columns as the walks beside them, or none. */
static mlg_status check_dials(const mlg_sparse_view *rides, const mlg_dial *dials, int32_t n, int32_t rows,
                              int32_t columns, mlg_error *err)
{
    const int32_t most_ds = MLG_TIME_MAX / 4;
    if (rides->n_rows == 0)
        return MLG_OK;
    MLG_TRY(check_walks("on-demand vehicles", rides, rows, columns, err));
    for (int64_t e = 0; e < mlg_sparse_entries(*rides); e++) {
        const mlg_dial *d = rides->value[e] < n ? &dials[rides->value[e]] : NULL;
        if (!d || d->before_ds < 0 || d->before_ds > most_ds || d->after_ds < 0 || d->after_ds > most_ds ||
            d->from_ds < -most_ds || d->until_ds > most_ds)
            return mlg_fail(err, MLG_INPUT, "on-demand vehicles: entry %lld is ride %d of %d, or out of range",
                            (long long)e, rides->value[e], n);
    }
    return MLG_OK;
}

mlg_status mlg_transit_check(const mlg_transit *t, mlg_error *err)
{
    const int32_t most_ds = MLG_TIME_MAX / 4; /* sums of a few fit */
    if (t->n_days < 1 || t->n_departures < 1 || t->step_ds < 0 || t->step_ds > most_ds ||
        (int64_t)t->n_days * t->n_departures > 1000000) {
        mlg_fail(err, MLG_USAGE, "%d departures in each of %d timetables: give 1 to 1,000,000 in all",
                 t->n_departures, t->n_days);
        mlg_hint(err, "shorten the hours (from, until), or ask for fewer draws");
        return MLG_USAGE;
    }
    if (t->first_ds < -most_ds || t->first_ds + (int64_t)(t->n_departures - 1) * t->step_ds > most_ds)
        return mlg_fail(err, MLG_USAGE, "departures from %d ds on, every %d ds: out of range", t->first_ds,
                        t->step_ds);
    if (t->most_rides < 1 || t->most_rides > MLG_MOST_RIDES)
        return mlg_fail(err, MLG_USAGE, "%d rides at most: give 1 to %d", t->most_rides, MLG_MOST_RIDES);
    if (t->limit_ds < 0 || t->limit_ds > most_ds)
        return mlg_fail(err, MLG_USAGE, "a limit of %d ds is out of range; give 0 to %d", t->limit_ds, most_ds);
    const int32_t stops = t->transfers.n_rows;
    for (int32_t d = 0; d < t->n_days; d++)
        if (t->days[d]->n_stops != stops)
            return mlg_fail(err, MLG_INPUT, "a timetable of %d stops, and walks between %d", t->days[d]->n_stops,
                            stops);
    MLG_TRY(check_walks("stops", &t->transfers, stops, stops, err));
    MLG_TRY(check_walks("origins", &t->access, t->access.n_rows, stops, err));
    MLG_TRY(check_walks("destinations", &t->egress, stops, t->egress.n_columns, err));
    MLG_TRY(check_dials(&t->dial_access, t->dials, t->n_dials, t->access.n_rows, stops, err));
    MLG_TRY(check_dials(&t->dial_egress, t->dials, t->n_dials, stops, t->egress.n_columns, err));
    MLG_TRY(check_dials(&t->dial_direct, t->dials, t->n_dials, t->access.n_rows, t->egress.n_columns, err));
    MLG_TRY(check_dials(&t->dial_changes, t->change_dials, t->n_change_dials, stops, stops, err));
    return t->direct.n_rows == 0
               ? MLG_OK
               : check_walks("the whole way", &t->direct, t->access.n_rows, t->egress.n_columns, err);
}

/* ---- all origins ---- */

/* A search of one worker: run by run where the changes are known, else by rounds. */
typedef struct {
    mlg_raptor *rounds;
    mlg_trip_search *trips;
} searcher;

typedef struct {
    searcher *searchers; /* by worker */
    mlg_transit_take_fn take;
    void *context;
    const mlg_progress *progress;
    int32_t count;
    atomic_int done;
} job;

static mlg_status search_one(void *context, int32_t origin, int worker, mlg_error *err)
{
    job *j = context;
    const searcher *s = &j->searchers[worker];
    const int32_t *time_ds =
        s->trips ? mlg_trip_search_from(s->trips, origin) : mlg_raptor_search(s->rounds, origin);
    MLG_TRY(j->take(j->context, origin, time_ds, worker, err));
    const int done = atomic_fetch_add(&j->done, 1) + 1;
    return worker == 0 ? mlg_progress_step(j->progress, "journeys", (double)done / j->count, err) : MLG_OK;
}

static mlg_status make_searchers(job *j, const mlg_transit *transit, const mlg_run_changes *const *changes,
                                 int threads, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&j->searchers, (size_t)threads, "journeys", err));
    for (int i = 0; i < threads; i++) {
        searcher *s = &j->searchers[i];
        if (changes)
            MLG_TRY(mlg_trip_search_new(&s->trips, transit, changes, err));
        else
            MLG_TRY(mlg_raptor_new(&s->rounds, transit, err));
    }
    return MLG_OK;
}

mlg_status mlg_transit_from_all(const mlg_transit *transit, int threads, const mlg_progress *progress,
                                mlg_transit_take_fn take, void *context, mlg_error *err)
{
    job j = { .take = take, .context = context, .progress = progress, .count = transit->access.n_rows };
    const mlg_run_changes *const *changes = transit->changes;
    mlg_run_changes **found = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_transit_check(transit, err));
    threads = mlg_thread_count(threads);
    if (!changes) {
        st = mlg_run_changes_all(&found, transit, threads, progress, err);
        changes = (const mlg_run_changes *const *)found;
    }
    if (st == MLG_OK)
        st = make_searchers(&j, transit, changes, threads, err);
    if (st == MLG_OK)
        st = mlg_parallel(j.count, threads, search_one, &j, err);
    for (int i = 0; j.searchers && i < threads; i++) {
        mlg_raptor_free(j.searchers[i].rounds);
        mlg_trip_search_free(j.searchers[i].trips);
    }
    free(j.searchers);
    mlg_run_changes_free_all(found, transit->n_days);
    return st;
}

/* ---- samples ---- */

/* The k-th smallest of v[0 .. n), k from 0 (Hoare's selection); v is reordered. */
static int32_t kth(int32_t *v, int32_t n, int32_t k)
{
    int32_t low = 0, high = n - 1;
    while (low < high) {
        const int32_t pivot = v[low + (high - low) / 2];
        int32_t i = low, j = high;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                const int32_t kept = v[i];
                v[i++] = v[j];
                v[j--] = kept;
            }
        }
        if (k <= j)
            high = j;
        else if (k >= i)
            low = i;
        else
            return v[k];
    }
    return v[k];
}

int32_t mlg_transit_percentile(const int32_t *time_ds, int32_t n, int64_t stride, double percent, int32_t *room)
{
    int32_t reachable = 0;
    for (int32_t i = 0; i < n; i++)
        if (time_ds[i * stride] != MLG_UNREACHABLE)
            room[reachable++] = time_ds[i * stride];
    const int32_t k = (int32_t)ceil(percent / 100 * n - 1e-9) - 1;
    return k < reachable ? kth(room, reachable, k < 0 ? 0 : k) : MLG_UNREACHABLE;
}

double mlg_transit_share(const int32_t *time_ds, int32_t n, int64_t stride, int32_t limit_ds)
{
    int32_t within = 0;
    for (int32_t i = 0; i < n; i++)
        within += time_ds[i * stride] <= limit_ds && time_ds[i * stride] != MLG_UNREACHABLE;
    return (double)within / n;
}
