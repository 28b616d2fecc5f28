/* Travel by timetable as a travel model. The small feed (tests/feed.c) by hand: one vehicle leaves A at 8:00 and reaches D
 * at 8:16; people live at A and at D, care is at D, 3,336 m away: 44.5 minutes on foot at 4.5 km/h. Whoever leaves A at
 * 7:50, 7:51 ... 7:59, a minute before it, takes 26, 25 ... 17 minutes. */
#include "support.h"

#include "base/memory.h"
#include "feed.h"
#include "network/models/changes.h"
#include "network/models/transit.h"
#include "network/roads/sphere.h"
#include "network/transit/line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIN = 600 };

typedef struct {
    char *folder;
    mlg_gtfs *feed;
    double x_m[5], y_m[5]; /* of stops: metres north of A */
    mlg_walk_ground ground;
    mlg_transit_options options;
    mlg_error err;
} bench;

static int start(void **state)
{
    static bench b;
    b = (bench){ .folder = make_folder(), .ground = { .detour = 1, .speed_kmh = 4.5, .threads = 1 } };
    char path[4096];
    snprintf(path, sizeof path, "%s/feed", b.folder);
    write_feed(path, NULL, NULL);
    assert_ok(mlg_gtfs_read(&b.feed, path, NULL, &b.err), &b.err);
    for (int s = 0; s < 5; s++)
        b.y_m[s] = 1e7 * (b.feed->stops[s].lat - 50.5) * MLG_METRES_PER_E7;
    b.options = (mlg_transit_options){ .day = mlg_day_of(2025, 3, 4),
                                       .first_s = 7 * 3600 + 50 * 60,
                                       .last_s = 8 * 3600,
                                       .most_rides = 2,
                                       .limit_ds = 60 * MIN,
                                       .walk_ds = 5 * MIN,
                                       .change_ds = 5 * MIN,
                                       .foot_ds = 30 * MIN,
                                       .board_ds = MIN,
                                       .percent = 50,
                                       .draws = 5,
                                       .direction = MLG_TO_SITE,
                                       .threads = 1 };
    *state = &b;
    return 0;
}

static int finish(void **state)
{
    bench *b = *state;
    mlg_gtfs_free(b->feed);
    remove_folder(b->folder);
    return 0;
}

static mlg_transit_model *open_model(bench *b)
{
    const mlg_gtfs *feed = b->feed;
    const double home_x[2] = { 0, 0 }, home_y[2] = { b->y_m[0], b->y_m[3] };
    const mlg_walk_points stops = { 5, b->x_m, b->y_m, NULL }, homes = { 2, home_x, home_y, NULL };
    mlg_transit_model *model;
    assert_ok(mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &homes, &b->options, &b->err), &b->err);
    return model;
}

/* Time between A and the site at D, whose own place is D in 3 minutes; MLG_UNREACHABLE: none. */
static int32_t time_on(bench *b, mlg_transit_model *model)
{
    const double site_y[2] = { b->y_m[3], b->y_m[3] };
    const mlg_walk_points sites = { 2, (const double[]){ 0, 5e4 }, site_y, NULL }; /* the second: out of reach */
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    int32_t found = MLG_UNREACHABLE;
    assert_ok(mlg_travel_transit(&travel, model, &sites, (const int32_t[]){ 1, MLG_NOWHERE }, 3 * MIN, &b->err),
              &b->err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &b->err), &b->err);
    assert_ok(mlg_travel_row(travel, 1, MLG_TIME_MAX, scratch, &row, &b->err), &b->err);
    assert_int_equal(row.count, 0);
    assert_ok(mlg_travel_row(travel, 0, MLG_TIME_MAX, scratch, &row, &b->err), &b->err);
    assert_int_equal(row.place[row.count - 1], 1);
    assert_int_equal(row.time_ds[row.count - 1], 3 * MIN);
    if (row.count == 2)
        found = row.time_ds[0];
    assert_ok(mlg_travel_row(travel, 0, 3 * MIN - 1, scratch, &row, &b->err), &b->err);
    assert_int_equal(row.count, 0);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return found;
}

static int32_t time_at(bench *b)
{
    mlg_transit_model *model = open_model(b);
    const int32_t found = time_on(b, model);
    mlg_transit_model_free(model);
    return found;
}

static void test_departures(void **state)
{
    bench *b = *state;
    assert_int_equal(time_at(b), 21 * MIN);
    b->options.percent = 100;
    assert_int_equal(time_at(b), 26 * MIN);
    b->options.percent = 10;
    assert_int_equal(time_at(b), 17 * MIN);
    b->options.board_ds = 0; /* at 7:59 one waits a minute all the same */
    assert_int_equal(time_at(b), 17 * MIN);
    b->options.board_ds = MIN + 1; /* too late for the last of them */
    assert_int_equal(time_at(b), 18 * MIN);
    b->options.foot_ds = 60 * MIN;
    b->options.percent = 100;
    assert_near(time_at(b), 44.48 * MIN, 0.02 * MIN);
}

/* There by 8:10, 8:11 ... 8:19: from 8:16 on one leaves at 7:59. */
static void test_arrivals(void **state)
{
    bench *b = *state;
    b->options.arrivals = true;
    b->options.first_s = 8 * 3600 + 10 * 60;
    b->options.last_s = 8 * 3600 + 20 * 60;
    assert_int_equal(time_at(b), MLG_UNREACHABLE);
    b->options.percent = 40;
    assert_int_equal(time_at(b), 20 * MIN);
    b->options.percent = 10;
    assert_int_equal(time_at(b), 17 * MIN);
}

