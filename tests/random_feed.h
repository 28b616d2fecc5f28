/* Small random timetables held in memory, and a textbook earliest arrival on them, by rounds over all trips. Times are
 * whole minutes. */
#ifndef MLG_TESTS_RANDOM_FEED_H
#define MLG_TESTS_RANDOM_FEED_H

#include "network/transit/raptor.h"
#include "support.h"

#include <math.h>
#include <string.h>

enum { FEED_STOPS = 10, FEED_TRIPS = 24, FEED_CALLS = 6, FEED_PLACES = 4, FEED_DAY = 20000, FEED_DIALS = 8 };

typedef struct random_feed {
    mlg_gtfs feed;
    mlg_gtfs_stop stops[FEED_STOPS];
    mlg_gtfs_trip trips[FEED_TRIPS];
    mlg_gtfs_call calls[FEED_TRIPS * FEED_CALLS];
    mlg_gtfs_service services[3]; /* of the day before, the day, the day after */
    mlg_gtfs_frequency frequencies[3];
    mlg_gtfs_transfer transfers[2];
    int32_t walk_min[FEED_STOPS][FEED_STOPS];    /* -1: none */
    int32_t access_min[FEED_PLACES][FEED_STOPS]; /* from places */
    int32_t egress_min[FEED_STOPS][FEED_PLACES]; /* to places */
    int32_t direct_min[FEED_PLACES][FEED_PLACES];
    mlg_sparse_rows access, transfer_rows, egress, direct;
    mlg_dial dials[FEED_DIALS]; /* in whole minutes */
    int32_t n_dials;
    int32_t dial_access[FEED_PLACES][FEED_STOPS]; /* numbers; -1: none */
    int32_t dial_egress[FEED_STOPS][FEED_PLACES];
    int32_t dial_direct[FEED_PLACES][FEED_PLACES];
    int32_t dial_change[FEED_STOPS][FEED_STOPS];
    mlg_sparse_rows dial_access_rows, dial_egress_rows, dial_direct_rows, dial_change_rows;
} random_feed;

static inline int32_t maybe(uint64_t *seed, int32_t percent, int32_t most)
{
    const bool is_there = random_below(seed, 100) < percent;
    const int32_t value = random_below(seed, most);
    return is_there ? value : -1;
}

/* Entries that are not negative, each times `unit`. */
static inline void feed_entries(mlg_sparse_rows *rows, const int32_t *minutes, int32_t n, int32_t columns,
                                int32_t unit)
{
    mlg_error err;
    assert_ok(mlg_sparse_count(rows, n, columns, &err), &err);
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < columns; j++)
            rows->start[i + 1] += minutes[i * columns + j] >= 0;
    assert_ok(mlg_sparse_fill(rows, &err), &err);
    for (int32_t i = 0, at = 0; i < n; i++)
        for (int32_t j = 0; j < columns; j++)
            if (minutes[i * columns + j] >= 0) {
                rows->column[at] = j;
                rows->value[at++] = minutes[i * columns + j] * unit;
            }
}

static inline void feed_rows(mlg_sparse_rows *rows, const int32_t *minutes, int32_t n, int32_t columns)
{
    feed_entries(rows, minutes, n, columns, MLG_DS_PER_MIN);
}

