/* Transfer rules between stops, lines and trips (transfers.txt), in the order of the GTFS reference: random feeds, read from files, against a
 * search that looks at each pair of trips and asks which rule says most of it. */
#include "support.h"

#include "feed.h"
#include "network/models/changes.h"
#include "network/transit/raptor.h"
#include "network/transit/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STOPS = 4, STATION = 4, ROUTES = 2, TRIPS = 9, CALLS = 4, RULES = 40, MIN = 600, BOARD_MIN = 1 };

typedef struct {
    int from_stop, to_stop, from_trip, to_trip, from_route,
        to_route; /* -1: not given; stop 4: the station of stops 0 and 1 */
    int type, minutes;
} some_rule;

typedef struct {
    int stop[CALLS], minute[CALLS], count, route;
} some_trip;

typedef struct {
    some_trip trips[TRIPS];
    some_rule rules[RULES];
    int n_trips, n_rules;
    int walk_min[STOPS][STOPS]; /* -1: none */
    int way_min;                /* pathway from stop 2 to stop 3; -1: none */
} some_feed;

static int either(uint64_t *seed, int percent, int n)
{
    return random_below(seed, 100) < percent ? random_below(seed, n) : -1;
}

static void make_feed(some_feed *f, uint64_t *seed)
{
    *f = (some_feed){ .n_trips = 4 + random_below(seed, TRIPS - 3), .n_rules = random_below(seed, RULES + 1) };
    for (int t = 0; t < f->n_trips; t++) {
        some_trip *trip = &f->trips[t];
        trip->count = 2 + random_below(seed, CALLS - 1);
        trip->route = random_below(seed, ROUTES);
        for (int k = 0, at = random_below(seed, 50); k < trip->count; k++) {
            trip->stop[k] = random_below(seed, STOPS);
            trip->minute[k] = at;
            at += random_below(seed, 9);
        }
    }
    for (int k = 0; k < f->n_rules; k++) {
        some_rule *r = &f->rules[k];
        *r = (some_rule){ .from_stop = random_below(seed, STOPS + 1),
                          .to_stop = random_below(seed, STOPS + 1),
                          .from_trip = either(seed, 30, f->n_trips),
                          .to_trip = either(seed, 30, f->n_trips),
                          .from_route = either(seed, 30, ROUTES),
                          .to_route = either(seed, 30, ROUTES),
                          .type = random_below(seed, 4),
                          .minutes = random_below(seed, 7) };
        if (r->from_trip >= 0)
            r->from_route = -1;
        if (r->to_trip >= 0)
            r->to_route = -1;
    }
    for (int i = 0; i < STOPS; i++)
        for (int j = 0; j < STOPS; j++)
            f->walk_min[i][j] = i == j ? -1 : either(seed, 30, 6);
    f->way_min = either(seed, 50, 5);
}

static void print_id(FILE *to, const char *prefix, int number)
{
    if (number >= 0)
        fprintf(to, "%s%d", prefix, number);
    fputc(',', to);
}