/* Care that goes to people: from D at 8:20 to A at 25:10, which is more than five hours later. */
static void test_from_site(void **state)
{
    bench *b = *state;
    b->options.direction = MLG_FROM_SITE;
    b->options.first_s = 8 * 3600 + 19 * 60;
    b->options.last_s = b->options.first_s + 60;
    assert_int_equal(time_at(b), MLG_UNREACHABLE);
    b->options.limit_ds = 20 * 60 * MIN;
    assert_int_equal(time_at(b), (16 * 60 + 51) * MIN);
    b->options.first_s = 0; /* the vehicle of the day before comes by at 1:10: nobody boards it at D any more */
    b->options.last_s = 60;
    b->options.limit_ds = 600 * MIN;
    assert_int_equal(time_at(b), MLG_UNREACHABLE);
}

static void test_file_of_rows(void **state)
{
    bench *b = *state;
    char path[4096];
    snprintf(path, sizeof path, "%s/rows.times", b->folder);
    b->options.rows_path = path;
    mlg_transit_model *model = open_model(b);
    assert_int_equal(time_on(b, model), 21 * MIN);
    assert_int_equal(mlg_transit_model_figures(model).searched, 2);
    assert_ok(mlg_transit_model_save(model, &b->err), &b->err);
    mlg_transit_model_free(model);
    model = open_model(b);
    assert_int_equal(time_on(b, model), 21 * MIN);
    assert_int_equal(mlg_transit_model_figures(model).searched, 0);
    assert_int_equal(mlg_transit_model_figures(model).kept, 2);
    mlg_transit_model_free(model);
    b->options.percent = 60; /* other rows */
    model = open_model(b);
    assert_int_equal(time_on(b, model), 22 * MIN);
    assert_non_null(strstr(mlg_transit_model_figures(model).rows, "times of another network"));
    mlg_transit_model_free(model);
}

/* 8,300 places and as many sites: more pairs than are held at once as a table, and one search a place all the same. The last site is D, the first place is
 * A; all others are far from everything. */
static void test_many_sites_and_places(void **state)
{
    enum { MANY = 8300 };
    bench *b = *state;
    static double x_m[MANY], home_y[MANY], site_y[MANY];
    const mlg_gtfs *feed = b->feed;
    const mlg_walk_points stops = { 5, b->x_m, b->y_m, NULL }, homes = { MANY, x_m, home_y, NULL },
                          sites = { MANY, x_m, site_y, NULL };
    mlg_transit_model *model;
    mlg_travel *travel;
    mlg_sparse_rows rows;
    for (int i = 0; i < MANY; i++) {
        home_y[i] = 1e6 + 9000.0 * i;
        site_y[i] = -1e6 - 9000.0 * i;
    }
    home_y[0] = b->y_m[0];
    site_y[MANY - 1] = b->y_m[3];
    b->options.last_s = b->options.first_s + 60; /* 7:50 */
    assert_ok(mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &homes, &b->options, &b->err), &b->err);
    assert_ok(mlg_travel_transit(&travel, model, &sites, NULL, 0, &b->err), &b->err);
    assert_ok(mlg_travel_rows(&rows, travel, MLG_TIME_MAX, 1, &b->err), &b->err);
    assert_int_equal(mlg_sparse_entries(mlg_sparse_view_of(&rows)), 1);
    assert_int_equal(rows.start[MANY - 1], 0);
    assert_int_equal(rows.column[0], 0);
    assert_int_equal(rows.value[0], 26 * MIN);
    assert_int_equal(mlg_transit_model_figures(model).searched, MANY);
    mlg_sparse_release(&rows);
    mlg_travel_free(travel);
    mlg_transit_model_free(model);
}

static void test_refusals(void **state)
{
    bench *b = *state;
    const mlg_gtfs *feed = b->feed;
    const mlg_walk_points stops = { 5, b->x_m, b->y_m, NULL };
    mlg_transit_model *model;
    b->options.day = mlg_day_of(2025, 3, 2); /* a Sunday */
    assert_fails(mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &stops, &b->options, &b->err),
                 MLG_DATA, &b->err, "no vehicle runs on 2025-03-02 in the hours asked for");
    b->options.last_s = b->options.first_s;
    assert_fails(mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &stops, &b->options, &b->err),
                 MLG_USAGE, &b->err, "a window from second 28200 to second 28200");
}

/* ---- a line that does not exist yet ---- */

/* A shuttle from A to D in 10 minutes, at 7:55 and 8:25, and back at the same hours. Leaving A at 7:50 to 7:54 one takes it:
 * 15 to 11 minutes; from 7:55 on, a minute too late, the vehicle of the feed: 21 to 17. Half of the minutes: 15 at most. */
