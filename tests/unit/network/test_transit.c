/* Journeys by timetable: networks whose times are known in closed form, and random ones against a textbook search
 * (tests/random_feed.h). */
#include "support.h"

#include "base/memory.h"
#include "base/sort.h"
#include "network/transit/trip_search.h"
#include "random_feed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN = 600 };

/* ---- a network by hand ------------------------------------------------------------------------------------------- */

/* One line after the other, each calling at stops of its own; one origin, one destination. */
typedef struct {
    mlg_gtfs feed;
    mlg_gtfs_stop stops[128];
    mlg_gtfs_trip trips[128];
    mlg_gtfs_call calls[4096];
    mlg_gtfs_service service;
    mlg_gtfs_frequency frequencies[8];
    int32_t access, egress; /* stops */
    int32_t slack_ds, egress_ds;
    int32_t change_from, change_to; /* -1: none; at the same place */
} network;

static void network_init(network *n)
{
    *n = (network){ .feed = { .zone = "", .path = "", .n_services = 1 }, .change_from = -1, .slack_ds = MIN };
    n->service = (mlg_gtfs_service){ "", 127, 0, 100000 };
    n->feed.stops = n->stops;
    n->feed.trips = n->trips;
    n->feed.calls = n->calls;
    n->feed.services = &n->service;
    n->feed.frequencies = n->frequencies;
    n->feed.n_stops = 128;
    for (int i = 0; i < 128; i++)
        n->stops[i] = (mlg_gtfs_stop){ .id = "", .name = "", .lon = (double)NAN, .parent = -1 };
}

/* A trip along stops [first, first + count) that leaves the first at `at_s`, `hop_s` from stop to stop, but `slow_s` on the
 * hops from slow_from to slow_to. */
static void add_trip(network *n, int32_t first, int32_t count, int32_t at_s, int32_t hop_s, int32_t slow_from,
                     int32_t slow_to, int32_t slow_s)
{
    mlg_gtfs_trip *trip = &n->trips[n->feed.n_trips++];
    *trip =
        (mlg_gtfs_trip){ .id = "", .headsign = "", .block = "", .first_call = n->feed.n_calls, .n_calls = count };
    for (int32_t k = 0; k < count; k++) {
        n->calls[n->feed.n_calls++] = (mlg_gtfs_call){ first + k, at_s, at_s, 0, 0 };
        at_s += k >= slow_from && k < slow_to ? slow_s : hop_s;
    }
}

/* Times of travel at each departure; *time_ds is freed by the caller. */
static void travel(int32_t **time_ds, const network *n, int32_t from_s, int32_t step_s, int32_t departures,
                   int32_t draws)
{
    const mlg_gtfs *feed = &n->feed;
    const mlg_timetable **days = calloc((size_t)draws, sizeof *days);
    int64_t access_start[2] = { 0, 1 }, egress_start[129] = { 0 }, change_start[129] = { 0 };
    mlg_error err;
    for (int32_t d = 0; d < draws; d++) {
        const mlg_timetable_options options = { .day = 100, .from_s = 0, .to_s = 172800, .seed = 7 + (uint64_t)d };
        mlg_timetable *made;
        assert_ok(mlg_timetable_new(&made, &feed, 1, &options, &err), &err);
        days[d] = made;
    }
    for (int s = 0; s < 128; s++) {
        egress_start[s + 1] = egress_start[s] + (s == n->egress);
        change_start[s + 1] = change_start[s] + (s == n->change_from);
    }
    const mlg_transit transit = {
        .days = days,
        .n_days = draws,
        .access = { 1, 128, access_start, &n->access, &n->slack_ds },
        .transfers = { 128, 128, change_start, &n->change_to, &n->slack_ds },
        .egress = { 128, 1, egress_start, &(int32_t){ 0 }, &n->egress_ds },
        .first_ds = from_s * 10,
        .step_ds = step_s * 10,
        .n_departures = departures,
        .most_rides = 4,
        .limit_ds = 300 * MIN,
    };
    mlg_raptor *raptor;
    assert_ok(mlg_transit_check(&transit, &err), &err);
    assert_ok(mlg_raptor_new(&raptor, &transit, &err), &err);
    *time_ds = calloc((size_t)(departures * draws), sizeof **time_ds);
    memcpy(*time_ds, mlg_raptor_search(raptor, 0), (size_t)(departures * draws) * sizeof **time_ds);
    mlg_raptor_free(raptor);
    for (int32_t d = 0; d < draws; d++)
        mlg_timetable_free((mlg_timetable *)(uintptr_t)days[d]);
    free(days);
}