/* Stops have no place: nobody walks but where the test says. */
static void write_files(const char *path, const some_feed *f)
{
    write_feed(path, "stops.txt",
               "stop_id,stop_lat,stop_lon,location_type,parent_station\nS0,,,0,S4\nS1,,,0,S4\nS2,,,,\nS3,,,,\n"
               "S4,,,1,\n");
    write_text(in_folder(path, "routes.txt"), "route_id,route_type\nR0,3\nR1,3\n");
    FILE *trips = fopen(in_folder(path, "trips.txt"), "w"), *times = fopen(in_folder(path, "stop_times.txt"), "w");
    FILE *rules = fopen(in_folder(path, "transfers.txt"), "w"),
         *ways = fopen(in_folder(path, "pathways.txt"), "w");
    assert_true(trips && times && rules && ways);
    fputs("route_id,service_id,trip_id\n", trips);
    fputs("trip_id,stop_id,stop_sequence,arrival_time,departure_time\n", times);
    for (int t = 0; t < f->n_trips; t++) {
        const some_trip *trip = &f->trips[t];
        fprintf(trips, "R%d,W,T%d\n", trip->route, t);
        for (int k = 0; k < trip->count; k++) {
            const int hour = 8 + trip->minute[k] / 60, minute = trip->minute[k] % 60;
            fprintf(times, "T%d,S%d,%d,%d:%02d:00,%d:%02d:00\n", t, trip->stop[k], k, hour, minute, hour, minute);
        }
    }
    fputs("from_stop_id,to_stop_id,from_trip_id,to_trip_id,from_route_id,to_route_id,transfer_type,min_transfer_"
          "time\n",
          rules);
    for (int k = 0; k < f->n_rules; k++) {
        const some_rule *r = &f->rules[k];
        print_id(rules, "S", r->from_stop);
        print_id(rules, "S", r->to_stop);
        print_id(rules, "T", r->from_trip);
        print_id(rules, "T", r->to_trip);
        print_id(rules, "R", r->from_route);
        print_id(rules, "R", r->to_route);
        fprintf(rules, "%d,%d\n", r->type, 60 * r->minutes);
    }
    fputs("pathway_id,from_stop_id,to_stop_id,is_bidirectional,traversal_time\n", ways);
    if (f->way_min >= 0)
        fprintf(ways, "w,S2,S3,0,%d\n", 60 * f->way_min);
    fclose(trips);
    fclose(times);
    fclose(rules);
    fclose(ways);
}

/* ---- by the letter of the reference ---- */

static bool names_stop(int named, int stop)
{
    return named == stop || (named == STATION && stop < 2);
}

/* 0: the rule is not of this pair of trips; else the more, the more it says. */
static int says(const some_rule *r, const some_feed *f, int from, int to)
{
    const int trips = (r->from_trip >= 0) + (r->to_trip >= 0), routes = (r->from_route >= 0) + (r->to_route >= 0);
    if ((r->from_trip >= 0 && r->from_trip != from) || (r->to_trip >= 0 && r->to_trip != to) ||
        (r->from_route >= 0 && r->from_route != f->trips[from].route) ||
        (r->to_route >= 0 && r->to_route != f->trips[to].route))
        return 0;
    return trips == 2 ? 6 : trips == 1 && routes == 1 ? 5 : trips == 1 ? 4 : routes == 2 ? 3 : routes == 1 ? 2 : 1;
}

/* Minutes from arriving by one trip to being able to leave by another; -1: one cannot. */
static int change_min(const some_feed *f, int from, int a, int to, int b)
{
    const some_rule *best = NULL;
    int most = 0;
    for (int k = 0; k < f->n_rules; k++) {
        const some_rule *r = &f->rules[k];
        const int level = names_stop(r->from_stop, a) && names_stop(r->to_stop, b) ? says(r, f, from, to) : 0;
        if (level == 0 || level < most || (level == 1 && r->type == 0)) /* one of type 0 for all says nothing */
            continue;
        best = r;
        most = level;
    }
    const int walk = a == b ? 0 : f->walk_min[a][b];
    if (best && best->type == 3)
        return -1;
    if (best && best->type == 2)
        return best->minutes;
    if (best && best->type == 1)
        return walk < 0 ? 0 : walk;
    if (a == 2 && b == 3 && f->way_min >= 0)
        return f->way_min + BOARD_MIN;
    return walk < 0 ? -1 : walk + BOARD_MIN;
}