static void test_new_line(void **state)
{
    bench *b = *state;
    const double lon[2] = { 2.6, 2.6 }, lat[2] = { 50.5, 50.53 };
    const int32_t at_s[2] = { 0, 600 }, back_s[2] = { 60, 0 };
    mlg_new_line line = { "navette", 2, lon, lat, at_s, 7 * 3600 + 55 * 60, 9 * 3600, 1800, true };
    mlg_gtfs *added;
    assert_ok(mlg_gtfs_of_lines(&added, &line, 1, b->feed->zone, &b->err), &b->err);
    assert_int_equal(added->n_trips, 6); /* 7:55, 8:25, 8:55, each way */
    const mlg_gtfs *feeds[2] = { b->feed, added };
    const double x_m[7] = { 0 },
                 y_m[7] = { b->y_m[0], b->y_m[1], b->y_m[2], b->y_m[3], b->y_m[4], b->y_m[0], b->y_m[3] };
    const double home_x[2] = { 0, 0 }, home_y[2] = { b->y_m[0], b->y_m[3] };
    const mlg_walk_points stops = { 7, x_m, y_m, NULL }, homes = { 2, home_x, home_y, NULL };
    for (int percent = 50; percent <= 100; percent += 50) {
        mlg_transit_model *model;
        b->options.percent = percent;
        assert_ok(mlg_transit_model_new(&model, feeds, 2, &b->ground, &stops, &homes, &b->options, &b->err),
                  &b->err);
        assert_int_equal(time_on(b, model), (percent == 50 ? 15 : 21) * MIN);
        mlg_transit_model_free(model);
    }
    mlg_gtfs_free(added);
    line.at_s = back_s;
    assert_fails(mlg_gtfs_of_lines(&added, &line, 1, "", &b->err), MLG_USAGE, &b->err,
                 "line navette: give two stops or more");
    line.at_s = at_s;
    line.every_s = 0;
    assert_fails(mlg_gtfs_of_lines(&added, &line, 1, "", &b->err), MLG_USAGE, &b->err,
                 "its hours and headway make no timetable");
}

/* ---- on-demand vehicles ---- */

/* An outline around what is between two distances north of A. */
static mlg_geom *between(double from_m, double to_m)
{
    char wkt[256];
    mlg_geom *geom;
    mlg_error err;
    snprintf(wkt, sizeof wkt, "POLYGON ((-50 %.0f, 50 %.0f, 50 %.0f, -50 %.0f, -50 %.0f))", from_m, from_m, to_m,
             to_m, from_m);
    assert_ok(mlg_geom_from_wkt(&geom, wkt, &err), &err);
    return geom;
}

/* Times of the ten minutes from 7:50 on (departures, or arrivals from 8:20 on), from one point to another, metres north of A. */
static void ten_minutes(int32_t time_ds[10], bench *b, double from_m, double to_m)
{
    const mlg_gtfs *feed = b->feed;
    const double zero[1] = { 0 };
    const mlg_walk_points stops = { 5, b->x_m, b->y_m, NULL }, from = { 1, zero, &from_m, NULL },
                          to = { 1, zero, &to_m, NULL };
    mlg_transit_model *model;
    mlg_transit_trips trips;
    mlg_raptor *raptor;
    b->options.first_s = b->options.arrivals ? 8 * 3600 + 20 * 60 : 7 * 3600 + 50 * 60;
    b->options.last_s = b->options.first_s + 600;
    assert_ok(mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &to, &b->options, &b->err), &b->err);
    assert_ok(mlg_transit_trips_init(&trips, model, &from, &to, &b->err), &b->err);
    assert_ok(mlg_raptor_new(&raptor, &trips.transit, &b->err), &b->err);
    memcpy(time_ds, mlg_raptor_search(raptor, 0), 10 * sizeof *time_ds);
    mlg_raptor_free(raptor);
    mlg_transit_trips_release(&trips);
    mlg_transit_model_free(model);
}

static void assert_minutes(const int32_t *time_ds, const int *minutes)
{
    for (int i = 0; i < 10; i++)
        if (minutes[i] == 0)
            assert_int_equal(time_ds[i], MLG_UNREACHABLE);
        else
            assert_near(time_ds[i], minutes[i] * MIN, 0.02 * MIN);
}

/* 3,336 m at 40 km/h: 5 minutes, and 5 to wait. */
static mlg_dial_service service_between(const mlg_geom *from, const mlg_geom *to)
{
    return (mlg_dial_service){ .name = "taxi",
                               .from = { .outline = from, .last_s = 86400 },
                               .to = { .outline = to, .last_s = 86400 },
                               .wait_ds = 5 * MIN,
                               .speed_kmh = 40,
                               .detour = 1,
                               .factor = 1 };
}

/* All the way, from A to D. Taken until 7:57: who leaves at 7:50 to 7:52 takes 10 minutes, the others the vehicle of 8:00; taken from
 * 7:58 on: who leaves before 7:53 waits for it. */
static void test_dial_all_the_way(void **state)
{
    bench *b = *state;
    int32_t time_ds[10];
    mlg_geom *all = between(-10, 4000);
    mlg_dial_service service = service_between(all, all);
    b->options.dials = &service;
    b->options.n_dials = 1;
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 });
    service.from.last_s = 7 * 3600 + 57 * 60;
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 10, 10, 10, 23, 22, 21, 20, 19, 18, 17 });
    service.from = (mlg_dial_area){ .outline = all, .first_s = 7 * 3600 + 58 * 60, .last_s = 86400 };
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 13, 12, 11, 10, 10, 10, 10, 10, 10, 10 });
    service.from.first_s = 0;
    service.to.last_s = 8 * 3600 + 1; /* left at the door by 8:00 */
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 10, 25, 24, 23, 22, 21, 20, 19, 18, 17 });
    mlg_geom_free(all);
}

