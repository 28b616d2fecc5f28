#include "network/transit/gtfs_inner.h"

#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/progress.h"
#include "network/roads/sphere.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#define HASH_FUNCTION HASH_FNV /* the default hash falls through its cases, which clang rejects */
#include <uthash.h>

struct mlg_gtfs_key {
    const char *id;
    int32_t number;
    UT_hash_handle hh;
};

/* ---- identifiers and texts ---- */

int32_t mlg_gtfs_find(const mlg_gtfs_key *keys, const char *id)
{
    const mlg_gtfs_key *key = NULL;
    if (id)
        HASH_FIND_STR(keys, id, key);
    return key ? key->number : -1;
}

mlg_status mlg_gtfs_add_key(mlg_gtfs_key **keys, mlg_gtfs_maker *maker, const char *id, int32_t number,
                            mlg_error *err)
{
    mlg_gtfs_key *key = mlg_arena_alloc(&maker->texts, sizeof *key);
    if (!key)
        return mlg_fail_memory(err, "a timetable", sizeof *key);
    key->id = id;
    key->number = number;
    HASH_ADD_KEYPTR(hh, *keys, key->id, strlen(key->id), key);
    return MLG_OK;
}

void mlg_gtfs_drop_keys(mlg_gtfs_key *keys)
{
    HASH_CLEAR(hh, keys);
}

mlg_status mlg_gtfs_keep(const char **out, mlg_gtfs_maker *maker, const char *text, mlg_error *err)
{
    *out = text && *text ? mlg_arena_text(&maker->texts, text) : "";
    return *out ? MLG_OK : mlg_fail_memory(err, "a timetable", strlen(text));
}

/* ---- values ---- */

bool mlg_gtfs_whole(int32_t *value, const char *text, int32_t least, int32_t most)
{
    double number; /* "1.0" is what tables are full of that passed through a data frame */
    if (!text || !mlg_read_decimal(&number, text, NULL) || !(number >= least && number <= most) ||
        number != floor(number))
        return false;
    *value = (int32_t)number;
    return true;
}

/* Two digits of minutes or seconds. */
static bool sixty(int32_t *value, const char *text)
{
    if (text[0] < '0' || text[0] > '5' || text[1] < '0' || text[1] > '9')
        return false;
    *value = 10 * (text[0] - '0') + text[1] - '0';
    return true;
}

bool mlg_gtfs_time(int32_t *seconds, const char *text)
{
    enum { MOST_HOURS = 167 }; /* a week */
    int32_t hours = 0, minutes, rest;
    size_t digits = text ? strspn(text, "0123456789") : 0;
    if (digits < 1 || digits > 3 || text[digits] != ':')
        return false;
    for (size_t i = 0; i < digits; i++)
        hours = 10 * hours + text[i] - '0';
    if (hours > MOST_HOURS || !sixty(&minutes, text + digits + 1) || text[digits + 3] != ':' ||
        !sixty(&rest, text + digits + 4) || text[digits + 6] != '\0')
        return false;
    *seconds = 3600 * hours + 60 * minutes + rest;
    return true;
}

double mlg_gtfs_distance_m(const mlg_gtfs_stop *a, const mlg_gtfs_stop *b)
{
    if (isnan(a->lon) || isnan(b->lon))
        return (double)NAN;
    return mlg_sphere_distance_m((int32_t)lround(a->lon * 1e7), (int32_t)lround(a->lat * 1e7),
                                 (int32_t)lround(b->lon * 1e7), (int32_t)lround(b->lat * 1e7));
}

/* ---- faults ---- */

static const char *const fault_texts[] = {
#define MLG_FAULT(name, text) text,
#include "network/transit/gtfs_faults.def"
};

void mlg_gtfs_count_at(mlg_gtfs *feed, mlg_gtfs_fault fault, const char *table, int64_t row, const char *value)
{
    mlg_gtfs_found *found = &feed->found[fault];
    if (found->count++ > 0)
        return;
    found->row = row;
    found->table = table;
    snprintf(found->value, sizeof found->value, "%s", MLG_BRIEF(value ? value : "", sizeof found->value - 1));
}

void mlg_gtfs_count(mlg_gtfs_table *table, mlg_gtfs_fault fault, const char *value)
{
    mlg_gtfs_count_at(&table->maker->feed, fault, table->name, mlg_layer_row(table->layer), value);
}

void mlg_gtfs_fault_line(char *line, size_t size, mlg_gtfs_fault fault, const mlg_gtfs_found *found)
{
    char at[48] = "", value[80] = "", times[48] = "";
    if (found->row > 0)
        snprintf(at, sizeof at, mlg_tr(": row %lld"), (long long)found->row);
    if (*found->value)
        snprintf(value, sizeof value, ": '%s'", found->value);
    if (found->count > 1)
        snprintf(times, sizeof times, mlg_tr(" (%lld times)"), (long long)found->count);
    snprintf(line, size, "%s%s%s: %s%s", found->table, at, value, mlg_tr(fault_texts[fault]), times);
}

/* ---- tables ---- */