/* Earliest minute at each stop from a stop, with so many rides: by all pairs of calls. */
static void plain_arrivals(int arrival[STOPS], const some_feed *f, int origin, int leaves, int rides)
{
    bool at[TRIPS][CALLS] = { { false } }, before[TRIPS][CALLS]; /* whether one comes by on the trip */
    for (int s = 0; s < STOPS; s++)
        arrival[s] = INT32_MAX;
    for (int round = 0; round < rides; round++) {
        memcpy(before, at, sizeof at);
        memset(at, 0, sizeof at);
        for (int t = 0; t < f->n_trips; t++) {
            const some_trip *trip = &f->trips[t];
            bool on_board = false;
            for (int k = 0; k < trip->count; k++) {
                at[t][k] = on_board;
                if (on_board && trip->minute[k] < arrival[trip->stop[k]])
                    arrival[trip->stop[k]] = trip->minute[k];
                on_board |= round == 0 && trip->stop[k] == origin && leaves + BOARD_MIN <= trip->minute[k];
                for (int u = 0; round > 0 && u < f->n_trips; u++)
                    for (int j = 0; j < f->trips[u].count; j++) {
                        const int change = change_min(f, u, f->trips[u].stop[j], t, trip->stop[k]);
                        on_board |=
                            before[u][j] && change >= 0 && f->trips[u].minute[j] + change <= trip->minute[k];
                    }
            }
        }
    }
}

/* ---- by the engine ---- */

/* Rows of all stops, variants too: what holds for a stop holds for its variants. `value` NULL: 0 at the stop itself. */
static void own_rows(mlg_sparse_rows *rows, const mlg_gtfs *feed, int (*value)[STOPS], int only, bool to_stops)
{
    mlg_error err;
    const int32_t n = feed->n_stops;
    int64_t at = 0;
    assert_ok(mlg_sparse_init(rows, to_stops ? 1 : n,
                              to_stops ? n
                              : value  ? n
                                       : STOPS,
                              (int64_t)n * n, &err),
              &err);
    for (int32_t a = 0; a < rows->n_rows; a++) {
        for (int32_t b = 0; b < rows->n_columns; b++) {
            const int from = to_stops ? only : mlg_gtfs_own_stop(feed, a);
            const int to = value || to_stops ? mlg_gtfs_own_stop(feed, b) : b;
            const int minutes = from >= STOPS || to >= STOPS ? -1 : value ? value[from][to] : from == to ? 0 : -1;
            if (minutes < 0)
                continue;
            rows->column[at] = b;
            rows->value[at++] = MIN * (minutes + (to_stops ? BOARD_MIN : 0));
        }
        rows->start[a + 1] = at;
    }
}

static void check_arrivals(const some_feed *f, const mlg_gtfs *feed, int origin)
{
    enum { LEAVES = 5 };
    const mlg_timetable_options options = { .day = mlg_day_of(2025, 3, 4), .from_s = 0, .to_s = 86400 };
    mlg_sparse_rows walks, changes, access, egress;
    mlg_timetable *day;
    mlg_error err;
    own_rows(&walks, feed, (int(*)[STOPS])(uintptr_t)f->walk_min, 0, false);
    own_rows(&access, feed, NULL, origin, true);
    own_rows(&egress, feed, NULL, 0, false);
    assert_ok(mlg_changes(&changes, mlg_sparse_view_of(&walks), &feed, 1, BOARD_MIN * MIN, &err), &err);
    assert_ok(mlg_timetable_new(&day, &feed, 1, &options, &err), &err);
    for (int rides = 1; rides <= 4; rides++) {
        const mlg_timetable *days[1] = { day };
        const mlg_transit transit = { .days = days,
                                      .n_days = 1,
                                      .access = mlg_sparse_view_of(&access),
                                      .transfers = mlg_sparse_view_of(&changes),
                                      .egress = mlg_sparse_view_of(&egress),
                                      .first_ds = (8 * 60 + LEAVES) * MIN,
                                      .step_ds = MIN,
                                      .n_departures = 1,
                                      .most_rides = rides,
                                      .limit_ds = 600 * MIN };
        mlg_raptor *raptor;
        int arrival[STOPS];
        assert_ok(mlg_transit_check(&transit, &err), &err);
        assert_ok(mlg_raptor_new(&raptor, &transit, &err), &err);
        const int32_t *time_ds = mlg_raptor_search(raptor, 0);
        plain_arrivals(arrival, f, origin, LEAVES, rides);
        for (int s = 0; s < STOPS; s++)
            assert_int_equal(time_ds[s], arrival[s] == INT32_MAX ? MLG_UNREACHABLE : (arrival[s] - LEAVES) * MIN);
        mlg_raptor_free(raptor);
    }
    mlg_timetable_free(day);
    mlg_sparse_release(&walks);
    mlg_sparse_release(&changes);
    mlg_sparse_release(&access);
    mlg_sparse_release(&egress);
}