/* Times in minutes from `least` up, one of each, whatever their order. */
static void assert_each_minute(int32_t *time_ds, int32_t n, int32_t least)
{
    mlg_sort_integers(time_ds, (size_t)n);
    for (int32_t i = 0; i < n; i++)
        assert_int_equal(time_ds[i], (least + i) * MIN);
    free(time_ds);
}

/* Ten minutes east, then ten north, 30 s a block; both lines every 20 minutes and in step: the second leaves the crossing
 * 11 minutes after the first arrives, one of which is the time to board. One boards a minute after leaving: 20 minutes
 * of riding, 11 at the crossing, 0 to 20 before, so that all of 31 to 51 is equally likely. */
static void test_scheduled_grid(void **state)
{
    (void)state;
    network n;
    int32_t *time_ds;
    network_init(&n);
    for (int32_t i = 0; i < 12; i++)
        add_trip(&n, 0, 21, 7 * 3600 + 1200 * i, 30, 0, 0, 0);
    for (int32_t i = 0; i < 12; i++)
        add_trip(&n, 30, 21, 7 * 3600 + 600 + 660 + 1200 * i, 30, 0, 0, 0);
    n.egress = 50;
    n.change_from = 20;
    n.change_to = 30;
    travel(&time_ds, &n, 7 * 3600 + 3540, 60, 20, 1); /* 7:59 to 8:18; a bus at 8:00, 8:20, 8:40 */
    assert_int_equal(time_ds[0], 32 * MIN);           /* at the bus a minute later, as it leaves */
    assert_int_equal(time_ds[1], 51 * MIN);
    assert_each_minute(time_ds, 20, 32);
}

/* The same by frequency: two waits, each uniform below 20 minutes, and a minute to board each: 22 to 62, triangular. */
static void test_frequency_grid(void **state)
{
    (void)state;
    enum { DRAWS = 1000 };
    network n;
    int32_t *time_ds;
    double furthest = 0;
    network_init(&n);
    add_trip(&n, 0, 21, 0, 30, 0, 0, 0);
    add_trip(&n, 30, 21, 0, 30, 0, 0, 0);
    n.frequencies[0] = (mlg_gtfs_frequency){ 0, 6 * 3600, 11 * 3600, 1200, false };
    n.frequencies[1] = (mlg_gtfs_frequency){ 1, 6 * 3600, 11 * 3600, 1200, false };
    n.feed.n_frequencies = 2;
    n.egress = 50;
    n.change_from = 20;
    n.change_to = 30;
    travel(&time_ds, &n, 8 * 3600, 60, 1, DRAWS);
    mlg_sort_integers(time_ds, DRAWS);
    assert_true(time_ds[0] >= 22 * MIN && time_ds[DRAWS - 1] < 62 * MIN);
    for (int32_t i = 0; i < DRAWS; i++) {
        const double t = (double)time_ds[i] / MIN - 22,
                     share = t < 20 ? t * t / 800 : 1 - (40 - t) * (40 - t) / 800;
        furthest = fmax(furthest, fabs(share - (i + 0.5) / DRAWS));
    }
    assert_true(furthest < 1.63 / sqrt(DRAWS)); /* Kolmogorov and Smirnov, at 1 in 100 */
    free(time_ds);
}

/* A line of 60 stops, 30 s apart. A leaves at 7:10 and stands 10 minutes on each of the hops after stops 20 and 21; B
 * leaves at 7:20 and passes it there. */
static void overtaking(network *n, bool with_b)
{
    network_init(n);
    add_trip(n, 0, 60, 7 * 3600 + 600, 30, 20, 22, 600);
    if (with_b)
        add_trip(n, 0, 60, 7 * 3600 + 1200, 30, 0, 0, 0);
    n->egress = 42;
    n->egress_ds = MIN;
}

static void test_overtaking(void **state)
{
    (void)state;
    network n;
    int32_t *time_ds;
    overtaking(&n, true); /* beyond the place, B passes first: at 7:35, then 6 minutes and a minute's walk */
    n.access = 30;
    travel(&time_ds, &n, 7 * 3600, 60, 6, 1);
    assert_each_minute(time_ds, 6, 30 + 7);
    overtaking(&n, false); /* A alone: at stop 10 at 7:15, 35 minutes and the walk */
    n.access = 10;
    travel(&time_ds, &n, 7 * 3600, 60, 6, 1);
    assert_each_minute(time_ds, 6, 10 + 36);
    overtaking(&n, true); /* before it, A comes first and B arrives first: at 7:25, 16 minutes */
    n.access = 10;
    n.egress_ds = 0;
    travel(&time_ds, &n, 7 * 3600 + 720, 60, 6, 1);
    assert_each_minute(time_ds, 6, 8 + 16);
}