/* On-demand vehicles of one feed in two, with hours of their own. */
static inline void random_feed_dials(random_feed *f, uint64_t *seed)
{
    const int32_t percent = random_below(seed, 2) ? 25 : 0, n = f->feed.n_stops;
    int32_t access[FEED_PLACES * FEED_STOPS], egress[FEED_STOPS * FEED_PLACES], change[FEED_STOPS * FEED_STOPS];
    f->n_dials = FEED_DIALS;
    for (int32_t k = 0; k < FEED_DIALS; k++) {
        const int32_t from = random_below(seed, 80) - 20, before = random_below(seed, 6),
                      after = random_below(seed, 20);
        const int32_t until = from + random_below(seed, 60), walk = random_below(seed, 1 + before);
        f->dials[k] = (mlg_dial){
            MLG_DS_PER_MIN * before, MLG_DS_PER_MIN * after, MLG_DS_PER_MIN * from, MLG_DS_PER_MIN * until, k,
            MLG_DS_PER_MIN * walk,   MLG_DS_PER_MIN * after
        };
    }
    for (int32_t p = 0; p < FEED_PLACES; p++)
        for (int32_t s = 0; s < n; s++) {
            access[p * n + s] = f->dial_access[p][s] = maybe(seed, percent, FEED_DIALS);
            egress[s * FEED_PLACES + p] = f->dial_egress[s][p] = maybe(seed, percent, FEED_DIALS);
        }
    for (int32_t p = 0; p < FEED_PLACES; p++)
        for (int32_t q = 0; q < FEED_PLACES; q++)
            f->dial_direct[p][q] = maybe(seed, percent, FEED_DIALS);
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            change[i * n + j] = f->dial_change[i][j] = maybe(seed, percent, FEED_DIALS);
    feed_entries(&f->dial_change_rows, change, n, n, 1);
    feed_entries(&f->dial_access_rows, access, FEED_PLACES, n, 1);
    feed_entries(&f->dial_egress_rows, egress, n, FEED_PLACES, 1);
    feed_entries(&f->dial_direct_rows, &f->dial_direct[0][0], FEED_PLACES, FEED_PLACES, 1);
}

/* Few stops and sequences, so that runs share patterns, overtake each other and call twice at a stop. */
static inline void random_feed_trips(random_feed *f, uint64_t *seed)
{
    static const char *const blocks[] = { "", "", "", "a", "b" };
    mlg_gtfs *feed = &f->feed;
    feed->n_trips = 3 + random_below(seed, FEED_TRIPS - 3);
    for (int32_t t = 0; t < feed->n_trips; t++) {
        const mlg_gtfs_trip *like = t > 0 && random_below(seed, 3) > 0 ? &f->trips[random_below(seed, t)] : NULL;
        const int32_t n = like ? like->n_calls : 2 + random_below(seed, FEED_CALLS - 2);
        const int32_t service = random_below(seed, 6) > 1 ? 1 : random_below(seed, 3);
        int32_t at = random_below(seed, 70) + (service == 0 ? 1440 : service == 2 ? -20 : 0);
        at = at < 0 ? 0 : at;
        f->trips[t] = (mlg_gtfs_trip){ .id = "",
                                       .headsign = "",
                                       .block = blocks[random_below(seed, 5)],
                                       .service = service,
                                       .first_call = t * FEED_CALLS,
                                       .n_calls = n };
        for (int32_t k = 0; k < n; k++) {
            mlg_gtfs_call *c = &f->calls[t * FEED_CALLS + k];
            const mlg_gtfs_call *old = like ? &f->calls[like->first_call + k] : NULL;
            at += random_below(seed, 9);
            c->arrival_s = 60 * at;
            at += random_below(seed, 3) / 2;
            c->departure_s = 60 * at;
            c->stop = old ? old->stop : random_below(seed, feed->n_stops);
            c->pickup = old ? old->pickup : (uint8_t)(random_below(seed, 9) == 0);
            c->drop_off = old ? old->drop_off : (uint8_t)(random_below(seed, 9) == 0);
        }
    }
}

static inline void random_feed_frequencies(random_feed *f, uint64_t *seed)
{
    for (int i = random_below(seed, 3); i > 0; i--) {
        const int32_t start = 60 * random_below(seed, 60);
        f->frequencies[f->feed.n_frequencies++] = (mlg_gtfs_frequency){ random_below(seed, f->feed.n_trips), start,
                                                                        start + 60 * (1 + random_below(seed, 40)),
                                                                        60 * (3 + random_below(seed, 15)), true };
    }
    for (int i = random_below(seed, 3); i > 0; i--)
        f->transfers[f->feed.n_transfers++] =
            (mlg_gtfs_transfer){ -1,
                                 -1,
                                 random_below(seed, f->feed.n_trips),
                                 random_below(seed, f->feed.n_trips),
                                 random_below(seed, 2) ? MLG_TRANSFER_IN_SEAT : MLG_TRANSFER_NO_IN_SEAT,
                                 0 };
}