/* Half as fast and two minutes more: 5 + 2 x 5 + 2. */
static void test_dial_speed(void **state)
{
    bench *b = *state;
    int32_t time_ds[10];
    mlg_geom *all = between(-10, 4000), *elsewhere = between(-900, -10);
    mlg_dial_service service = service_between(all, all);
    service.factor = 2;
    service.extra_ds = 2 * MIN;
    b->options.dials = &service;
    b->options.n_dials = 1;
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 17, 17, 17, 17, 17, 17, 17, 17, 17, 17 });
    service.from.outline = elsewhere;
    ten_minutes(time_ds, b, 0, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 26, 25, 24, 23, 22, 21, 20, 19, 18, 17 });
    mlg_geom_free(all);
    mlg_geom_free(elsewhere);
}

/* From a home 3,336 m south of A to the stop A, in time for the vehicle of 8:00 until 7:54; and from the stop D, at 8:16, to care 3,336 m north of
 * it, where one is at 8:26. */
static void test_dial_to_and_from_stops(void **state)
{
    bench *b = *state;
    int32_t time_ds[10];
    const int32_t stop_a = 0, stop_d = 3;
    const double far_m = b->y_m[3];
    mlg_geom *south = between(-4000, -3000), *north = between(2 * far_m - 50, 2 * far_m + 50);
    mlg_dial_service services[2] = { service_between(south, NULL), service_between(NULL, north) };
    services[0].to.stops = &stop_a;
    services[0].to.n_stops = services[1].from.n_stops = 1;
    services[1].from.stops = &stop_d;
    services[0].speed_kmh = 40.1; /* a little less than 5 minutes, and one to board */
    services[0].wait_ds = 0;
    b->options.dials = services;
    b->options.n_dials = 2;
    ten_minutes(time_ds, b, -far_m, b->y_m[3]);
    assert_minutes(time_ds, (const int[]){ 26, 25, 24, 23, 22, 0, 0, 0, 0, 0 });
    ten_minutes(time_ds, b, 0, 2 * far_m);
    assert_minutes(time_ds, (const int[]){ 36, 35, 34, 33, 32, 31, 30, 29, 28, 27 });
    ten_minutes(time_ds, b, -far_m, 2 * far_m);
    assert_minutes(time_ds, (const int[]){ 36, 35, 34, 33, 32, 0, 0, 0, 0, 0 });
    b->options.arrivals = true; /* by 8:29, 8:28 and 8:27, the last first: one leaves at 7:54 */
    ten_minutes(time_ds, b, -far_m, 2 * far_m);
    assert_minutes(time_ds, (const int[]){ 35, 34, 33, 0, 0, 0, 0, 0, 0, 0 });
    mlg_geom_free(south);
    mlg_geom_free(north);
}

/* Stops of their own: 150 m (2 minutes) on foot to A, a ride, 150 m from D; on the way back nothing is taken. */
static void test_dial_between_stops(void **state)
{
    bench *b = *state;
    int32_t time_ds[10];
    const int32_t stop_a = 0, stop_d = 3;
    mlg_dial_service service = service_between(NULL, NULL);
    service.from.stops = &stop_a;
    service.to.stops = &stop_d;
    service.from.n_stops = service.to.n_stops = 1;
    b->options.dials = &service;
    b->options.n_dials = 1;
    ten_minutes(time_ds, b, -150, b->y_m[3] + 150);
    assert_minutes(time_ds, (const int[]){ 14, 14, 14, 14, 14, 14, 14, 14, 14, 14 });
    ten_minutes(time_ds, b, b->y_m[3] + 150, -150);
    assert_minutes(time_ds, (const int[]){ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
}

/* Between two vehicles: from A to D by 8:16, from D to E, 3,336 m further, by 8:26, and a shuttle from E at 8:30 that is at F, as far again, at
 * 8:40. Whoever leaves at 7:50, 7:51 ... 7:59 takes 50, 49 ... 41 minutes. With one ride alone, or where nobody is taken after 8:20, there is no way. */
static void test_dial_between_two_vehicles(void **state)
{
    bench *b = *state;
    const int32_t stop_d = 3, stop_e = 5, at_s[2] = { 0, 600 };
    const double far_m = b->y_m[3], lat[2] = { 50.56, 50.59 }, lon[2] = { 2.6, 2.6 }, zero[7] = { 0 };
    const double y_m[7] = { b->y_m[0], b->y_m[1], b->y_m[2], b->y_m[3], b->y_m[4], 2 * far_m, 3 * far_m };
    const mlg_new_line line = { "navette", 2, lon, lat, at_s, 8 * 3600 + 1800, 8 * 3600 + 1800, 3600, false };
    mlg_dial_service service = service_between(NULL, NULL);
    mlg_gtfs *added;
    assert_ok(mlg_gtfs_of_lines(&added, &line, 1, b->feed->zone, &b->err), &b->err);
    const mlg_gtfs *feeds[2] = { b->feed, added };
    const mlg_walk_points stops = { 7, zero, y_m, NULL }, from = { 1, zero, y_m, NULL },
                          to = { 1, zero, y_m + 6, NULL };
    service.from.stops = &stop_d;
    service.to.stops = &stop_e;
    service.from.n_stops = service.to.n_stops = 1;
    b->options.dials = &service;
    b->options.n_dials = 1;
    for (int way = 0; way < 4; way++) { /* by departure, by arrival from 8:40 on, one ride, too late */
        const bool none = way >= 2;
        mlg_transit_model *model;
        mlg_transit_trips trips;
        mlg_raptor *raptor;
        b->options.arrivals = way == 1;
        b->options.first_s = way == 1 ? 8 * 3600 + 2400 : 7 * 3600 + 3000;
        b->options.last_s = b->options.first_s + 600;
        b->options.most_rides = way == 2 ? 1 : 2;
        service.from.last_s = way == 3 ? 8 * 3600 + 1200 : 86400;
        assert_ok(mlg_transit_model_new(&model, feeds, 2, &b->ground, &stops, &to, &b->options, &b->err), &b->err);
        assert_ok(mlg_transit_trips_init(&trips, model, &from, &to, &b->err), &b->err);
        assert_ok(mlg_raptor_new(&raptor, &trips.transit, &b->err), &b->err);
        const int32_t *time_ds = mlg_raptor_search(raptor, 0);
        for (int i = 0; i < 10; i++) /* backwards the last time comes first: there at 8:49, having left at 7:59 */
            assert_int_equal(time_ds[i], none ? MLG_UNREACHABLE : (50 - i) * MIN);
        mlg_raptor_free(raptor);
        mlg_transit_trips_release(&trips);
        mlg_transit_model_free(model);
    }
    mlg_gtfs_free(added);
}

/* ---- rides, against their definition ---- */

enum { RIDE_POINTS = 5, RIDE_STOPS = 7, RIDE_SERVICES = 4, RIDE_WORDS = 9, RIDE_MOST = 4096 };

typedef struct {
    double x_m[RIDE_STOPS], y_m[RIDE_STOPS];
    mlg_walk_points points;
} some_points;

typedef struct {
    some_points from, to, stops;
    mlg_sparse_rows access, egress, changes;
    int32_t first_visit[RIDE_STOPS + 1];
    mlg_timetable day;
    mlg_islands islands;
    mlg_dial_ground ground;
    mlg_geom *boxes[3];
    double box[3][2]; /* from y to y */
    int32_t stop_list[RIDE_STOPS];
    mlg_dial_service services[RIDE_SERVICES];
} ride_trial;

static void random_points(some_points *p, int32_t n, uint64_t *seed)
{
    for (int32_t i = 0; i < n; i++) {
        p->x_m[i] = random_below(seed, 40);
        p->y_m[i] = 1000 * random_below(seed, 10) + 1;
    }
    p->points = (mlg_walk_points){ n, p->x_m, p->y_m, NULL };
}

static void random_rows(mlg_sparse_rows *rows, int32_t n, int32_t columns, uint64_t *seed)
{
    mlg_error err;
    assert_ok(mlg_sparse_init(rows, n, columns, (int64_t)n * columns, &err), &err);
    int64_t at = 0;
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < columns; j++)
            if (random_below(seed, 3) == 0) {
                rows->column[at] = j;
                rows->value[at++] = MIN * random_below(seed, 5);
            }
        rows->start[i + 1] = at;
    }
}

