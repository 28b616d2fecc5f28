/* stop_times.txt: rows in any order, laid out trip by trip, blank times filled in. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLANK = -1 };

/* A row of the table. */
typedef struct {
    int32_t trip, sequence;
    mlg_gtfs_call call; /* times may be BLANK */
    double along;       /* shape_dist_traveled, NaN where not given */
} row;

typedef struct {
    int trip, stop, sequence, arrival, departure, pickup, drop_off, along;
    mlg_gtfs_flex_columns flex;
    row *rows;
    size_t count, room;
    char last_id[128]; /* of the trip of the row before: most rows are in order */
    int32_t last_trip;
} reading;

static int32_t find_trip(reading *r, const mlg_gtfs_maker *maker, const char *id)
{
    if (id && *r->last_id && strcmp(id, r->last_id) == 0)
        return r->last_trip;
    r->last_trip = mlg_gtfs_find(maker->trips, id);
    const bool fits = id && strlen(id) < sizeof r->last_id;
    snprintf(r->last_id, sizeof r->last_id, "%s", fits ? id : "");
    return r->last_trip;
}

static int32_t read_time(mlg_gtfs_table *table, int column)
{
    const char *text = mlg_layer_text(table->layer, column);
    int32_t seconds;
    if (!text)
        return BLANK;
    if (mlg_gtfs_time(&seconds, text))
        return seconds;
    mlg_gtfs_count(table, MLG_GTFS_CALL_TIME, text);
    return BLANK;
}

static uint8_t read_boarding(mlg_gtfs_table *table, int column)
{
    const char *text = mlg_layer_text(table->layer, column);
    int32_t type = MLG_BOARD_REGULAR;
    if (text && !mlg_gtfs_whole(&type, text, MLG_BOARD_REGULAR, MLG_BOARD_DRIVER))
        mlg_gtfs_count(table, MLG_GTFS_CALL_BOARDING, text);
    return (uint8_t)type;
}

static void read_times(mlg_gtfs_call *call, mlg_gtfs_table *table, const reading *r)
{
    call->arrival_s = read_time(table, r->arrival);
    call->departure_s = read_time(table, r->departure);
    if (call->arrival_s == BLANK)
        call->arrival_s = call->departure_s;
    if (call->departure_s == BLANK)
        call->departure_s = call->arrival_s;
    if (call->departure_s < call->arrival_s) {
        mlg_gtfs_count(table, MLG_GTFS_CALL_LEAVES_EARLY, mlg_layer_text(table->layer, r->departure));
        call->departure_s = call->arrival_s;
    }
}

static mlg_status read_row(reading *r, mlg_gtfs_table *table, mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    const char *trip = mlg_layer_text(table->layer, r->trip), *stop = mlg_layer_text(table->layer, r->stop);
    const char *sequence = mlg_layer_text(table->layer, r->sequence),
               *along = mlg_layer_text(table->layer, r->along);
    row one = { .trip = find_trip(r, maker, trip), .call = { .stop = mlg_gtfs_find(maker->stops, stop) } };
    const bool flex = mlg_gtfs_is_flex(&r->flex, table);
    const bool nowhere = !flex && one.call.stop < 0;
    if (one.trip < 0 || nowhere || !mlg_gtfs_whole(&one.sequence, sequence, 0, INT32_MAX - 1)) {
        mlg_gtfs_count(table,
                       one.trip < 0 ? MLG_GTFS_CALL_TRIP
                       : nowhere    ? MLG_GTFS_CALL_STOP
                                    : MLG_GTFS_CALL_SEQUENCE,
                       one.trip < 0 ? trip
                       : nowhere    ? stop
                                    : sequence);
        return MLG_OK;
    }
    one.call.pickup = read_boarding(table, r->pickup);
    one.call.drop_off = read_boarding(table, r->drop_off);
    if (flex) {
        const mlg_gtfs_flex_row asked = {
            .trip = one.trip, .sequence = one.sequence, .pickup = one.call.pickup, .drop_off = one.call.drop_off
        };
        return mlg_gtfs_flex_read(table, &r->flex, &asked, stop, err);
    }
    const mlg_gtfs_stop_kind kind = maker->feed.stops[one.call.stop].kind;
    if (kind != MLG_STOP_PLATFORM && kind != MLG_STOP_BOARDING_AREA)
        mlg_gtfs_count(table, MLG_GTFS_CALL_STATION, stop);
    read_times(&one.call, table, r);
    maker->feed.on_request += one.call.pickup >= MLG_BOARD_CALL || one.call.drop_off >= MLG_BOARD_CALL;
    if (!mlg_parse_number(along, &one.along))
        one.along = (double)NAN;
    MLG_TRY(MLG_GROW(&r->rows, &r->room, r->count + 1, "stop times", err));
    r->rows[r->count++] = one;
    return MLG_OK;
}