static inline void random_feed_init(random_feed *f, uint64_t *seed)
{
    *f = (random_feed){ .feed = { .zone = "", .path = "", .n_services = 3 } };
    f->feed.n_stops = 3 + random_below(seed, FEED_STOPS - 3);
    for (int32_t s = 0; s < FEED_STOPS; s++)
        f->stops[s] = (mlg_gtfs_stop){ .id = "", .name = "", .lon = (double)NAN, .parent = -1 };
    for (int32_t s = 0; s < 3; s++)
        f->services[s] = (mlg_gtfs_service){ "", 127, FEED_DAY - 1 + s, FEED_DAY - 1 + s };
    f->feed.stops = f->stops;
    f->feed.trips = f->trips;
    f->feed.calls = f->calls;
    f->feed.services = f->services;
    f->feed.frequencies = f->frequencies;
    f->feed.transfers = f->transfers;
    random_feed_trips(f, seed);
    random_feed_frequencies(f, seed);
    const int32_t n = f->feed.n_stops;
    int32_t walks[FEED_STOPS * FEED_STOPS], access[FEED_PLACES * FEED_STOPS], egress[FEED_STOPS * FEED_PLACES];
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            walks[i * n + j] = f->walk_min[i][j] = maybe(seed, i == j ? 90 : 20, 6);
    for (int32_t p = 0; p < FEED_PLACES; p++)
        for (int32_t s = 0; s < n; s++) {
            access[p * n + s] = f->access_min[p][s] = maybe(seed, 30, 8);
            egress[s * FEED_PLACES + p] = f->egress_min[s][p] = maybe(seed, 30, 8);
        }
    for (int32_t p = 0; p < FEED_PLACES; p++)
        for (int32_t q = 0; q < FEED_PLACES; q++)
            f->direct_min[p][q] = maybe(seed, 20, 60);
    feed_rows(&f->transfer_rows, walks, n, n);
    feed_rows(&f->access, access, FEED_PLACES, n);
    feed_rows(&f->egress, egress, n, FEED_PLACES);
    feed_rows(&f->direct, &f->direct_min[0][0], FEED_PLACES, FEED_PLACES);
    random_feed_dials(f, seed);
}

static inline void random_feed_release(random_feed *f)
{
    mlg_sparse_release(&f->access);
    mlg_sparse_release(&f->transfer_rows);
    mlg_sparse_release(&f->egress);
    mlg_sparse_release(&f->direct);
    mlg_sparse_release(&f->dial_access_rows);
    mlg_sparse_release(&f->dial_egress_rows);
    mlg_sparse_release(&f->dial_direct_rows);
    mlg_sparse_release(&f->dial_change_rows);
}

/* ---- the textbook ------------------------------------------------------------------------------------------------ */

/* A trip as it runs, in minutes, and the run its vehicle goes on with. */
typedef struct plain_run {
    int32_t trip, shift_min, next;
    bool continued, repeated;
    int day;
} plain_run;
enum { PLAIN_RUNS = 600 };

static inline int32_t plain_minute(const random_feed *f, const plain_run *r, int32_t k, bool leaving)
{
    const mlg_gtfs_call *c = &f->calls[f->trips[r->trip].first_call + k];
    return (leaving ? c->departure_s : c->arrival_s) / 60 + r->shift_min;
}

static inline bool plain_rule(const random_feed *f, int32_t a, int32_t b, mlg_gtfs_transfer_type type)
{
    /* of two rules for one pair the first counts */
    for (int32_t k = 0; k < f->feed.n_transfers; k++)
        if (f->transfers[k].from_trip == a && f->transfers[k].to_trip == b)
            return f->transfers[k].type == type;
    return false;
}