/* A vehicle every second, day and night: a minute to board, no wait, a minute to ride. Of those of a day, of the minute before it and of the next
 * day there is one a second. Ten lines of 100 stops so served are too many. */
static void test_a_vehicle_every_second(void **state)
{
    (void)state;
    network n;
    int32_t *time_ds;
    mlg_timetable *day;
    mlg_error err;
    network_init(&n);
    add_trip(&n, 0, 3, 0, 30, 0, 0, 0);
    n.frequencies[0] = (mlg_gtfs_frequency){ 0, 0, 86400, 1, true };
    n.feed.n_frequencies = 1;
    n.egress = 2;
    travel(&time_ds, &n, 8 * 3600, 60, 30, 1);
    for (int32_t i = 0; i < 30; i++)
        assert_int_equal(time_ds[i], 2 * MIN);
    free(time_ds);
    const mlg_gtfs *feed = &n.feed;
    mlg_timetable_options options = { .day = 100, .from_s = 0, .to_s = 2 * 86400 };
    assert_ok(mlg_timetable_new(&day, &feed, 1, &options, &err), &err);
    assert_int_equal(day->n_runs, 60 + 2 * 86400);
    mlg_timetable_free(day);
    options = (mlg_timetable_options){ .day = 100, .from_s = 8 * 3600, .to_s = 9 * 3600 };
    assert_ok(mlg_timetable_new(&day, &feed, 1, &options, &err), &err);
    assert_int_equal(day->n_runs, 60 + 3600 + 1);
    assert_int_equal(day->departure_ds[0], 10 * (8 * 3600 - 60));
    mlg_timetable_free(day);
    for (int i = 1; i <= 5; i++) {
        add_trip(&n, 0, 100, 0, 30, 0, 0, 0);
        n.frequencies[i] = (mlg_gtfs_frequency){ i, 0, 2 * 86400, 1, false };
    }
    n.feed.n_frequencies = 6;
    options.to_s = 3 * 86400;
    assert_fails(mlg_timetable_new(&day, &feed, 1, &options, &err), MLG_DATA, &err,
                 "more than 67108864 stop times in the hours asked for");
}

/* 128 vehicles, each of which leaves after the one before and arrives before it: the last is the best, and all are a pattern of their own. */
static void test_all_overtake(void **state)
{
    (void)state;
    enum { MANY = 128 };
    network n;
    int32_t *time_ds;
    mlg_timetable *day;
    mlg_error err;
    network_init(&n);
    for (int32_t i = 0; i < MANY; i++)
        add_trip(&n, 0, 2, 7 * 3600 + 10 * i, 7200 - 20 * i, 0, 0, 0);
    n.egress = 1;
    travel(&time_ds, &n, 7 * 3600, 60, 20, 1);
    for (int32_t i = 0; i < 20; i++) /* there at 8:38:50 */
        assert_int_equal(time_ds[i], 10 * (7200 - 10 * (MANY - 1) - 60 * i));
    free(time_ds);
    const mlg_gtfs *feed = &n.feed;
    const mlg_timetable_options options = { .day = 100, .from_s = 0, .to_s = 86400 };
    assert_ok(mlg_timetable_new(&day, &feed, 1, &options, &err), &err);
    assert_int_equal(day->n_patterns, MANY);
    mlg_timetable_free(day);
}

/* ---- random networks --------------------------------------------------------------------------------------------- */

typedef struct {
    random_feed f;
    mlg_timetable *day, *back;
    plain_run runs[PLAIN_RUNS];
    int32_t n_runs;
    mlg_transit transit;
    const mlg_timetable *days[1];
} trial;

enum { FIRST_MIN = 5, DEPARTURES = 25 };

static void trial_init(trial *t, uint64_t *seed)
{
    mlg_error err;
    random_feed_init(&t->f, seed);
    const mlg_gtfs *feed = &t->f.feed;
    const mlg_timetable_options options = {
        .day = FEED_DAY, .from_s = -200000, .to_s = 400000, .on_request = true
    };
    assert_ok(mlg_timetable_new(&t->day, &feed, 1, &options, &err), &err);
    assert_ok(mlg_timetable_reverse(&t->back, t->day, &err), &err);
    t->n_runs = plain_runs(&t->f, t->runs);
    t->days[0] = t->day;
    t->transit = (mlg_transit){ .days = t->days,
                                .n_days = 1,
                                .access = mlg_sparse_view_of(&t->f.access),
                                .transfers = mlg_sparse_view_of(&t->f.transfer_rows),
                                .egress = mlg_sparse_view_of(&t->f.egress),
                                .direct = mlg_sparse_view_of(&t->f.direct),
                                .dial_access = mlg_sparse_view_of(&t->f.dial_access_rows),
                                .dial_egress = mlg_sparse_view_of(&t->f.dial_egress_rows),
                                .dial_direct = mlg_sparse_view_of(&t->f.dial_direct_rows),
                                .dial_changes = mlg_sparse_view_of(&t->f.dial_change_rows),
                                .dials = t->f.dials,
                                .change_dials = t->f.dials,
                                .n_dials = t->f.n_dials,
                                .n_change_dials = t->f.n_dials,
                                .first_ds = FIRST_MIN * MIN,
                                .step_ds = MIN,
                                .n_departures = DEPARTURES,
                                .limit_ds = (30 + random_below(seed, 120)) * MIN };
}

