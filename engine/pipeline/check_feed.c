/* mlg_check on a timetable in GTFS: what it holds, when it runs, what is wrong with it. */
#include "base/os/stream.h"
#include "pipeline/check.h"
#include "pipeline/check_stops.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "network/transit/gtfs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const mlg_gtfs *feed;
    int32_t first, last; /* days */
    int32_t fullest;     /* the day with most trips */
    int64_t trips;       /* on it */
    int32_t placed, stations;
    double box[4]; /* degrees: west, south, east, north; NaN without a placed stop */
    bool runs;
} summary;

/* The first of the days with most trips, of at most ten years. */
static mlg_status find_fullest(summary *s, mlg_error *err)
{
    enum { MOST_DAYS = 3661 };
    int64_t *trips;
    s->trips = -1;
    if (!s->runs)
        return MLG_OK;
    const int32_t n = s->last - s->first < MOST_DAYS ? s->last - s->first + 1 : MOST_DAYS;
    MLG_TRY(MLG_NEW(&trips, (size_t)n, "days", err));
    mlg_status st = mlg_gtfs_trips_by_day(trips, s->feed, s->first, n, err);
    for (int32_t d = 0; st == MLG_OK && d < n; d++)
        if (trips[d] > s->trips) {
            s->fullest = s->first + d;
            s->trips = trips[d];
        }
    free(trips);
    return st;
}

static mlg_status summarise(summary *s, const mlg_gtfs *feed, mlg_error *err)
{
    *s = (summary){ .feed = feed, .box = { (double)NAN, (double)NAN, (double)NAN, (double)NAN } };
    s->runs = mlg_gtfs_span(&s->first, &s->last, feed);
    for (int32_t i = 0; i < mlg_gtfs_own_stops(feed); i++) {
        const mlg_gtfs_stop *stop = &feed->stops[i];
        s->stations += stop->kind == MLG_STOP_STATION;
        if (isnan(stop->lon))
            continue;
        s->placed++;
        s->box[0] = fmin(s->box[0], stop->lon);
        s->box[1] = fmin(s->box[1], stop->lat);
        s->box[2] = fmax(s->box[2], stop->lon);
        s->box[3] = fmax(s->box[3], stop->lat);
    }
    return find_fullest(s, err);
}

static mlg_status print_contents(FILE *to, const summary *s, mlg_error *err)
{
    const mlg_gtfs *feed = s->feed;
    const char *who = *feed->publisher ? feed->publisher
                      : *feed->agency  ? feed->agency
                                       : mlg_tr("unknown publisher");
    fprintf(to, mlg_tr("%s is a timetable in GTFS: %s; terms of its publisher\n"), feed->path, who);
    fprintf(to, mlg_tr("%d stops, %d lines, %d trips, %lld stop times\n"), mlg_gtfs_own_stops(feed),
            feed->n_routes, feed->n_trips, (long long)feed->n_calls);
    if (s->placed > 0)
        fprintf(to, mlg_tr("stops from %.4f, %.4f to %.4f, %.4f (longitude, latitude)\n"), s->box[0], s->box[1],
                s->box[2], s->box[3]);
    MLG_TRY(mlg_check_draw_stops(to, feed, s->box, err));
    if (*feed->zone)
        fprintf(to, mlg_tr("time zone %s\n"), feed->zone);
    if (feed->interpolated > 0)
        fprintf(to, mlg_tr("%lld times left blank, filled in by distance\n"), (long long)feed->interpolated);
    if (feed->n_frequencies > 0)
        fprintf(to, mlg_tr("%d periods of service by frequency\n"), feed->n_frequencies);
    if (feed->transfer_rules + feed->n_pathways > 0)
        fprintf(to, mlg_tr("%d transfer rules, %d pathways\n"), feed->transfer_rules, feed->n_pathways);
    if (feed->on_request > 0)
        fprintf(to, mlg_tr("%lld stop times on request, by telephone or from the driver\n"),
                (long long)feed->on_request);
    if (feed->flexible > 0)
        fprintf(to,
                mlg_tr("%d zones and groups of stops served on demand (GTFS-Flex), %lld rows, %d rides from one "
                       "to another\n"),
                feed->n_areas, (long long)feed->flexible, feed->n_flex);
    if (feed->deviated > 0)
        fprintf(to, mlg_tr("%d trips with times that leave their line on demand, to zones and back\n"),
                feed->deviated);
    return MLG_OK;
}

static void print_days(FILE *to, const summary *s)
{
    char first[16], last[16], fullest[16];
    if (!s->runs)
        return;
    mlg_day_text(first, s->first);
    mlg_day_text(last, s->last);
    mlg_day_text(fullest, s->fullest);
    fprintf(to, mlg_tr("runs from %s to %s; most trips on %s: %lld\n"), first, last, fullest, (long long)s->trips);
}