static inline void plain_join(const random_feed *f, plain_run *runs, int32_t a, int32_t b)
{
    if (a == b || runs[a].next >= 0 || runs[b].continued ||
        plain_minute(f, &runs[a], f->trips[runs[a].trip].n_calls - 1, false) > plain_minute(f, &runs[b], 0, true))
        return;
    runs[a].next = b;
    runs[b].continued = true;
}

/* The next run of the block: the first to leave of those not before it; blocks are joined in that order. */
static inline void plain_blocks(const random_feed *f, plain_run *runs, int32_t n)
{
    for (int32_t a = 0; a < n; a++) {
        int32_t after = -1;
        const char *block = f->trips[runs[a].trip].block;
        if (runs[a].repeated || !*block)
            continue;
        for (int32_t b = 0; b < n; b++) {
            const int32_t from = plain_minute(f, &runs[a], 0, true), to = plain_minute(f, &runs[b], 0, true);
            if (runs[b].repeated || runs[b].day != runs[a].day ||
                strcmp(f->trips[runs[b].trip].block, block) != 0 || to < from || (to == from && b <= a))
                continue;
            if (after < 0 || to < plain_minute(f, &runs[after], 0, true))
                after = b;
        }
        if (after < 0 || plain_rule(f, runs[a].trip, runs[after].trip, MLG_TRANSFER_NO_IN_SEAT))
            continue;
        const mlg_gtfs_trip *x = &f->trips[runs[a].trip], *y = &f->trips[runs[after].trip];
        if (f->calls[x->first_call + x->n_calls - 1].stop == f->calls[y->first_call].stop)
            plain_join(f, runs, a, after);
    }
}

static inline int32_t plain_runs(const random_feed *f, plain_run *runs)
{
    int32_t n = 0;
    for (int day = -1; day <= 1; day++)
        for (int32_t t = 0; t < f->feed.n_trips; t++) {
            bool repeated = false;
            if (f->trips[t].service != day + 1)
                continue;
            for (int32_t q = 0; q < f->feed.n_frequencies; q++) {
                const mlg_gtfs_frequency *g = &f->frequencies[q];
                for (int32_t s = g->start_s; g->trip == t && s < g->end_s; s += g->headway_s)
                    runs[n++] =
                        (plain_run){ t,    (s - f->calls[f->trips[t].first_call].departure_s) / 60 + 1440 * day,
                                     -1,   false,
                                     true, day };
                repeated |= g->trip == t;
            }
            if (!repeated)
                runs[n++] = (plain_run){ t, 1440 * day, -1, false, false, day };
        }
    for (int32_t k = 0; k < f->feed.n_transfers; k++)
        for (int day = -1; day <= 1; day++)
            for (int32_t a = 0; a < n; a++)
                for (int32_t b = 0; b < n; b++)
                    if (f->transfers[k].type == MLG_TRANSFER_IN_SEAT &&
                        runs[a].trip == f->transfers[k].from_trip && runs[b].trip == f->transfers[k].to_trip &&
                        !runs[a].repeated && !runs[b].repeated && runs[a].day == day && runs[b].day == day)
                        plain_join(f, runs, a, b);
    plain_blocks(f, runs, n);
    assert_true(n <= PLAIN_RUNS);
    return n;
}

/* From a call on, the vehicle and those it goes on as: every stop where one may alight. */
static inline void plain_ride(const random_feed *f, const plain_run *runs, int32_t run, int32_t k,
                              int32_t *reached)
{
    int32_t last_stop = -1;
    for (int32_t r = run, first = k + 1; r >= 0; r = runs[r].next, first = 0) {
        const mlg_gtfs_trip *trip = &f->trips[runs[r].trip];
        for (int32_t i = first; i < trip->n_calls; i++) {
            const mlg_gtfs_call *c = &f->calls[trip->first_call + i];
            const int32_t at = plain_minute(f, &runs[r], i, false);
            /* where the vehicle goes on from the stop it is at, one alights from the trip that ends */
            if (!(i == 0 && r != run && c->stop == last_stop) && c->drop_off != MLG_BOARD_NONE &&
                at < reached[c->stop]) {
                reached[c->stop] = at;
            }
        }
        last_stop = f->calls[trip->first_call + trip->n_calls - 1].stop;
    }
}