static void trial_release(trial *t)
{
    mlg_timetable_free(t->day);
    mlg_timetable_free(t->back);
    random_feed_release(&t->f);
}

/* The search run by run finds what the search by rounds found. */
static void assert_same_by_runs(const mlg_transit *transit, int32_t origin, const int32_t *time_ds)
{
    mlg_run_changes *changes;
    mlg_trip_search *search;
    mlg_error err;
    assert_ok(mlg_run_changes_new(&changes, transit, 0, INT32_MAX, 1, NULL, &err), &err);
    assert_ok(mlg_trip_search_new(&search, transit, (const mlg_run_changes *const *)&changes, &err), &err);
    for (int again = 0; again < 2; again++) /* nothing is left of the first */
        assert_memory_equal(mlg_trip_search_from(search, origin), time_ds,
                            (size_t)(mlg_transit_samples(transit) * transit->egress.n_columns) * sizeof *time_ds);
    mlg_trip_search_free(search);
    mlg_run_changes_free(changes);
}

/* Every departure, every destination, every number of rides. */
static void check_times(trial *t, int32_t place, int32_t rides)
{
    mlg_raptor *raptor;
    mlg_error err;
    t->transit.most_rides = rides;
    assert_ok(mlg_raptor_new(&raptor, &t->transit, &err), &err);
    const int32_t *time_ds = mlg_raptor_search(raptor, place);
    for (int32_t i = 0; i < DEPARTURES; i++) {
        int32_t arrival[FEED_PLACES];
        plain_search(&t->f, t->runs, t->n_runs, place, FIRST_MIN + i, rides, arrival);
        for (int32_t p = 0; p < FEED_PLACES; p++) {
            const int32_t limit = t->transit.limit_ds / MIN, minutes = arrival[p] - FIRST_MIN - i;
            const bool reached = arrival[p] != INT32_MAX && minutes <= limit;
            assert_int_equal(time_ds[i * FEED_PLACES + p], reached ? minutes * MIN : MLG_UNREACHABLE);
        }
    }
    assert_same_by_runs(&t->transit, place, time_ds);
    mlg_raptor_free(raptor);
}

/* On-demand vehicles taken between two others, over all networks: some, or the trial tells nothing of them. */
static int64_t taken_between;

/* The run of a leg, found in the timetable by its trips: rides it call by call. */
static void ride_along(const trial *t, const mlg_leg *leg)
{
    const mlg_timetable *d = t->day;
    const mlg_run_part *part = &d->parts[d->first_part[leg->run]], *end = &d->parts[d->first_part[leg->run + 1]];
    int32_t boards = 0, alights = 0;
    assert_true(part < end && leg->from_position < leg->to_position);
    for (const mlg_run_part *p = part; p < end; p++) {
        const mlg_gtfs_trip *trip = &t->f.trips[p->trip];
        for (int32_t k = 0; k < trip->n_calls; k++) {
            const mlg_gtfs_call *c = &t->f.calls[trip->first_call + k];
            const int64_t at = mlg_timetable_at(d, leg->pattern, p->position + k, leg->run);
            if (p->position + k == leg->from_position && c->stop == leg->from_stop &&
                d->departure_ds[at] == leg->leaves_ds && c->pickup != MLG_BOARD_NONE)
                boards++;
            if (p->position + k == leg->to_position && c->stop == leg->to_stop &&
                d->arrival_ds[at] == leg->arrives_ds && c->drop_off != MLG_BOARD_NONE)
                alights++;
            /* the times of the run are those of the trip, moved as a whole, but where two trips meet */
            const int32_t shift = d->departure_ds[at] - 10 * c->departure_s;
            if (k > 0 && k + 1 < trip->n_calls)
                assert_int_equal(d->arrival_ds[at] - 10 * c->arrival_s, shift);
        }
    }
    assert_true(boards >= 1 && alights >= 1);
}