static void test_rules_by_what_they_say(void **state)
{
    (void)state;
    char *folder = make_folder(), path[4096];
    snprintf(path, sizeof path, "%s/feed", folder);
    uint64_t seed = 5;
    int64_t variants = 0;
    for (int32_t round = 0, n = campaign(2000); round < n; round++) {
        some_feed f;
        mlg_gtfs *feed;
        mlg_error err;
        make_feed(&f, &seed);
        write_files(path, &f);
        assert_ok(mlg_gtfs_read(&feed, path, NULL, &err), &err);
        assert_int_equal(feed->transfer_rules, f.n_rules);
        for (int k = 0; k < MLG_GTFS_FAULTS; k++)
            assert_true(feed->found[k].count == 0 || k == MLG_GTFS_STOP_UNPLACED);
        variants += feed->n_variants;
        for (int origin = 0; origin < STOPS; origin++)
            check_arrivals(&f, feed, origin);
        mlg_gtfs_free(feed);
    }
    assert_true(variants > 0);
    remove_folder(folder);
}

/* A stop that is split is still one in what is served, and where the vehicle goes on as another trip one stays seated: T0 from S0 at 8:00 to S1 at 8:10 is
 * T1 from S1 at 8:10 to S2 at 8:20, though nobody may change from one line to the other there. */
static void test_split_stops_are_one(void **state)
{
    (void)state;
    char *folder = make_folder(), path[4096];
    snprintf(path, sizeof path, "%s/feed", folder);
    some_feed f = {
        .trips = { { { 0, 1 }, { 0, 10 }, 2, 0 }, { { 1, 2 }, { 10, 20 }, 2, 1 }, { { 1, 3 }, { 15, 25 }, 2, 1 } },
        .rules = { { 1, 1, -1, -1, 0, 1, 3, 0 }, { 1, 1, 0, 2, -1, -1, 2, 3 } },
        .n_trips = 3,
        .n_rules = 2,
        .way_min = -1
    };
    mlg_gtfs *feed;
    mlg_timetable *day;
    mlg_error err;
    mlg_stop_service service[16];
    mlg_line_path *paths;
    int32_t n;
    write_files(path, &f);
    write_text(in_folder(path, "trips.txt"),
               "route_id,service_id,trip_id,block_id\nR0,W,T0,b\nR1,W,T1,b\nR1,W,T2,\n");
    assert_ok(mlg_gtfs_read(&feed, path, NULL, &err), &err);
    assert_int_equal(feed->n_variants, 3); /* at S1: T0, line R1, T2 */
    mlg_gtfs_stop_service(service, feed, mlg_day_of(2025, 3, 4));
    assert_int_equal(service[1].courses, 3);
    for (int32_t s = STATION + 1; s < feed->n_stops; s++)
        assert_int_equal(service[s].courses, 0);
    assert_ok(mlg_gtfs_paths(&paths, &n, feed, mlg_day_of(2025, 3, 4), &err), &err);
    assert_int_equal(n, 3);
    free(paths);
    const mlg_timetable_options options = { .day = mlg_day_of(2025, 3, 4), .from_s = 0, .to_s = 86400 };
    assert_ok(mlg_timetable_new(&day, (const mlg_gtfs *const *)&feed, 1, &options, &err), &err);
    assert_int_equal(day->n_runs, 2);
    mlg_timetable_free(day);
    mlg_gtfs_free(feed);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rules_by_what_they_say),
                                        cmocka_unit_test(test_split_stops_are_one) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
