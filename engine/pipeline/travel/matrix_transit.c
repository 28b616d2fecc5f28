#include "pipeline/travel/matrix_transit.h"

#include "base/memory.h"
#include "base/parallel.h"

mlg_status mlg_transit_pairs_init(mlg_transit_pairs *p, mlg_error *err)
{
    const size_t cells = (size_t)p->n * (size_t)p->m;
    for (int32_t k = 0; k < p->count; k++)
        MLG_TRY(MLG_NEW(&p->time_ds[k], cells, "a matrix", err));
    MLG_TRY(MLG_NEW(&p->share, cells, "a matrix", err));
    return p->detailed ? MLG_NEW(&p->detail, cells, "a matrix", err) : MLG_OK;
}

void mlg_transit_pairs_release(mlg_transit_pairs *p)
{
    for (int32_t k = 0; k < p->count; k++)
        free(p->time_ds[k]);
    free(p->share);
    free(p->detail);
    *p = (mlg_transit_pairs){ .n = 0 };
}

/* Scratch of one thread. */
typedef struct {
    int32_t *times, *room; /* [samples] */
    int32_t *sample;       /* [destinations of the search] the one whose journey counts; -1: none */
    mlg_journey *journeys; /* [destinations of the search] */
} bench;

typedef struct {
    mlg_transit_pairs *pairs;
    const mlg_study_trips *trips;
    bench *benches;
} filling;

/* Where a pair stands: searches go backwards for arrivals. */
static size_t cell_of(const filling *f, int32_t origin, int32_t destination)
{
    const int32_t from = f->trips->options->arrivals ? destination : origin;
    const int32_t to = f->trips->options->arrivals ? origin : destination;
    return (size_t)from * (size_t)f->pairs->m + (size_t)to;
}

/* ---- the journey behind a time ---- */

static void describe(mlg_transit_detail *detail, mlg_journey *j, const filling *f, const mlg_timetable *day)
{
    const mlg_transit_options *o = f->trips->options;
    if (o->arrivals)
        mlg_journey_turn(j, day);
    *detail = (mlg_transit_detail){ .leaves_ds = j->departs_ds, .ride_ds = j->ride_ds, .rides = j->rides };
    for (int32_t k = 0; k < j->count; k++)
        if (!j->legs[k].ride)
            detail->walk_ds += mlg_leg_walk_ds(&j->legs[k], o->board_ds);
    detail->wait_ds = j->arrives_ds - j->departs_ds - detail->walk_ds - detail->ride_ds;
}

/* One search a departure that some pair needs. */
static mlg_status add_details(const filling *f, bench *b, int32_t origin, mlg_error *err)
{
    const mlg_transit *t = &f->trips->trips.transit;
    const int32_t n = t->egress.n_columns;
    for (int32_t i = 0; i < mlg_transit_samples(t); i++) {
        const int32_t day = i / t->n_departures;
        bool any = false;
        for (int32_t d = 0; d < n && !any; d++)
            any = b->sample[d] == i;
        if (!any)
            continue;
        MLG_TRY(mlg_transit_journeys(b->journeys, t, day, origin, t->first_ds + i % t->n_departures * t->step_ds,
                                     err));
        for (int32_t d = 0; d < n; d++)
            if (b->sample[d] == i)
                describe(&f->pairs->detail[cell_of(f, origin, d)], &b->journeys[d], f, t->days[day]);
    }
    return MLG_OK;
}

/* ---- times ---- */

static mlg_status take(void *context, int32_t origin, const int32_t *time_ds, int worker, mlg_error *err)
{
    const filling *f = context;
    mlg_transit_pairs *p = f->pairs;
    const mlg_transit *t = &f->trips->trips.transit;
    const int32_t n = t->egress.n_columns, samples = mlg_transit_samples(t);
    bench *b = &f->benches[worker];
    for (int32_t d = 0; d < n; d++) {
        const size_t cell = cell_of(f, origin, d);
        for (int32_t i = 0; i < samples; i++)
            b->times[i] = time_ds[(int64_t)i * n + d];
        for (int32_t k = 0; k < p->count; k++)
            p->time_ds[k][cell] = mlg_transit_percentile(b->times, samples, 1, p->percent[k], b->room);
        p->share[cell] = (float)mlg_transit_share(b->times, samples, 1, p->share_limit_ds);
        if (!p->detailed)
            continue;
        p->detail[cell].rides = b->sample[d] = -1;
        for (int32_t i = samples - 1; i >= 0; i--)
            if (b->times[i] == p->time_ds[0][cell] && b->times[i] != MLG_UNREACHABLE)
                b->sample[d] = i;
    }
    return p->detailed ? add_details(f, b, origin, err) : MLG_OK;
}

static mlg_status open_benches(filling *f, int threads, mlg_error *err)
{
    const mlg_transit *t = &f->trips->trips.transit;
    const size_t samples = (size_t)mlg_transit_samples(t),
                 n = f->pairs->detailed ? (size_t)t->egress.n_columns : 0;
    MLG_TRY(MLG_NEW(&f->benches, (size_t)threads, "journeys", err));
    for (int i = 0; i < threads; i++) {
        MLG_TRY(MLG_NEW(&f->benches[i].times, samples, "journeys", err));
        MLG_TRY(MLG_NEW(&f->benches[i].room, samples, "journeys", err));
        MLG_TRY(MLG_NEW(&f->benches[i].sample, n, "journeys", err));
        MLG_TRY(MLG_NEW(&f->benches[i].journeys, n, "journeys", err));
    }
    return MLG_OK;
}

mlg_status mlg_transit_pairs_fill(mlg_transit_pairs *pairs, const mlg_study_trips *trips, int requested,
                                  const mlg_progress *progress, mlg_error *err)
{
    const int threads = mlg_thread_count(requested);
    filling f = { .pairs = pairs, .trips = trips };
    mlg_status st = open_benches(&f, threads, err);
    if (st == MLG_OK)
        st = mlg_transit_from_all(&trips->trips.transit, threads, progress, take, &f, err);
    for (int i = 0; f.benches && i < threads; i++) {
        free(f.benches[i].times);
        free(f.benches[i].room);
        free(f.benches[i].sample);
        free(f.benches[i].journeys);
    }
    free(f.benches);
    return st;
}