static int32_t walk_min(const trial *t, int32_t place, const mlg_leg *leg, int32_t to_place)
{
    return leg->from_stop < 0 && leg->to_stop < 0 ? t->f.direct_min[place][to_place]
           : leg->from_stop < 0                   ? t->f.access_min[place][leg->to_stop]
           : leg->to_stop < 0                     ? t->f.egress_min[leg->from_stop][to_place]
                                                  : t->f.walk_min[leg->from_stop][leg->to_stop];
}

/* An on-demand vehicle of those of the feed goes there, takes what it takes, and comes in its hours. */
static void ride_dial(const trial *t, const mlg_leg *leg, const mlg_dial *dials, int32_t from, int32_t to)
{
    const int32_t number = (int32_t)(leg->dial - dials);
    const mlg_dial *d = &t->f.dials[number];
    assert_int_equal(number, leg->from_stop < 0 && leg->to_stop < 0 ? t->f.dial_direct[from][to]
                             : leg->from_stop < 0                   ? t->f.dial_access[from][leg->to_stop]
                             : leg->to_stop < 0                     ? t->f.dial_egress[leg->from_stop][to]
                                                : t->f.dial_change[leg->from_stop][leg->to_stop]);
    const int32_t taken_ds = leg->leaves_ds + d->before_ds;
    taken_between += leg->from_stop >= 0 && leg->to_stop >= 0;
    assert_true(taken_ds >= d->from_ds && taken_ds <= d->until_ds);
    assert_int_equal(leg->arrives_ds, taken_ds + d->after_ds);
    assert_int_equal(leg->earlier_ds, taken_ds - d->from_ds);
    assert_int_equal(leg->later_ds, d->until_ds - taken_ds);
}

/* Rides a journey: its legs follow each other in place and time, walks take what they take, vehicles are there. On-demand vehicles
 * are numbered as in `dials`. */
static void ride_journey(const trial *t, const mlg_journey *j, const mlg_dial *dials, int32_t from, int32_t to)
{
    int32_t at_ds = j->departs_ds, stop = -1, rides = 0;
    for (int32_t k = 0; k < j->count; k++) {
        const mlg_leg *leg = &j->legs[k];
        assert_int_equal(leg->from_stop, stop);
        assert_true(leg->leaves_ds >= at_ds);
        assert_int_equal(leg->ride, k % 2);
        if (leg->ride)
            ride_along(t, leg);
        else if (leg->dial)
            ride_dial(t, leg, dials, from, to);
        else
            assert_int_equal(leg->arrives_ds - leg->leaves_ds, walk_min(t, from, leg, to) * MIN);
        at_ds = leg->arrives_ds;
        stop = leg->to_stop;
        rides += leg->ride;
    }
    assert_int_equal(stop, -1);
    assert_true(at_ds <= j->arrives_ds);
    assert_int_equal(rides, j->rides);
}

static void check_journeys(trial *t, int32_t place, int32_t minute)
{
    mlg_journey journeys[FEED_PLACES];
    int32_t arrival[FEED_PLACES];
    mlg_error err;
    t->transit.most_rides = 4;
    assert_ok(mlg_transit_journeys(journeys, &t->transit, 0, place, minute * MIN, &err), &err);
    plain_search(&t->f, t->runs, t->n_runs, place, minute, 4, arrival);
    for (int32_t p = 0; p < FEED_PLACES; p++) {
        const mlg_journey *j = &journeys[p];
        if (arrival[p] == INT32_MAX || (arrival[p] - minute) * MIN > t->transit.limit_ds) {
            assert_int_equal(j->arrives_ds, MLG_UNREACHABLE);
            continue;
        }
        assert_int_equal(j->departs_ds, minute * MIN);
        assert_int_equal(j->arrives_ds, arrival[p] * MIN);
        assert_int_equal(j->legs[j->count - 1].arrives_ds, j->arrives_ds);
        ride_journey(t, j, t->f.dials, place, p);
        for (int32_t fewest = 0; fewest < j->rides; fewest++) { /* no fewer rides arrive as early */
            int32_t other[FEED_PLACES];
            plain_search(&t->f, t->runs, t->n_runs, place, minute, fewest, other);
            assert_true(other[p] > arrival[p]);
        }
    }
}