static mlg_dial_area random_area(const ride_trial *t, uint64_t *seed)
{
    const int32_t box = random_below(seed, 5), first = random_below(seed, RIDE_STOPS),
                  from = random_below(seed, 50);
    mlg_dial_area area = { .first_s = 60 * from, .last_s = 60 * (from + random_below(seed, 30) - 3) };
    if (box < 3) {
        area.outline = t->boxes[box];
    } else {
        area.stops = t->stop_list + first;
        area.n_stops = random_below(seed, RIDE_STOPS - first + 1);
    }
    return area;
}

static void ride_trial_init(ride_trial *t, uint64_t *seed)
{
    *t = (ride_trial){ .day = { .n_stops = RIDE_STOPS } };
    random_points(&t->from, RIDE_POINTS, seed);
    random_points(&t->to, RIDE_POINTS, seed);
    random_points(&t->stops, RIDE_STOPS, seed);
    t->stops.x_m[random_below(seed, RIDE_STOPS)] = (double)NAN;
    random_rows(&t->access, RIDE_POINTS, RIDE_STOPS, seed);
    random_rows(&t->egress, RIDE_STOPS, RIDE_POINTS, seed);
    random_rows(&t->changes, RIDE_STOPS, RIDE_STOPS, seed);
    for (int32_t s = 0; s < RIDE_STOPS; s++) {
        t->first_visit[s + 1] = t->first_visit[s] + (random_below(seed, 4) > 0);
        t->stop_list[s] = (3 * s + 1) % RIDE_STOPS;
    }
    t->day.first_visit = t->first_visit;
    for (int k = 0; k < 3; k++) {
        t->box[k][0] = 1000 * random_below(seed, 6);
        t->box[k][1] = t->box[k][0] + 1000 * (1 + random_below(seed, 6));
        t->boxes[k] = between(t->box[k][0], t->box[k][1]);
    }
    for (int k = 0; k < RIDE_SERVICES; k++)
        t->services[k] = (mlg_dial_service){ .name = "",
                                             .from = random_area(t, seed),
                                             .to = random_area(t, seed),
                                             .wait_ds = MIN * random_below(seed, 6),
                                             .speed_kmh = 20 + random_below(seed, 40),
                                             .detour = 1.3,
                                             .factor = 1 + random_below(seed, 2),
                                             .extra_ds = random_below(seed, 900) };
    t->ground = (mlg_dial_ground){ .from = &t->from.points,
                                   .to = &t->to.points,
                                   .stops = &t->stops.points,
                                   .access = mlg_sparse_view_of(&t->access),
                                   .egress = mlg_sparse_view_of(&t->egress),
                                   .changes = mlg_sparse_view_of(&t->changes),
                                   .day = &t->day,
                                   .islands = &t->islands,
                                   .board_ds = MIN,
                                   .limit_ds = 25 * MIN };
}

