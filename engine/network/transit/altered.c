#include "network/transit/altered.h"

#include "base/memory.h"
#include "network/transit/gtfs_inner.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_gtfs_maker *maker;
    const mlg_line_change *change;
    int32_t day;
    const mlg_gtfs *feed; /* for comparisons */
} alteration;

/* A trip that is left out. */
typedef struct {
    const mlg_gtfs *feed;
    int32_t trip, leaves_s;
} departure;

static bool is_of_line(const alteration *a, int32_t trip)
{
    const mlg_gtfs_trip *t = &a->feed->trips[trip];
    return (t->n_calls > 0 || t->on_demand) && mlg_gtfs_runs(a->feed, t->service, a->day) &&
           strcmp(mlg_gtfs_line_name(mlg_gtfs_route_of(a->feed, t)), a->change->name) == 0;
}

static bool is_in_hours(const alteration *a, int32_t leaves_s)
{
    return leaves_s >= a->change->from_s && leaves_s <= a->change->until_s;
}

/* ---- frequencies ---------------------------------------------------------------------------------------------------- */

/* A trip all of whose entries are left out runs no more. Entries are sorted by trip. */
static void stop_unrepeated(mlg_gtfs *feed, const bool *repeats)
{
    int32_t k = 0;
    for (int32_t t = 0; t < feed->n_trips; t++) {
        while (k < feed->n_frequencies && feed->frequencies[k].trip < t)
            k++;
        if (repeats[t] && (k == feed->n_frequencies || feed->frequencies[k].trip != t))
            feed->trips[t].n_calls = 0;
    }
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Cuts an entry into what comes before these hours, within them at the headway if there is one, and after: *count of `parts`. Gives how many departures were
 * within. */
static int32_t cut_frequency(mlg_gtfs_frequency parts[3], int32_t *count, const mlg_gtfs_frequency *f,
                             const mlg_line_change *c)
{
    const int32_t all = mlg_gtfs_departures(f), step_s = f->headway_s;
    const int32_t before =
        c->from_s <= f->start_s ? 0 : least(all, (c->from_s - f->start_s + step_s - 1) / step_s);
    const int32_t until = c->until_s < f->start_s ? 0 : least(all, (c->until_s - f->start_s) / step_s + 1);
    mlg_gtfs_frequency part = *f;
    *count = 0;
    if (until <= before) {
        parts[(*count)++] = *f;
        return 0;
    }
    part.end_s = f->start_s + before * step_s;
    if (before > 0)
        parts[(*count)++] = part;
    part = (mlg_gtfs_frequency){ f->trip, part.end_s, least(f->end_s, c->until_s + 1), c->every_s, f->exact };
    if (c->every_s > 0)
        parts[(*count)++] = part;
    part = *f;
    part.start_s = f->start_s + until * step_s;
    if (until < all)
        parts[(*count)++] = part;
    return until - before;
}

/* What the entries say of these hours is left out, or at the headway. Marks the trips of all entries, which run at no other times. */
static mlg_status alter_frequencies(int64_t *departures, const alteration *a, bool *repeats, mlg_error *err)
{
    mlg_gtfs_maker *m = a->maker;
    mlg_gtfs *feed = &m->feed;
    mlg_gtfs_frequency *made;
    const size_t most = 3 * (size_t)feed->n_frequencies;
    int32_t kept = 0;
    MLG_TRY(MLG_NEW(&made, most, "a line", err));
    for (int32_t k = 0; k < feed->n_frequencies; k++) {
        const mlg_gtfs_frequency *f = &feed->frequencies[k];
        int32_t count = 1;
        repeats[f->trip] = true;
        if (is_of_line(a, f->trip))
            *departures += cut_frequency(made + kept, &count, f, a->change);
        else
            made[kept] = *f;
        kept += count;
    }
    free(feed->frequencies);
    feed->frequencies = made;
    feed->n_frequencies = kept;
    m->frequencies_room = most;
    stop_unrepeated(feed, repeats);
    return MLG_OK;
}

/* ---- rides on demand ----------------------------------------------------------------------------------------------- */

/* What is left of a ride: before these hours, after them. A trip with times is left out whole by its departure. */
static int32_t cut_ride(mlg_gtfs_flex parts[2], const alteration *a, const mlg_gtfs_flex *ride)
{
    const mlg_gtfs_trip *trip = &a->feed->trips[ride->trip];
    const mlg_line_change *c = a->change;
    int32_t count = 0;
    const bool whole = trip->n_calls > 0,
               out = whole && is_in_hours(a, a->feed->calls[trip->first_call].departure_s);
    mlg_gtfs_flex part = *ride;
    if (whole && out)
        return 0;
    if (whole || ride->last_s < c->from_s || ride->first_s > c->until_s) {
        parts[0] = *ride;
        return 1;
    }
    part.last_s = c->from_s - 1;
    if (part.last_s >= part.first_s)
        parts[count++] = part;
    part = *ride;
    part.first_s = c->until_s + 1;
    if (part.first_s <= part.last_s)
        parts[count++] = part;
    return count;
}

static bool same_hours(const mlg_gtfs_flex *a, const mlg_gtfs_flex *b)
{
    return a->first_s == b->first_s && a->last_s == b->last_s;
}

/* Rides are in the order of their trips, each of which counts as one departure; those of a trip with times are counted with it. */
static mlg_status alter_rides(int64_t *departures, const alteration *a, mlg_error *err)
{
    mlg_gtfs_maker *m = a->maker;
    mlg_gtfs *feed = &m->feed;
    mlg_gtfs_flex *made;
    const size_t most = 2 * (size_t)feed->n_flex;
    int32_t kept = 0, last = -1;
    MLG_TRY(MLG_NEW(&made, most, "a line", err));
    for (int32_t k = 0; k < feed->n_flex; k++) {
        const mlg_gtfs_flex *ride = &feed->flex[k];
        int32_t count = 1;
        if (is_of_line(a, ride->trip))
            count = cut_ride(made + kept, a, ride);
        else
            made[kept] = *ride;
        const bool cut = count != 1 || !same_hours(&made[kept], ride);
        if (cut && ride->trip != last && feed->trips[ride->trip].n_calls == 0)
            ++*departures;
        last = cut ? ride->trip : last;
        kept += count;
    }
    if (a->change->every_s > 0 && last >= 0) {
        free(made);
        return mlg_fail(err, MLG_DATA, "line %s runs on demand: it has no headway, but can be stopped",
                        a->change->name);
    }
    free(feed->flex);
    feed->flex = made;
    feed->n_flex = kept;
    m->flex_room = most;
    return MLG_OK;
}

/* ---- trips ----------------------------------------------------------------------------------------------------------- */

static int compare_stops(const departure *a, const departure *b)
{
    const mlg_gtfs_trip *s = &a->feed->trips[a->trip], *t = &b->feed->trips[b->trip];
    if (s->n_calls != t->n_calls)
        return s->n_calls < t->n_calls ? -1 : 1;
    for (int32_t k = 0; k < s->n_calls; k++) {
        const int32_t x = mlg_gtfs_own_stop(a->feed, a->feed->calls[s->first_call + k].stop),
                      y = mlg_gtfs_own_stop(b->feed, b->feed->calls[t->first_call + k].stop);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static int by_stops(const void *left, const void *right)
{
    const departure *a = left, *b = right;
    const int order = compare_stops(a, b);
    if (order != 0)
        return order;
    if (a->leaves_s != b->leaves_s)
        return a->leaves_s < b->leaves_s ? -1 : 1;
    return (a->trip > b->trip) - (a->trip < b->trip);
}

static mlg_status find_departures(departure **found, int32_t *count, const alteration *a, const bool *repeats,
                                  mlg_error *err)
{
    const mlg_gtfs *feed = a->feed;
    MLG_TRY(MLG_NEW(found, (size_t)feed->n_trips, "a line", err));
    *count = 0;
    for (int32_t t = 0; t < feed->n_trips; t++) {
        if (repeats[t] || feed->trips[t].n_calls == 0 || !is_of_line(a, t))
            continue;
        const int32_t leaves_s = feed->calls[feed->trips[t].first_call].departure_s;
        if (is_in_hours(a, leaves_s))
            (*found)[(*count)++] = (departure){ feed, t, leaves_s };
    }
    if (*count > 1)
        qsort(*found, (size_t)*count, sizeof **found, by_stops);
    return MLG_OK;
}

/* The vehicle of a trip, `later_s` seconds after it; it goes on as no other trip. */
static mlg_status repeat(const alteration *a, int32_t trip, int32_t later_s, mlg_error *err)
{
    enum { MOST_CALLS = 1 << 27 };
    mlg_gtfs_maker *m = a->maker;
    mlg_gtfs *feed = &m->feed;
    if (feed->n_calls >= MOST_CALLS)
        return mlg_fail(err, MLG_DATA, "line %s: more than %d stop times at a vehicle every %d seconds",
                        a->change->name, MOST_CALLS, a->change->every_s);
    MLG_TRY(MLG_GROW(&feed->trips, &m->trips_room, (size_t)feed->n_trips + 1, "a line", err));
    mlg_gtfs_trip made = feed->trips[trip];
    MLG_TRY(MLG_GROW(&feed->calls, &m->calls_room, (size_t)(feed->n_calls + made.n_calls), "a line", err));
    const int64_t first = made.first_call;
    made.block = "";
    made.first_call = feed->n_calls;
    for (int32_t k = 0; k < made.n_calls; k++) {
        mlg_gtfs_call call = feed->calls[first + k];
        call.arrival_s += later_s;
        call.departure_s += later_s;
        feed->calls[feed->n_calls++] = call;
    }
    feed->trips[feed->n_trips++] = made;
    return MLG_OK;
}

/* found[first..end): the departures on one sequence of stops. */
static mlg_status serve(const alteration *a, const departure *found, int32_t first, int32_t end, mlg_error *err)
{
    int32_t model = first;
    for (int32_t at = found[first].leaves_s; at <= found[end - 1].leaves_s; at += a->change->every_s) {
        while (model + 1 < end && found[model + 1].leaves_s <= at)
            model++;
        MLG_TRY(repeat(a, found[model].trip, at - found[model].leaves_s, err));
    }
    return MLG_OK;
}

static mlg_status serve_all(const alteration *a, const departure *found, int32_t count, mlg_error *err)
{
    mlg_status st = MLG_OK;
    for (int32_t first = 0, end; st == MLG_OK && first < count; first = end) {
        for (end = first + 1; end < count && compare_stops(&found[first], &found[end]) == 0;)
            end++;
        st = serve(a, found, first, end, err);
    }
    return st;
}

static mlg_status check(const mlg_line_change *c, mlg_error *err)
{
    enum { LONGEST_S = 2 * 86400 };
    if (c->from_s >= 0 && c->until_s >= c->from_s && c->until_s <= LONGEST_S && c->every_s >= 0 &&
        c->every_s <= LONGEST_S)
        return MLG_OK;
    return mlg_fail(err, MLG_USAGE, "line %s: its hours and headway make no timetable", c->name);
}

mlg_status mlg_gtfs_alter_line(int64_t *departures, mlg_gtfs *feed, const mlg_line_change *change, int32_t day,
                               mlg_error *err)
{
    alteration a = { (mlg_gtfs_maker *)feed, change, day, feed };
    departure *found = NULL;
    bool *repeats = NULL;
    int32_t count = 0;
    *departures = 0;
    MLG_TRY(check(change, err));
    mlg_status st = MLG_NEW(&repeats, (size_t)feed->n_trips, "a line", err);
    if (st == MLG_OK)
        st = alter_frequencies(departures, &a, repeats, err);
    if (st == MLG_OK)
        st = alter_rides(departures, &a, err);
    if (st == MLG_OK)
        st = find_departures(&found, &count, &a, repeats, err);
    *departures += count;
    if (st == MLG_OK && change->every_s > 0)
        st = serve_all(&a, found, count, err);
    for (int32_t k = 0; st == MLG_OK && k < count; k++)
        feed->trips[found[k].trip].n_calls = 0;
    free(found);
    free(repeats);
    return st;
}