/* Journeys found backwards leave when they say, and are there in time. */
static void check_turned(trial *t, const mlg_transit *transit, int32_t place, int32_t arrives_ds)
{
    mlg_journey journeys[FEED_PLACES];
    mlg_error err;
    assert_ok(mlg_transit_journeys(journeys, transit, 0, place, -arrives_ds, &err), &err);
    for (int32_t from = 0; from < FEED_PLACES; from++) {
        mlg_journey *j = &journeys[from];
        mlg_journey_turn(j, t->back);
        if (j->arrives_ds == MLG_UNREACHABLE)
            continue;
        assert_int_equal(j->arrives_ds, arrives_ds);
        assert_true(j->legs[0].dial ||
                    j->legs[0].leaves_ds == j->departs_ds); /* one may wait for its first hour */
        ride_journey(t, j, transit->dials, from, place);
    }
}

/* Backwards: for each time of arrival, the latest minute of departure from which one arrives by then. */
static void check_arrivals(trial *t, int32_t place)
{
    enum { LAST = 110, TIMES = 12 };
    const mlg_timetable *days[1] = { t->back };
    mlg_sparse_rows access = { 0 }, transfers = { 0 }, egress = { 0 }, direct = { 0 };
    mlg_sparse_rows dial_access = { 0 }, dial_egress = { 0 }, dial_direct = { 0 }, dial_changes = { 0 };
    mlg_dial dials[FEED_DIALS];
    mlg_raptor *raptor;
    mlg_error err;
    for (int32_t k = 0; k < FEED_DIALS; k++)
        dials[k] = mlg_dial_reversed(&t->f.dials[k]);
    assert_ok(mlg_sparse_transpose(&dial_access, mlg_sparse_view_of(&t->f.dial_egress_rows), &err), &err);
    assert_ok(mlg_sparse_transpose(&dial_egress, mlg_sparse_view_of(&t->f.dial_access_rows), &err), &err);
    assert_ok(mlg_sparse_transpose(&dial_direct, mlg_sparse_view_of(&t->f.dial_direct_rows), &err), &err);
    assert_ok(mlg_sparse_transpose(&dial_changes, mlg_sparse_view_of(&t->f.dial_change_rows), &err), &err);
    assert_ok(mlg_sparse_transpose(&access, mlg_sparse_view_of(&t->f.egress), &err), &err);
    assert_ok(mlg_sparse_transpose(&egress, mlg_sparse_view_of(&t->f.access), &err), &err);
    assert_ok(mlg_sparse_transpose(&transfers, mlg_sparse_view_of(&t->f.transfer_rows), &err), &err);
    assert_ok(mlg_sparse_transpose(&direct, mlg_sparse_view_of(&t->f.direct), &err), &err);
    const mlg_transit transit = { .days = days,
                                  .n_days = 1,
                                  .access = mlg_sparse_view_of(&access),
                                  .transfers = mlg_sparse_view_of(&transfers),
                                  .egress = mlg_sparse_view_of(&egress),
                                  .direct = mlg_sparse_view_of(&direct),
                                  .dial_access = mlg_sparse_view_of(&dial_access),
                                  .dial_egress = mlg_sparse_view_of(&dial_egress),
                                  .dial_direct = mlg_sparse_view_of(&dial_direct),
                                  .dial_changes = mlg_sparse_view_of(&dial_changes),
                                  .dials = dials,
                                  .change_dials = dials,
                                  .n_dials = FEED_DIALS,
                                  .n_change_dials = FEED_DIALS,
                                  .first_ds = -LAST * MIN,
                                  .step_ds = 5 * MIN,
                                  .n_departures = TIMES,
                                  .most_rides = 3,
                                  .limit_ds = 3000 * MIN };
    assert_ok(mlg_raptor_new(&raptor, &transit, &err), &err);
    const int32_t *time_ds = mlg_raptor_search(raptor, place);
    int32_t latest[TIMES][FEED_PLACES];
    memset(latest, 0xFF, sizeof latest);
    for (int32_t from = 0; from < FEED_PLACES; from++)
        for (int32_t minute = LAST; minute >= 0; minute--) {
            int32_t arrival[FEED_PLACES];
            plain_search(&t->f, t->runs, t->n_runs, from, minute, 3, arrival);
            for (int32_t i = 0; i < TIMES; i++)
                if (latest[i][from] < 0 && arrival[place] <= LAST - 5 * i)
                    latest[i][from] = minute;
        }
    for (int32_t i = 0; i < TIMES; i++)
        for (int32_t from = 0; from < FEED_PLACES; from++)
            if (latest[i][from] >= 0) /* those of the night before are not looked for minute by minute */
                assert_int_equal(time_ds[i * FEED_PLACES + from], (LAST - 5 * i - latest[i][from]) * MIN);
            else
                assert_true(time_ds[i * FEED_PLACES + from] > (LAST - 5 * i) * MIN);
    assert_same_by_runs(&transit, place, time_ds);
    check_turned(t, &transit, place, (LAST - 10) * MIN);
    mlg_raptor_free(raptor);
    mlg_sparse_release(&access);
    mlg_sparse_release(&transfers);
    mlg_sparse_release(&egress);
    mlg_sparse_release(&direct);
    mlg_sparse_release(&dial_access);
    mlg_sparse_release(&dial_egress);
    mlg_sparse_release(&dial_direct);
    mlg_sparse_release(&dial_changes);
}