static void print_faults(FILE *to, const mlg_gtfs *feed)
{
    char line[256];
    for (int f = 0; f < MLG_GTFS_FAULTS; f++) {
        if (feed->found[f].count == 0)
            continue;
        mlg_gtfs_fault_line(line, sizeof line, (mlg_gtfs_fault)f, &feed->found[f]);
        fprintf(to, mlg_tr("fault: %s\n"), line);
    }
}

static mlg_status print_text(char **out, const summary *s, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    const mlg_status st = print_contents(to, s, err);
    print_days(to, s);
    print_faults(to, s->feed);
    fprintf(to, mlg_tr("in a study file:\n  travel: { model: transit, gtfs: [\"%s\"] }\n"), s->feed->path);
    if (mlg_os_memory_close(&memory) != 0)
        return mlg_fail_memory(err, "a text", 0);
    return st;
}

static void add_faults(mlg_json *json, const mlg_gtfs *feed)
{
    char line[256];
    mlg_json_array(json, "faults");
    for (int f = 0; f < MLG_GTFS_FAULTS; f++) {
        if (feed->found[f].count == 0)
            continue;
        mlg_gtfs_fault_line(line, sizeof line, (mlg_gtfs_fault)f, &feed->found[f]);
        mlg_json_text(json, NULL, line);
    }
    mlg_json_end(json);
}

static mlg_status print_json(char **out, const summary *s, mlg_error *err)
{
    const mlg_gtfs *feed = s->feed;
    mlg_json *json;
    char day[16];
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "path", feed->path);
    mlg_json_text(json, "dataset", "gtfs");
    mlg_json_text(json, "publisher", *feed->publisher ? feed->publisher : feed->agency);
    mlg_json_text(json, "time_zone", feed->zone);
    mlg_json_number(json, "stops", mlg_gtfs_own_stops(feed));
    mlg_json_number(json, "stations", s->stations);
    mlg_json_number(json, "stops_placed", s->placed);
    mlg_json_number(json, "routes", feed->n_routes);
    mlg_json_number(json, "trips", feed->n_trips);
    mlg_json_number(json, "stop_times", (double)feed->n_calls);
    mlg_json_number(json, "times_filled_in", (double)feed->interpolated);
    mlg_json_number(json, "frequencies", feed->n_frequencies);
    mlg_json_number(json, "transfers", feed->transfer_rules);
    mlg_json_number(json, "pathways", feed->n_pathways);
    mlg_json_number(json, "on_request", (double)feed->on_request);
    mlg_json_number(json, "flexible", (double)feed->flexible);
    mlg_json_number(json, "zones_on_demand", feed->n_areas);
    mlg_json_number(json, "rides_on_demand", feed->n_flex);
    mlg_json_number(json, "deviated_trips", feed->deviated);
    mlg_json_number(json, "west", s->box[0]);
    mlg_json_number(json, "south", s->box[1]);
    mlg_json_number(json, "east", s->box[2]);
    mlg_json_number(json, "north", s->box[3]);
    mlg_day_text(day, s->first);
    mlg_json_text(json, "first_day", s->runs ? day : NULL);
    mlg_day_text(day, s->last);
    mlg_json_text(json, "last_day", s->runs ? day : NULL);
    mlg_day_text(day, s->fullest);
    mlg_json_text(json, "fullest_day", s->runs ? day : NULL);
    mlg_json_number(json, "trips_that_day", s->runs ? (double)s->trips : (double)NAN);
    add_faults(json, feed);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

/* A feed whose trips never run is of no use. */
static mlg_status judge(const summary *s, mlg_error *err)
{
    if (s->runs && s->trips > 0)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: none of its %d trips runs on any day", s->feed->path, s->feed->n_trips);
    mlg_hint(err, "its days of service are in calendar.txt and calendar_dates.txt");
    return st;
}

mlg_status mlg_check_feed(char **out, const char *path, bool preview, mlg_format format, mlg_error *err)
{
    mlg_gtfs *feed;
    summary s;
    *out = NULL;
    MLG_TRY(mlg_gtfs_read(&feed, path, NULL, err));
    mlg_status st = summarise(&s, feed, err);
    if (st == MLG_OK && preview)
        st = mlg_check_preview_stops(out, feed, err);
    else if (st == MLG_OK)
        st = format == MLG_JSON ? print_json(out, &s, err) : print_text(out, &s, err);
    if (st == MLG_OK)
        st = judge(&s, err);
    mlg_gtfs_free(feed);
    return st;
}