static void ride_trial_release(ride_trial *t)
{
    mlg_sparse_release(&t->access);
    mlg_sparse_release(&t->egress);
    mlg_sparse_release(&t->changes);
    for (int k = 0; k < 3; k++)
        mlg_geom_free(t->boxes[k]);
}

/* One way of a point to a vehicle, or from it. */
typedef struct {
    int32_t point, time_ds, walk_ds;
    double x_m, y_m;
} plain_end;

/* Whether an area is where a stop is, or a point of `points`. */
static bool covers(const ride_trial *t, const mlg_dial_area *area, double y_m)
{
    for (int k = 0; k < 3; k++)
        if (area->outline == t->boxes[k])
            return y_m > t->box[k][0] && y_m < t->box[k][1];
    return false;
}

static bool lists(const mlg_dial_area *area, int32_t stop)
{
    for (int32_t k = 0; k < area->n_stops; k++)
        if (area->stops[k] == stop)
            return true;
    return false;
}

/* side 0: origins, 1: stops that one comes from, 2: stops that one goes to, 3: destinations. */
static int plain_ends(plain_end *out, const ride_trial *t, int side, const mlg_dial_area *area)
{
    const some_points *p = side == 0 ? &t->from : side == 3 ? &t->to : &t->stops;
    const bool stops = side == 1 || side == 2;
    int n = 0;
    for (int32_t i = 0; area->outline && i < p->points.count; i++)
        if (!isnan(p->x_m[i]) && covers(t, area, p->y_m[i]) &&
            (!stops || t->first_visit[i] < t->first_visit[i + 1]))
            out[n++] = (plain_end){ i, side == 2 ? MIN : 0, 0, p->x_m[i], p->y_m[i] };
    for (int32_t s = 0; !area->outline && s < RIDE_STOPS; s++)
        for (int32_t i = 0; lists(area, s) && !isnan(t->stops.x_m[s]) && i < p->points.count; i++) {
            const mlg_sparse_rows *w = side == 0 ? &t->access : side == 3 ? &t->egress : &t->changes;
            const int32_t row = side < 2 ? i : s, column = side < 2 ? s : i;
            for (int64_t e = w->start[row]; e < w->start[row + 1]; e++) {
                const int32_t all = w->value[e], walk = !stops ? all : all > MIN ? all - MIN : 0;
                if (w->column[e] == column)
                    out[n++] = (plain_end){ i, side == 2 ? all : walk, walk, t->stops.x_m[s], t->stops.y_m[s] };
            }
        }
    return n;
}

static int compare_rides(const void *a, const void *b)
{
    return memcmp(a, b, RIDE_WORDS * sizeof(int32_t));
}

static int plain_rides(int32_t (*rides)[RIDE_WORDS], const ride_trial *t, int side_from, int side_to)
{
    int n = 0;
    for (int32_t k = 0; k < RIDE_SERVICES; k++) {
        const mlg_dial_service *s = &t->services[k];
        plain_end a[64], b[64];
        const int count_a = plain_ends(a, t, side_from, &s->from), count_b = plain_ends(b, t, side_to, &s->to);
        for (int i = 0; i < count_a; i++)
            for (int j = 0; j < count_b; j++) {
                const double metres = hypot(a[i].x_m - b[j].x_m, a[i].y_m - b[j].y_m);
                const int32_t ride =
                    (int32_t)(s->extra_ds + s->factor * s->detour * metres * 36 / s->speed_kmh + 0.5);
                const int32_t from = (int32_t)fmax(10 * s->from.first_s, 10 * s->to.first_s - ride),
                              until = (int32_t)fmin(10 * s->from.last_s, 10 * s->to.last_s - ride);
                if (until < from || a[i].time_ds + s->wait_ds + ride + b[j].time_ds > t->ground.limit_ds)
                    continue;
                const int32_t one[RIDE_WORDS] = { a[i].point,
                                                  b[j].point,
                                                  a[i].time_ds + s->wait_ds,
                                                  ride + b[j].time_ds,
                                                  from,
                                                  until,
                                                  k,
                                                  a[i].walk_ds + b[j].walk_ds,
                                                  ride };
                assert_true(n < RIDE_MOST);
                memcpy(rides[n++], one, sizeof one);
            }
    }
    return n;
}

static void assert_rides(const mlg_sparse_rows *rows, const mlg_dial *dials, const ride_trial *t, int from, int to)
{
    static int32_t found[RIDE_MOST][RIDE_WORDS], wanted[RIDE_MOST][RIDE_WORDS];
    const int n = plain_rides(wanted, t, from, to);
    assert_int_equal(mlg_sparse_entries(mlg_sparse_view_of(rows)), n);
    for (int32_t row = 0; row < rows->n_rows; row++)
        for (int64_t e = rows->start[row]; e < rows->start[row + 1]; e++) {
            const mlg_dial *d = &dials[rows->value[e]];
            const int32_t one[RIDE_WORDS] = { row,         rows->column[e], d->before_ds, d->after_ds, d->from_ds,
                                              d->until_ds, d->service,      d->walk_ds,   d->ride_ds };
            memcpy(found[e], one, sizeof one);
        }
    qsort(found, (size_t)n, sizeof *found, compare_rides);
    qsort(wanted, (size_t)n, sizeof *wanted, compare_rides);
    assert_memory_equal(found, wanted, (size_t)n * sizeof *found);
}