mlg_status mlg_gtfs_table_open(mlg_gtfs_table *table, mlg_gtfs_maker *maker, const char *name, bool needed,
                               mlg_error *err)
{
    *table = (mlg_gtfs_table){ .maker = maker, .name = name };
    const char *path = mlg_table_set_find(maker->tables, name);
    if (!path && !needed)
        return MLG_OK;
    if (!path) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s is not a timetable: it has no %s", maker->feed.path, name);
        mlg_hint(err, "a GTFS feed is a zip of stops.txt, routes.txt, trips.txt, stop_times.txt and calendar.txt");
        return st;
    }
    if (mlg_table_set_count(maker->tables, name) > 1)
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_TABLE_TWICE, name, 0, NULL);
    MLG_TRY(mlg_progress_step(maker->progress, "timetables", (double)NAN, err));
    MLG_TRY(mlg_layer_open(&table->layer, path, NULL, err));
    table->width = mlg_layer_field_count(table->layer);
    return MLG_OK;
}

void mlg_gtfs_table_close(mlg_gtfs_table *table)
{
    mlg_layer_close(table->layer);
    table->layer = NULL;
}

/* A row wider than the header is shifted somewhere, by an unquoted comma for instance. But every row of a table may end in a separator; the
 * first row tells. */
static bool is_too_wide(mlg_gtfs_table *table)
{
    const int n = mlg_layer_width(table->layer);
    bool blank = true;
    for (int i = table->width; i < n; i++)
        blank = blank && !mlg_layer_has_text(table->layer, i);
    if (mlg_layer_row(table->layer) == 1 && blank && n > table->width)
        table->spare = n - table->width;
    return n > table->width + (blank ? table->spare : 0);
}

mlg_status mlg_gtfs_table_next(mlg_gtfs_table *table, bool *got, mlg_error *err)
{
    enum { BETWEEN_REPORTS = 65536 };
    *got = false;
    while (table->layer) {
        MLG_TRY(mlg_layer_next(table->layer, got, err));
        if (*got && mlg_layer_row(table->layer) % BETWEEN_REPORTS == 0)
            MLG_TRY(mlg_progress_step(table->maker->progress, "timetables", (double)NAN, err));
        if (!*got || !is_too_wide(table))
            return MLG_OK;
        mlg_gtfs_count(table, MLG_GTFS_ROW_TOO_WIDE, mlg_layer_text(table->layer, 0));
    }
    return MLG_OK;
}

int mlg_gtfs_column(const mlg_gtfs_table *table, const char *name)
{
    return table->layer ? mlg_layer_find(table->layer, name) : -1;
}

mlg_status mlg_gtfs_need(int *column, const mlg_gtfs_table *table, const char *name, mlg_error *err)
{
    return mlg_layer_need(column, table->layer, name, err);
}

/* ---- the feed ---- */

/* Why a feed holds no trip: the first kind of fault that leaves trips out, those behind others first; MLG_GTFS_FAULTS: none. */
static mlg_gtfs_fault reason_of(const mlg_gtfs *feed)
{
    static const mlg_gtfs_fault reasons[] = {
        MLG_GTFS_DATE_BAD,     MLG_GTFS_CALL_TIME,         MLG_GTFS_CALL_STOP,    MLG_GTFS_CALL_SEQUENCE,
        MLG_GTFS_TRIP_UNTIMED, MLG_GTFS_TRIP_BACK_IN_TIME, MLG_GTFS_TRIP_SERVICE, MLG_GTFS_CALL_TRIP,
        MLG_GTFS_FLEX_WINDOW,  MLG_GTFS_FLEX_AREA,         MLG_GTFS_FLEX_NOWHERE, MLG_GTFS_TRIP_NO_CALLS
    };
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (feed->found[reasons[k]].count > 0)
            return reasons[k];
    return MLG_GTFS_FAULTS;
}

static mlg_status refuse_empty(const mlg_gtfs *feed, mlg_error *err)
{
    char line[256];
    const mlg_gtfs_fault reason = reason_of(feed);
    if (reason == MLG_GTFS_FAULTS)
        return mlg_fail(err, MLG_INPUT, "%s holds no trip that can be used, of %d trips and %lld stop times",
                        feed->path, feed->n_trips, (long long)feed->n_calls);
    mlg_gtfs_fault_line(line, sizeof line, reason, &feed->found[reason]);
    return mlg_fail(err, MLG_INPUT, "%s holds no trip that can be used, of %d; first: %s", feed->path,
                    feed->n_trips, line);
}

