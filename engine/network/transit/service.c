#include "network/transit/service.h"

#include "base/memory.h"

#include <stdlib.h>

/* The departures of a trip from its first stop. */
typedef struct {
    int64_t courses;
    int32_t first_s, last_s;
} departures;

/* Frequencies are sorted by trip; *q is the first one of this trip or of a later one, and moves on. */
static departures departures_of(const mlg_gtfs *feed, int32_t trip, int32_t *q)
{
    const int32_t own_s = feed->calls[feed->trips[trip].first_call].departure_s;
    departures d = { 1, own_s, own_s };
    bool repeated = false;
    for (; *q < feed->n_frequencies && feed->frequencies[*q].trip <= trip; ++*q) {
        const mlg_gtfs_frequency *f = &feed->frequencies[*q];
        if (f->trip < trip)
            continue;
        const int32_t times = mlg_gtfs_departures(f);
        const int32_t last_s = f->start_s + (times - 1) * f->headway_s;
        d.courses = (repeated ? d.courses : 0) + times;
        d.first_s = !repeated || f->start_s < d.first_s ? f->start_s : d.first_s;
        d.last_s = !repeated || last_s > d.last_s ? last_s : d.last_s;
        repeated = true;
    }
    return d;
}

static bool runs(const mlg_gtfs *feed, int32_t trip, int32_t day)
{
    return feed->trips[trip].n_calls > 0 && mlg_gtfs_runs(feed, feed->trips[trip].service, day);
}

/* ---- lines ---- */

typedef struct {
    const mlg_gtfs *feed;
    mlg_line_path path;
} candidate;

static int compare_stops(const mlg_gtfs *feed, int32_t a, int32_t b)
{
    const mlg_gtfs_trip *p = &feed->trips[a], *q = &feed->trips[b];
    if (p->route != q->route)
        return p->route < q->route ? -1 : 1;
    for (int32_t k = 0; k < p->n_calls && k < q->n_calls; k++) {
        const int32_t s = mlg_gtfs_own_stop(feed, feed->calls[p->first_call + k].stop),
                      t = mlg_gtfs_own_stop(feed, feed->calls[q->first_call + k].stop);
        if (s != t)
            return s < t ? -1 : 1;
    }
    return (p->n_calls > q->n_calls) - (p->n_calls < q->n_calls);
}

static int compare_candidates(const void *a, const void *b)
{
    const candidate *p = a, *q = b;
    const int by_stops = compare_stops(p->feed, p->path.trip, q->path.trip);
    return by_stops ? by_stops : (p->path.trip > q->path.trip) - (p->path.trip < q->path.trip);
}

static void add(mlg_line_path *to, const mlg_line_path *from)
{
    to->courses += from->courses;
    to->first_s = from->first_s < to->first_s ? from->first_s : to->first_s;
    to->last_s = from->last_s > to->last_s ? from->last_s : to->last_s;
}

mlg_status mlg_gtfs_paths(mlg_line_path **paths, int32_t *n, const mlg_gtfs *feed, int32_t day, mlg_error *err)
{
    candidate *all = NULL;
    int32_t count = 0, q = 0;
    *paths = NULL;
    *n = 0;
    MLG_TRY(MLG_NEW(&all, (size_t)feed->n_trips, "lines", err));
    for (int32_t t = 0; t < feed->n_trips; t++) {
        if (!runs(feed, t, day))
            continue;
        const departures d = departures_of(feed, t, &q);
        all[count++] = (candidate){ feed, { t, d.courses, d.first_s, d.last_s } };
    }
    if (count > 1)
        qsort(all, (size_t)count, sizeof *all, compare_candidates);
    mlg_status st = MLG_NEW(paths, (size_t)count, "lines", err);
    for (int32_t k = 0; st == MLG_OK && k < count; k++) {
        if (k > 0 && compare_stops(feed, all[k - 1].path.trip, all[k].path.trip) == 0)
            add(&(*paths)[*n - 1], &all[k].path);
        else
            (*paths)[(*n)++] = all[k].path;
    }
    free(all);
    return st;
}

/* ---- stops ---- */

void mlg_gtfs_stop_service(mlg_stop_service *service, const mlg_gtfs *feed, int32_t day)
{
    int32_t q = 0;
    for (int32_t s = 0; s < feed->n_stops; s++)
        service[s] = (mlg_stop_service){ 0, INT32_MAX, INT32_MIN };
    for (int32_t t = 0; t < feed->n_trips; t++) {
        if (!runs(feed, t, day))
            continue;
        const mlg_gtfs_call *calls = &feed->calls[feed->trips[t].first_call];
        const departures d = departures_of(feed, t, &q);
        for (int32_t k = 0; k < feed->trips[t].n_calls; k++) {
            mlg_stop_service *s = &service[mlg_gtfs_own_stop(feed, calls[k].stop)];
            const int32_t after_s = calls[k].departure_s - calls[0].departure_s;
            if (calls[k].pickup == MLG_BOARD_NONE && calls[k].drop_off == MLG_BOARD_NONE)
                continue;
            s->courses += d.courses;
            s->first_s = d.first_s + after_s < s->first_s ? d.first_s + after_s : s->first_s;
            s->last_s = d.last_s + after_s > s->last_s ? d.last_s + after_s : s->last_s;
        }
    }
}