static int compare_rows(const void *a, const void *b)
{
    const row *x = a, *y = b;
    if (x->trip != y->trip)
        return (x->trip > y->trip) - (x->trip < y->trip);
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static void sort_rows(reading *r)
{
    bool sorted = true;
    for (size_t k = 1; sorted && k < r->count; k++)
        sorted = compare_rows(&r->rows[k - 1], &r->rows[k]) <= 0;
    if (!sorted)
        qsort(r->rows, r->count, sizeof *r->rows, compare_rows);
}

/* ---- one trip ---- */

/* Distance from one call to the next: along the shape where the feed gives it, else straight, else 1. */
static double step_of(const mlg_gtfs *feed, const row *from, const row *to, bool shaped)
{
    const double straight = mlg_gtfs_distance_m(&feed->stops[from->call.stop], &feed->stops[to->call.stop]);
    if (shaped)
        return to->along - from->along;
    return isnan(straight) ? 1 : straight;
}

/* Shape distances count when all of them are given and none goes back. */
static bool is_shaped(const row *rows, size_t first, size_t last)
{
    for (size_t k = first; k < last; k++)
        if (!(rows[k + 1].along >= rows[k].along))
            return false;
    return rows[last].along > rows[first].along;
}

/* Fills in the blank calls between two timed ones in proportion to distance, in whole seconds. */
static void fill_between(mlg_gtfs *feed, row *rows, size_t first, size_t last)
{
    const bool shaped = is_shaped(rows, first, last);
    double whole = 0, done = 0;
    for (size_t k = first; k < last; k++)
        whole += step_of(feed, &rows[k], &rows[k + 1], shaped);
    const double from = rows[first].call.departure_s, span = rows[last].call.arrival_s - from;
    for (size_t k = first + 1; k < last; k++) {
        done += step_of(feed, &rows[k - 1], &rows[k], shaped);
        const double share = whole > 0 ? done / whole : (double)(k - first) / (double)(last - first);
        rows[k].call.arrival_s = rows[k].call.departure_s = (int32_t)(from + floor(span * share + 0.5));
        feed->interpolated++;
    }
}

/* False when times go back. */
static bool fill_times(mlg_gtfs *feed, row *rows, size_t n)
{
    size_t timed = 0;
    for (size_t k = 1; k < n; k++) {
        if (rows[k].call.arrival_s == BLANK)
            continue;
        if (rows[k].call.arrival_s < rows[timed].call.departure_s)
            return false;
        if (k > timed + 1)
            fill_between(feed, rows, timed, k);
        timed = k;
    }
    return true;
}

/* 400 km/h, checked only on hops long enough for times in whole minutes not to matter. */
static bool is_too_fast(const mlg_gtfs *feed, const row *from, const row *to)
{
    const double metres = mlg_gtfs_distance_m(&feed->stops[from->call.stop], &feed->stops[to->call.stop]);
    return metres > 400e3 / 3600 * (to->call.arrival_s - from->call.departure_s + 60);
}

/* The calls of a trip that also has zones are where its vehicle leaves its line, and comes back. */
static mlg_status take_deviated(mlg_gtfs_maker *maker, const row *rows, size_t n, mlg_error *err)
{
    for (size_t k = 0; maker->feed.trips[rows[0].trip].on_demand && k < n; k++)
        if (rows[k].call.arrival_s != BLANK)
            MLG_TRY(mlg_gtfs_flex_call(maker, rows[k].trip, rows[k].sequence, &rows[k].call, err));
    return MLG_OK;
}

/* Moves rows[0 .. n), of one trip, to the calls of the feed, or counts why the trip is left out. */
static mlg_status take_trip(mlg_gtfs_maker *maker, row *rows, size_t n, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    mlg_gtfs_trip *trip = &feed->trips[rows[0].trip];
    size_t kept = 0;
    for (size_t k = 0; k < n; k++) {
        if (kept > 0 && rows[k].sequence == rows[kept - 1].sequence)
            mlg_gtfs_count_at(feed, MLG_GTFS_CALL_SEQUENCE_TWICE, "stop_times.txt", 0, trip->id);
        else
            rows[kept++] = rows[k];
    }
    if (trip->service < 0)
        return MLG_OK; /* reported with the trips */
    if (kept < 2)
        return take_deviated(maker, rows, kept, err);
    if (rows[0].call.arrival_s == BLANK || rows[kept - 1].call.arrival_s == BLANK) {
        mlg_gtfs_count_at(feed, MLG_GTFS_TRIP_UNTIMED, "stop_times.txt", 0, trip->id);
        return MLG_OK;
    }
    if (!fill_times(feed, rows, kept)) {
        mlg_gtfs_count_at(feed, MLG_GTFS_TRIP_BACK_IN_TIME, "stop_times.txt", 0, trip->id);
        return MLG_OK;
    }
    for (size_t k = 1; k < kept; k++)
        if (is_too_fast(feed, &rows[k - 1], &rows[k]))
            mlg_gtfs_count_at(feed, MLG_GTFS_CALL_TOO_FAST, "stop_times.txt", 0, trip->id);
    MLG_TRY(MLG_GROW(&feed->calls, &maker->calls_room, (size_t)feed->n_calls + kept, "stop times", err));
    trip->first_call = feed->n_calls;
    trip->n_calls = (int32_t)kept;
    for (size_t k = 0; k < kept; k++)
        feed->calls[feed->n_calls++] = rows[k].call;
    return take_deviated(maker, rows, kept, err);
}

static mlg_status take_trips(mlg_gtfs_maker *maker, reading *r, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    bool *told;
    sort_rows(r);
    MLG_TRY(MLG_NEW(&told, (size_t)feed->n_trips, "trips", err));
    mlg_status st = MLG_OK;
    for (size_t first = 0, end; st == MLG_OK && first < r->count; first = end) {
        for (end = first + 1; end < r->count && r->rows[end].trip == r->rows[first].trip;)
            end++;
        st = take_trip(maker, r->rows + first, end - first, err);
        told[r->rows[first].trip] = end - first > 1;
    }
    if (st == MLG_OK)
        st = mlg_gtfs_take_flex(maker, err);
    for (int32_t t = 0; st == MLG_OK && t < feed->n_trips; t++)
        if (!told[t] && feed->trips[t].service >= 0 && !feed->trips[t].on_demand)
            mlg_gtfs_count_at(feed, MLG_GTFS_TRIP_NO_CALLS, "trips.txt", 0, feed->trips[t].id);
    free(told);
    return st;
}

static mlg_status find_columns(reading *r, const mlg_gtfs_table *table, mlg_error *err)
{
    MLG_TRY(mlg_gtfs_need(&r->trip, table, "trip_id", err));
    MLG_TRY(mlg_gtfs_need(&r->stop, table, "stop_id", err));
    MLG_TRY(mlg_gtfs_need(&r->sequence, table, "stop_sequence", err));
    MLG_TRY(mlg_gtfs_need(&r->arrival, table, "arrival_time", err));
    MLG_TRY(mlg_gtfs_need(&r->departure, table, "departure_time", err));
    r->pickup = mlg_gtfs_column(table, "pickup_type");
    r->drop_off = mlg_gtfs_column(table, "drop_off_type");
    r->along = mlg_gtfs_column(table, "shape_dist_traveled");
    mlg_gtfs_flex_find(&r->flex, table);
    return MLG_OK;
}

mlg_status mlg_gtfs_read_calls(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    reading r = { .last_trip = -1 };
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "stop_times.txt", true, err));
    mlg_status st;
    MLG_GO(find_columns(&r, &table, err));
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_row(&r, &table, err));
    }
    st = take_trips(maker, &r, err);
done:
    free(r.rows);
    mlg_gtfs_table_close(&table);
    return st;
}