/* A feed with far fewer usable trips than it announces would silently give wrong times. */
static mlg_status check_trips(const mlg_gtfs *feed, mlg_error *err)
{
    enum { MOST_LOST_PERCENT = 20 };
    int64_t used = 0,
            lost = feed->found[MLG_GTFS_TRIP_BACK_IN_TIME].count + feed->found[MLG_GTFS_TRIP_UNTIMED].count;
    for (int32_t t = 0; t < feed->n_trips; t++)
        used += feed->trips[t].n_calls > 0 || feed->trips[t].on_demand;
    const mlg_gtfs_fault worst =
        feed->found[MLG_GTFS_TRIP_BACK_IN_TIME].count > 0 ? MLG_GTFS_TRIP_BACK_IN_TIME : MLG_GTFS_TRIP_UNTIMED;
    if (used == 0)
        return refuse_empty(feed, err);
    if (lost * 100 <= MOST_LOST_PERCENT * (used + lost))
        return MLG_OK;
    char line[256];
    mlg_gtfs_fault_line(line, sizeof line, worst, &feed->found[worst]);
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: %lld trips of %lld cannot be used, more than %d in 100; first: %s",
                 feed->path, (long long)lost, (long long)(used + lost), MOST_LOST_PERCENT, line);
    mlg_hint(err, "ask its publisher for a corrected feed");
    return st;
}

static mlg_status read_all(mlg_gtfs_maker *maker, mlg_error *err)
{
    MLG_TRY(mlg_gtfs_read_agency(maker, err));
    MLG_TRY(mlg_gtfs_read_stops(maker, err));
    MLG_TRY(mlg_gtfs_read_areas(maker, err));
    MLG_TRY(mlg_gtfs_read_calendar(maker, err));
    MLG_TRY(mlg_gtfs_read_routes(maker, err));
    MLG_TRY(mlg_gtfs_read_trips(maker, err));
    MLG_TRY(mlg_gtfs_read_calls(maker, err));
    MLG_TRY(check_trips(&maker->feed, err));
    MLG_TRY(mlg_gtfs_read_frequencies(maker, err));
    MLG_TRY(mlg_gtfs_read_transfers(maker, err));
    MLG_TRY(mlg_gtfs_split_stops(maker, err));
    return mlg_gtfs_read_pathways(maker, err);
}

static void drop_all_keys(mlg_gtfs_maker *maker)
{
    mlg_gtfs_drop_keys(maker->stops);
    mlg_gtfs_drop_keys(maker->routes);
    mlg_gtfs_drop_keys(maker->services);
    mlg_gtfs_drop_keys(maker->trips);
    mlg_gtfs_drop_keys(maker->areas);
    mlg_gtfs_drop_keys(maker->stop_areas);
    mlg_gtfs_drop_keys(maker->bookings);
    maker->stops = maker->routes = maker->services = maker->trips = NULL;
    maker->areas = maker->stop_areas = maker->bookings = NULL;
}

/* ---- queries ---- */

const mlg_gtfs_route *mlg_gtfs_route_of(const mlg_gtfs *feed, const mlg_gtfs_trip *trip)
{
    static const mlg_gtfs_route unknown = { .id = "", .short_name = "", .long_name = "", .color = "", .type = -1 };
    return trip->route >= 0 ? &feed->routes[trip->route] : &unknown;
}

const char *mlg_gtfs_line_name(const mlg_gtfs_route *route)
{
    return *route->short_name ? route->short_name : *route->long_name ? route->long_name : route->id;
}

int32_t mlg_gtfs_departures(const mlg_gtfs_frequency *f)
{
    return (f->end_s - f->start_s + f->headway_s - 1) / f->headway_s;
}

/* ---- entry points ---- */

bool mlg_is_gtfs(const char *path)
{
    mlg_table_set *set;
    if (mlg_table_set_open(&set, path, NULL) != MLG_OK)
        return false;
    const bool is_feed = mlg_table_set_find(set, "stop_times.txt") != NULL;
    mlg_table_set_close(set);
    return is_feed;
}

mlg_status mlg_gtfs_read(mlg_gtfs **out, const char *path, const mlg_progress *progress, mlg_error *err)
{
    mlg_gtfs_maker *maker;
    *out = NULL;
    MLG_TRY(MLG_NEW(&maker, 1, "a timetable", err));
    maker->progress = progress;
    mlg_status st = mlg_gtfs_keep(&maker->feed.path, maker, path, err);
    if (st == MLG_OK)
        st = mlg_table_set_open(&maker->tables, path, err);
    if (st == MLG_OK)
        st = read_all(maker, err);
    mlg_table_set_close(maker->tables);
    maker->tables = NULL;
    drop_all_keys(maker);
    if (st == MLG_OK)
        *out = &maker->feed;
    else
        mlg_gtfs_free(&maker->feed);
    return st;
}

void mlg_gtfs_free(mlg_gtfs *feed)
{
    if (!feed)
        return;
    mlg_gtfs_maker *maker = (mlg_gtfs_maker *)(void *)feed;
    free(feed->stops);
    free(feed->routes);
    free(feed->services);
    free(feed->exceptions);
    free(feed->trips);
    free(feed->calls);
    free(feed->frequencies);
    free(feed->transfers);
    free(feed->pathways);
    for (int32_t a = 0; a < feed->n_areas; a++)
        mlg_geom_free(feed->areas[a].outline);
    free(feed->areas);
    free(feed->area_stops);
    free(feed->bookings);
    free(feed->flex);
    free(feed->variant_of);
    free(maker->flex_rows);
    free(maker->rules);
    mlg_arena_release(&maker->texts);
    free(maker);
}