/* When an on-demand vehicle arrives, tried minute by minute, if that is before `best`. */
static inline int32_t plain_dial(const random_feed *f, int32_t number, int32_t ready, int32_t best)
{
    const mlg_dial *d = &f->dials[number < 0 ? 0 : number];
    for (int32_t minute = ready + d->before_ds / MLG_DS_PER_MIN;
         number >= 0 && minute * MLG_DS_PER_MIN <= d->until_ds; minute++)
        if (minute * MLG_DS_PER_MIN >= d->from_ds) {
            const int32_t at = minute + d->after_ds / MLG_DS_PER_MIN;
            return at < best ? at : best;
        }
    return best;
}

/* Earliest arrivals, in minutes, from a place at a minute with at most `rides` rides; INT32_MAX: none. */
static inline void plain_search(const random_feed *f, const plain_run *runs, int32_t n_runs, int32_t place,
                                int32_t minute, int32_t rides, int32_t arrival[FEED_PLACES])
{
    int32_t ready[FEED_STOPS], reached[FEED_STOPS];
    for (int32_t p = 0; p < FEED_PLACES; p++) {
        arrival[p] = f->direct_min[place][p] < 0 ? INT32_MAX : minute + f->direct_min[place][p];
        arrival[p] = plain_dial(f, f->dial_direct[place][p], minute, arrival[p]);
    }
    for (int32_t s = 0; s < f->feed.n_stops; s++) {
        ready[s] = f->access_min[place][s] < 0 ? INT32_MAX : minute + f->access_min[place][s];
        ready[s] = plain_dial(f, f->dial_access[place][s], minute, ready[s]);
    }
    for (int32_t k = 0; k < rides; k++) {
        for (int32_t s = 0; s < FEED_STOPS; s++)
            reached[s] = INT32_MAX;
        for (int32_t r = 0; r < n_runs; r++)
            for (int32_t i = 0; i < f->trips[runs[r].trip].n_calls; i++) {
                const mlg_gtfs_call *c = &f->calls[f->trips[runs[r].trip].first_call + i];
                /* ... and boards the one that goes on */
                if (i == f->trips[runs[r].trip].n_calls - 1 && runs[r].next >= 0 &&
                    f->calls[f->trips[runs[runs[r].next].trip].first_call].stop == c->stop)
                    continue;
                if (c->pickup != MLG_BOARD_NONE && ready[c->stop] <= plain_minute(f, &runs[r], i, true))
                    plain_ride(f, runs, r, i, reached);
            }
        for (int32_t s = 0; s < f->feed.n_stops; s++) {
            ready[s] = INT32_MAX;
            for (int32_t o = 0; o < f->feed.n_stops; o++) {
                if (reached[o] == INT32_MAX)
                    continue;
                if (f->walk_min[o][s] >= 0 && reached[o] + f->walk_min[o][s] < ready[s])
                    ready[s] = reached[o] + f->walk_min[o][s];
                ready[s] = plain_dial(f, f->dial_change[o][s], reached[o], ready[s]);
            }
            for (int32_t p = 0; p < FEED_PLACES; p++) {
                if (reached[s] != INT32_MAX && f->egress_min[s][p] >= 0 &&
                    reached[s] + f->egress_min[s][p] < arrival[p])
                    arrival[p] = reached[s] + f->egress_min[s][p];
                if (reached[s] != INT32_MAX)
                    arrival[p] = plain_dial(f, f->dial_egress[s][p], reached[s], arrival[p]);
            }
        }
    }
}

#endif