static void test_rides_of_services(void **state)
{
    uint64_t seed = 7;
    mlg_error err;
    int64_t between_vehicles = 0;
    (void)state;
    for (int32_t round = campaign(2000); round > 0; round--) {
        static ride_trial t;
        mlg_dial_rows rows;
        mlg_dial_changes changes;
        ride_trial_init(&t, &seed);
        assert_ok(mlg_dial_rows_make(&rows, t.services, RIDE_SERVICES, &t.ground, &err), &err);
        assert_rides(&rows.access, rows.dials, &t, 0, 2);
        assert_rides(&rows.egress, rows.dials, &t, 1, 3);
        assert_rides(&rows.direct, rows.dials, &t, 0, 3);
        t.ground.from = t.ground.to = NULL;
        assert_ok(mlg_dial_changes_make(&changes, t.services, RIDE_SERVICES, &t.ground, &err), &err);
        assert_rides(&changes.rows, changes.dials, &t, 1, 2);
        between_vehicles += changes.n_dials;
        mlg_dial_rows_release(&rows);
        mlg_dial_changes_release(&changes);
        ride_trial_release(&t);
    }
    assert_true(between_vehicles > 0);
}

/* The first of those that are alike stays, in its place; and 200,000 services are no matter (each with each would be 20 thousand million
 * comparisons). */
static void test_unique_services(void **state)
{
    enum { SMALL = 200, LARGE = 200000 };
    static mlg_dial_service all[LARGE];
    static const int32_t stops[2] = { 0, 1 };
    mlg_error err;
    uint64_t seed = 3;
    int32_t n = SMALL, kept = 0;
    int wanted[SMALL];
    (void)state;
    for (int32_t k = 0; k < LARGE; k++)
        all[k] = (mlg_dial_service){ .name = "",
                                     .from = { .stops = stops + random_below(&seed, 2),
                                               .last_s = random_below(&seed, 4) },
                                     .speed_kmh = 30 + random_below(&seed, 2),
                                     .extra_ds = random_below(&seed, 3) };
    for (int k = 0; k < SMALL; k++) {
        bool seen = false;
        for (int i = 0; i < k; i++)
            seen |= all[i].from.stops == all[k].from.stops && all[i].from.last_s == all[k].from.last_s &&
                    all[i].speed_kmh == all[k].speed_kmh && all[i].extra_ds == all[k].extra_ds;
        all[k].booking = (const char *)&all[k];
        if (!seen)
            wanted[kept++] = k;
    }
    assert_ok(mlg_dial_services_unique(all, &n, &err), &err);
    assert_int_equal(n, kept);
    for (int32_t k = 0; k < n; k++)
        assert_ptr_equal(all[k].booking, &all[wanted[k]]);
    n = LARGE;
    for (int32_t k = 0; k < n; k++)
        all[k].from.last_s = k / 2;
    assert_ok(mlg_dial_services_unique(all, &n, &err), &err);
    assert_true(n > LARGE / 2);
}

/* ---- changes ---- */

static int32_t change_of(const mlg_sparse_rows *rows, int32_t from, int32_t to)
{
    for (int64_t e = rows->start[from]; e < rows->start[from + 1]; e++)
        if (rows->column[e] == to)
            return rows->value[e];
    return MLG_UNREACHABLE;
}

/* Stops A B C D of the feed are 0 to 3; B and C are of the station G, 4. Walks of 8 minutes from A to B and of 9 from B to
 * C; a minute to board. */
static void test_changes(void **state)
{
    bench *b = *state;
    const mlg_gtfs *feed = b->feed;
    mlg_gtfs_transfer rules[] = {
        { 0, 1, -1, -1, MLG_TRANSFER_MINIMUM, 120 }, { 1, 2, -1, -1, MLG_TRANSFER_TIMED, 0 },
        { 3, 4, -1, -1, MLG_TRANSFER_MINIMUM, 240 }, { 3, 3, -1, -1, MLG_TRANSFER_FORBIDDEN, 0 },
        { 2, 2, -1, -1, MLG_TRANSFER_TIMED, 0 },     { 2, 1, -1, -1, MLG_TRANSFER_RECOMMENDED, 0 }
    };
    mlg_gtfs_pathway ways[] = { { 1, 4, 30 }, { 4, 2, 40 }, { 2, 4, 40 } };
    const int64_t begin[] = { 0, 1, 2, 2, 2, 2 };
    const mlg_sparse_view walks = { 5, 5, begin, (const int32_t[]){ 1, 2 },
                                    (const int32_t[]){ 8 * MIN, 9 * MIN } };
    mlg_sparse_rows rows;
    assert_ok(mlg_changes(&rows, walks, &feed, 1, MIN, &b->err), &b->err);
    assert_int_equal(change_of(&rows, 0, 0), MIN);
    assert_int_equal(change_of(&rows, 0, 1), 9 * MIN);
    assert_int_equal(change_of(&rows, 1, 0), MLG_UNREACHABLE);
    mlg_sparse_release(&rows);
    b->feed->transfers = rules;
    b->feed->n_transfers = 6;
    b->feed->pathways = ways;
    b->feed->n_pathways = 3;
    assert_ok(mlg_changes(&rows, walks, &feed, 1, MIN, &b->err), &b->err);
    assert_int_equal(change_of(&rows, 0, 1), 2 * MIN);
    assert_int_equal(change_of(&rows, 1, 2), 9 * MIN); /* no time to board */
    assert_int_equal(change_of(&rows, 2, 1), MLG_UNREACHABLE);
    assert_int_equal(change_of(&rows, 3, 1), 4 * MIN);
    assert_int_equal(change_of(&rows, 3, 2), 4 * MIN);
    assert_int_equal(change_of(&rows, 3, 3), MLG_UNREACHABLE);
    assert_int_equal(change_of(&rows, 2, 2), 0);
    mlg_sparse_release(&rows);
    b->feed->n_transfers = 0; /* along the pathways alone: 70 s and a minute */
    assert_ok(mlg_changes(&rows, walks, &feed, 1, MIN, &b->err), &b->err);
    assert_int_equal(change_of(&rows, 1, 2), 1300);
    mlg_sparse_release(&rows);
    b->feed->transfers = NULL;
    b->feed->pathways = NULL;
    b->feed->n_pathways = 0;
}