static void test_random_networks(void **state)
{
    (void)state;
    static trial t;
    uint64_t seed = 22;
    for (int32_t round = campaign(1000); round > 0; round--) {
        trial_init(&t, &seed);
        const int32_t place = random_below(&seed, FEED_PLACES);
        for (int32_t rides = 1; rides <= 4; rides++)
            check_times(&t, place, rides);
        check_journeys(&t, place, FIRST_MIN + random_below(&seed, DEPARTURES));
        check_arrivals(&t, place);
        trial_release(&t);
    }
    assert_true(taken_between > 0);
}

/* ---- samples ----------------------------------------------------------------------------------------------------- */

static void test_percentiles(void **state)
{
    (void)state;
    const int32_t u = MLG_UNREACHABLE,
                  time_ds[] = { 5, 9, 1, 9, 7, 9, u, 9, 3, 9 }; /* every second one: 5 1 7 u 3 */
    int32_t room[5];
    static const struct {
        double percent;
        int32_t want;
    } cases[] = {
        { 1, 1 }, { 20, 1 }, { 20.1, 3 }, { 40, 3 }, { 50, 5 }, { 60, 5 }, { 80, 7 }, { 100, INT32_MAX }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(mlg_transit_percentile(time_ds, 5, 2, cases[i].percent, room), cases[i].want);
    assert_near(mlg_transit_share(time_ds, 5, 2, 5), 0.6, 0);
    assert_near(mlg_transit_share(time_ds, 5, 2, u), 0.8, 0);
}

typedef struct {
    int32_t *all;
    int64_t each;
} kept;

static mlg_status keep(void *context, int32_t origin, const int32_t *time_ds, int worker, mlg_error *err)
{
    kept *k = context;
    (void)worker, (void)err;
    memcpy(k->all + origin * k->each, time_ds, (size_t)k->each * sizeof *time_ds);
    return MLG_OK;
}

static void test_threads(void **state)
{
    (void)state;
    static trial t;
    uint64_t seed = 3;
    mlg_error err;
    int32_t one[FEED_PLACES * DEPARTURES * FEED_PLACES], four[FEED_PLACES * DEPARTURES * FEED_PLACES];
    trial_init(&t, &seed);
    t.transit.most_rides = 3;
    assert_ok(mlg_transit_from_all(&t.transit, 1, NULL, keep, &(kept){ one, DEPARTURES * FEED_PLACES }, &err),
              &err);
    assert_ok(mlg_transit_from_all(&t.transit, 4, NULL, keep, &(kept){ four, DEPARTURES * FEED_PLACES }, &err),
              &err);
    assert_memory_equal(one, four, sizeof one);
    t.transit.most_rides = 9;
    assert_fails(mlg_transit_check(&t.transit, &err), MLG_USAGE, &err, "9 rides at most: give 1 to 8");
    t.transit.most_rides = 3;
    t.transit.n_departures = 0;
    assert_fails(mlg_transit_check(&t.transit, &err), MLG_USAGE, &err, "0 departures");
    t.transit.n_departures = 1000001;
    assert_fails(mlg_transit_check(&t.transit, &err), MLG_USAGE, &err, "give 1 to 1,000,000 in all");
    assert_non_null(strstr(err.hint, "fewer draws"));
    t.transit.n_departures = 1;
    t.f.access.value[0] = -1;
    assert_fails(mlg_transit_check(&t.transit, &err), MLG_INPUT, &err,
                 "walks of origins: entry 0 is a time of -1");
    trial_release(&t);
}

static bool count_step(void *steps, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    ++*(int32_t *)steps;
    return true;
}

/* Patterns gone through, and the changes kept, or -1, when `most` may be. */
static int32_t find_changes(const mlg_transit *transit, int64_t most, int threads, int32_t *patterns)
{
    mlg_run_changes *changes;
    mlg_error err;
    *patterns = 0;
    assert_ok(mlg_run_changes_new(&changes, transit, 0, most, threads,
                                  &(mlg_progress){ .report = count_step, .context = patterns }, &err),
              &err);
    const int32_t found = changes ? mlg_run_changes_count(changes) : -1;
    mlg_run_changes_free(changes);
    return found;
}

/* More changes than may be kept: the finding ends with the run that brings the first too many, and not with the last pattern. */
static void test_too_many_changes(void **state)
{
    (void)state;
    static trial t;
    uint64_t seed = 11;
    int32_t patterns;
    trial_init(&t, &seed);
    t.transit.most_rides = 4;
    const int32_t all = find_changes(&t.transit, INT32_MAX, 1, &patterns);
    assert_int_equal(patterns, t.day->n_patterns);
    assert_true(all > 10);
    assert_int_equal(find_changes(&t.transit, all, 1, &patterns), all);
    assert_int_equal(find_changes(&t.transit, all, 4, &patterns), all);
    assert_int_equal(find_changes(&t.transit, all - 1, 1, &patterns), -1);
    assert_int_equal(find_changes(&t.transit, all - 1, 4, &patterns), -1);
    assert_int_equal(find_changes(&t.transit, 0, 1, &patterns), -1);
    assert_true(patterns < t.day->n_patterns / 2);
    trial_release(&t);
}

/* From every origin at many departures, where the changes pay: the same as by rounds, with any number of threads. */
static void test_changes_pay(void **state)
{
    (void)state;
    enum { MANY = 12000, EACH = 2 * MANY * FEED_PLACES };
    static trial t;
    uint64_t seed = 11;
    mlg_error err;
    mlg_raptor *raptor;
    trial_init(&t, &seed);
    const mlg_timetable *days[2] = { t.day, t.day };
    t.transit.days = days;
    t.transit.n_days = 2;
    t.transit.first_ds = 0;
    t.transit.step_ds = 3;
    t.transit.n_departures = MANY;
    t.transit.most_rides = 4;
    assert_true(mlg_transit_changes_pay(&t.transit));
    int32_t *one = malloc(FEED_PLACES * EACH * sizeof *one), *four = malloc(FEED_PLACES * EACH * sizeof *four);
    assert_ok(mlg_transit_from_all(&t.transit, 1, NULL, keep, &(kept){ one, EACH }, &err), &err);
    assert_ok(mlg_transit_from_all(&t.transit, 4, NULL, keep, &(kept){ four, EACH }, &err), &err);
    assert_memory_equal(one, four, FEED_PLACES * EACH * sizeof *one);
    assert_ok(mlg_raptor_new(&raptor, &t.transit, &err), &err);
    for (int32_t origin = 0; origin < FEED_PLACES; origin++)
        assert_memory_equal(one + origin * EACH, mlg_raptor_search(raptor, origin), EACH * sizeof *one);
    mlg_raptor_free(raptor);
    free(one);
    free(four);
    t.transit.n_departures = 1;
    assert_false(mlg_transit_changes_pay(&t.transit));
    trial_release(&t);
}

/* Every allocation that fails is told. */
static void test_memory(void **state)
{
    (void)state;
    static trial t;
    uint64_t seed = 5;
    mlg_error err;
    bool failed = true;
    trial_init(&t, &seed);
    t.transit.most_rides = 2;
    const mlg_gtfs *feed = &t.f.feed;
    const mlg_timetable_options options = { .day = FEED_DAY, .from_s = -200000, .to_s = 400000 };
    for (long n = 1; failed; n++) {
        mlg_timetable *day, *back = NULL;
        mlg_journey journeys[FEED_PLACES];
        mlg_run_changes *changes = NULL;
        mlg_trip_search *search = NULL;
        mlg_memory_fail_at(n);
        mlg_status st = mlg_timetable_new(&day, &feed, 1, &options, &err);
        if (st == MLG_OK)
            st = mlg_timetable_reverse(&back, day, &err);
        if (st == MLG_OK)
            st = mlg_transit_journeys(journeys, &t.transit, 0, 0, 0, &err);
        if (st == MLG_OK)
            st = mlg_run_changes_new(&changes, &t.transit, 0, INT32_MAX, 1, NULL, &err);
        if (st == MLG_OK)
            st = mlg_trip_search_new(&search, &t.transit, (const mlg_run_changes *const *)&changes, &err);
        mlg_memory_fail_at(0);
        mlg_trip_search_free(search);
        mlg_run_changes_free(changes);
        failed = st != MLG_OK;
        assert_true(st == MLG_OK || st == MLG_MEMORY);
        mlg_timetable_free(day);
        mlg_timetable_free(back);
    }
    trial_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scheduled_grid),
        cmocka_unit_test(test_frequency_grid),
        cmocka_unit_test(test_overtaking),
        cmocka_unit_test(test_random_networks),
        cmocka_unit_test(test_a_vehicle_every_second),
        cmocka_unit_test(test_all_overtake),
        cmocka_unit_test(test_percentiles),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_changes_pay),
        cmocka_unit_test(test_too_many_changes),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