/* Pathways at random, against Floyd and Warshall. Without walks, a pair of stops where one boards has the time of the
 * pathways and a minute; the station, 4, is only passed through. */
static void test_pathways(void **state)
{
    enum { STOPS = 5, MOST = 12 };
    bench *b = *state;
    const mlg_gtfs *feed = b->feed;
    const mlg_sparse_view walks = { STOPS, STOPS, (const int64_t[STOPS + 1]){ 0 }, NULL, NULL };
    uint64_t seed = 11;
    for (int round = 0; round < 200; round++) {
        mlg_gtfs_pathway ways[MOST];
        int32_t time_s[STOPS][STOPS];
        mlg_sparse_rows rows;
        for (int i = 0; i < STOPS; i++)
            for (int j = 0; j < STOPS; j++)
                time_s[i][j] = i == j ? 0 : MLG_UNREACHABLE;
        b->feed->n_pathways = 1 + random_below(&seed, MOST);
        for (int32_t k = 0; k < b->feed->n_pathways; k++) {
            ways[k] = (mlg_gtfs_pathway){ random_below(&seed, STOPS), random_below(&seed, STOPS),
                                          random_below(&seed, 90) };
            if (ways[k].time_s < time_s[ways[k].from][ways[k].to])
                time_s[ways[k].from][ways[k].to] = ways[k].time_s;
        }
        for (int v = 0; v < STOPS; v++)
            for (int i = 0; i < STOPS; i++)
                for (int j = 0; j < STOPS; j++)
                    if (time_s[i][v] != MLG_UNREACHABLE && time_s[v][j] != MLG_UNREACHABLE &&
                        time_s[i][v] + time_s[v][j] < time_s[i][j])
                        time_s[i][j] = time_s[i][v] + time_s[v][j];
        b->feed->pathways = ways;
        assert_ok(mlg_changes(&rows, walks, &feed, 1, MIN, &b->err), &b->err);
        for (int i = 0; i < STOPS; i++)
            for (int j = 0; j < STOPS; j++) {
                const bool none = time_s[i][j] == MLG_UNREACHABLE || (i != j && (i == 4 || j == 4));
                assert_int_equal(change_of(&rows, i, j), none ? MLG_UNREACHABLE : 10 * time_s[i][j] + MIN);
            }
        mlg_sparse_release(&rows);
    }
    b->feed->pathways = NULL;
    b->feed->n_pathways = 0;
}

static void test_memory(void **state)
{
    bench *b = *state;
    const mlg_gtfs *feed = b->feed;
    const mlg_walk_points stops = { 5, b->x_m, b->y_m, NULL };
    bool failed = true;
    for (long n = 1; failed; n += stride(3)) {
        mlg_transit_model *model;
        mlg_travel *travel = NULL;
        mlg_sparse_rows rows = { 0 };
        mlg_memory_fail_at(n);
        mlg_status st = mlg_transit_model_new(&model, &feed, 1, &b->ground, &stops, &stops, &b->options, &b->err);
        if (st == MLG_OK)
            st = mlg_travel_transit(&travel, model, &stops, NULL, 0, &b->err);
        if (st == MLG_OK)
            st = mlg_travel_rows(&rows, travel, MLG_TIME_MAX, 1, &b->err);
        mlg_memory_fail_at(0);
        failed = st != MLG_OK;
        assert_true(st == MLG_OK || st == MLG_MEMORY);
        mlg_sparse_release(&rows);
        mlg_travel_free(travel);
        mlg_transit_model_free(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_departures, start, finish),
        cmocka_unit_test_setup_teardown(test_arrivals, start, finish),
        cmocka_unit_test_setup_teardown(test_from_site, start, finish),
        cmocka_unit_test_setup_teardown(test_file_of_rows, start, finish),
        cmocka_unit_test_setup_teardown(test_many_sites_and_places, start, finish),
        cmocka_unit_test_setup_teardown(test_refusals, start, finish),
        cmocka_unit_test_setup_teardown(test_new_line, start, finish),
        cmocka_unit_test_setup_teardown(test_dial_all_the_way, start, finish),
        cmocka_unit_test_setup_teardown(test_dial_speed, start, finish),
        cmocka_unit_test_setup_teardown(test_dial_to_and_from_stops, start, finish),
        cmocka_unit_test_setup_teardown(test_dial_between_stops, start, finish),
        cmocka_unit_test_setup_teardown(test_dial_between_two_vehicles, start, finish),
        cmocka_unit_test(test_rides_of_services),
        cmocka_unit_test(test_unique_services),
        cmocka_unit_test_setup_teardown(test_changes, start, finish),
        cmocka_unit_test_setup_teardown(test_pathways, start, finish),
        cmocka_unit_test_setup_teardown(test_memory, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
