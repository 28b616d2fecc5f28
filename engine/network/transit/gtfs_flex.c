/* GTFS-Flex: zones and groups of stops that vehicles serve on demand, the hours and the booking. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"
#include "base/number.h"

#include <stdlib.h>

/* ---- zones ---- */

static mlg_status add_area(int32_t *number, mlg_gtfs_maker *maker, mlg_gtfs_key **keys, const char *id,
                           const char *name, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    MLG_TRY(MLG_GROW(&feed->areas, &maker->areas_room, (size_t)feed->n_areas + 1, "on-demand zones", err));
    mlg_gtfs_area *area = &feed->areas[feed->n_areas];
    *area = (mlg_gtfs_area){ .first_stop = feed->n_area_stops };
    MLG_TRY(mlg_gtfs_keep(&area->id, maker, id, err));
    MLG_TRY(mlg_gtfs_keep(&area->name, maker, name, err));
    *number = feed->n_areas++;
    return mlg_gtfs_add_key(keys, maker, area->id, *number, err);
}

static mlg_status add_area_stop(mlg_gtfs_maker *maker, int32_t area, int32_t stop, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    MLG_TRY(MLG_GROW(&feed->area_stops, &maker->area_stops_room, (size_t)feed->n_area_stops + 1, "on-demand zones",
                     err));
    feed->area_stops[feed->n_area_stops++] = stop;
    feed->areas[area].n_stops++;
    return MLG_OK;
}

/* Without a valid outline of land nobody knows where it is. */
static mlg_status read_location(mlg_gtfs_table *table, int id_column, int name_column, mlg_error *err)
{
    const char *id = mlg_layer_text(table->layer, id_column);
    mlg_gtfs_maker *maker = table->maker;
    mlg_geom *outline = NULL;
    bool repaired;
    int32_t number;
    if (!id || mlg_gtfs_find(maker->areas, id) >= 0) {
        mlg_gtfs_count(table, MLG_GTFS_AREA_ID, id);
        return MLG_OK;
    }
    mlg_status st = mlg_layer_valid_geometry(&outline, &repaired, table->layer, err);
    if (st == MLG_DATA ||
        (st == MLG_OK && (!outline || mlg_geom_is_empty(outline) || !mlg_geom_is_polygonal(outline)))) {
        mlg_gtfs_count(table, MLG_GTFS_AREA_SHAPE, id);
        st = MLG_OK;
    } else if (st == MLG_OK) {
        st = add_area(&number, maker, &maker->areas, id, mlg_layer_text(table->layer, name_column), err);
        if (st == MLG_OK) {
            maker->feed.areas[number].outline = outline;
            outline = NULL;
        }
    }
    mlg_geom_free(outline);
    return st;
}

static mlg_status read_locations(mlg_gtfs_table *table, const char *path, mlg_error *err)
{
    const mlg_layer_options degrees = { .crs = "EPSG:4326", .to_epsg = 4326 };
    bool got;
    MLG_TRY(mlg_layer_open(&table->layer, path, &degrees, err));
    table->width = mlg_layer_field_count(table->layer);
    const int id = mlg_gtfs_column(table, "id"), name = mlg_gtfs_column(table, "stop_name");
    for (;;) {
        MLG_TRY(mlg_layer_next(table->layer, &got, err));
        if (!got)
            return MLG_OK;
        MLG_TRY(read_location(table, id, name, err));
    }
}

/* The timetables of a feed are good whatever its zones are. */
static mlg_status read_all_locations(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table = { .maker = maker, .name = "locations.geojson" };
    const char *path = mlg_table_set_find(maker->tables, table.name);
    if (!path)
        return MLG_OK;
    mlg_status st = read_locations(&table, path, err);
    if (st == MLG_INPUT || st == MLG_DATA) {
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_AREA_FILE, table.name, 0, NULL);
        st = MLG_OK;
    }
    mlg_gtfs_table_close(&table);
    return st;
}

/* ---- groups of stops ---- */

static mlg_status read_groups(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    bool got = true;
    int id;
    int32_t number;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "location_groups.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&id, &table, "location_group_id", err));
    const int name = mlg_gtfs_column(&table, "location_group_name");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        const char *given = mlg_layer_text(table.layer, id);
        if (!given || mlg_gtfs_find(maker->areas, given) >= 0)
            mlg_gtfs_count(&table, MLG_GTFS_AREA_ID, given);
        else
            MLG_GO(add_area(&number, maker, &maker->areas, given, mlg_layer_text(table.layer, name), err));
    }
done:
    mlg_gtfs_table_close(&table);
    return st;
}

typedef struct {
    int32_t area, stop;
} member;

static int compare_members(const void *a, const void *b)
{
    const member *x = a, *y = b;
    return x->area != y->area ? (x->area > y->area) - (x->area < y->area)
                              : (x->stop > y->stop) - (x->stop < y->stop);
}

static mlg_status lay_members(mlg_gtfs_maker *maker, member *members, size_t n, mlg_error *err)
{
    if (n > 1)
        qsort(members, n, sizeof *members, compare_members);
    for (size_t k = 0; k < n; k++) {
        if (k > 0 && compare_members(&members[k - 1], &members[k]) == 0)
            continue;
        mlg_gtfs_area *area = &maker->feed.areas[members[k].area];
        if (area->n_stops == 0)
            area->first_stop = maker->feed.n_area_stops;
        MLG_TRY(add_area_stop(maker, members[k].area, members[k].stop, err));
    }
    return MLG_OK;
}

static mlg_status read_members(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    member *members = NULL;
    size_t n = 0, room = 0;
    int column[2];
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "location_group_stops.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&column[0], &table, "location_group_id", err));
    MLG_GO(mlg_gtfs_need(&column[1], &table, "stop_id", err));
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        const char *group = mlg_layer_text(table.layer, column[0]), *stop = mlg_layer_text(table.layer, column[1]);
        const member one = { mlg_gtfs_find(maker->areas, group), mlg_gtfs_find(maker->stops, stop) };
        if (one.area < 0 || one.stop < 0 || maker->feed.areas[one.area].outline) {
            mlg_gtfs_count(&table, MLG_GTFS_GROUP_STOP, one.stop < 0 ? stop : group);
            continue;
        }
        MLG_GO(MLG_GROW(&members, &room, n + 1, "on-demand zones", err));
        members[n++] = one;
    }
    st = lay_members(maker, members, n, err);
done:
    free(members);
    mlg_gtfs_table_close(&table);
    return st;
}

/* ---- booking ---- */

static mlg_status read_booking(mlg_gtfs_table *table, const int column[6], mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *id = mlg_layer_text(table->layer, column[0]), *type = mlg_layer_text(table->layer, column[1]);
    if (!id || mlg_gtfs_find(maker->bookings, id) >= 0) {
        mlg_gtfs_count(table, MLG_GTFS_BOOKING_ID, id);
        return MLG_OK;
    }
    MLG_TRY(MLG_GROW(&feed->bookings, &maker->bookings_room, (size_t)feed->n_bookings + 1, "bookings", err));
    mlg_gtfs_booking *b = &feed->bookings[feed->n_bookings];
    *b = (mlg_gtfs_booking){ .type = -1, .notice_min = -1, .notice_days = -1 };
    if (!mlg_gtfs_whole(&b->type, type, MLG_BOOKING_AT_ONCE, MLG_BOOKING_DAYS_BEFORE))
        mlg_gtfs_count(table, MLG_GTFS_BOOKING_TYPE, type);
    (void)mlg_gtfs_whole(&b->notice_min, mlg_layer_text(table->layer, column[2]), 0, 100000);
    (void)mlg_gtfs_whole(&b->notice_days, mlg_layer_text(table->layer, column[3]), 0, 1000);
    MLG_TRY(mlg_gtfs_keep(&b->id, maker, id, err));
    MLG_TRY(mlg_gtfs_keep(&b->last_hour, maker, mlg_layer_text(table->layer, column[4]), err));
    MLG_TRY(mlg_gtfs_keep(&b->phone, maker, mlg_layer_text(table->layer, column[5]), err));
    return mlg_gtfs_add_key(&maker->bookings, maker, b->id, feed->n_bookings++, err);
}

static mlg_status read_bookings(mlg_gtfs_maker *maker, mlg_error *err)
{
    static const char *const names[] = { "booking_rule_id",           "booking_type",
                                         "prior_notice_duration_min", "prior_notice_last_day",
                                         "prior_notice_last_time",    "phone_number" };
    mlg_gtfs_table table;
    int column[6];
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "booking_rules.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&column[0], &table, names[0], err));
    for (int i = 1; i < 6; i++)
        column[i] = mlg_gtfs_column(&table, names[i]);
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_booking(&table, column, err));
    }
done:
    mlg_gtfs_table_close(&table);
    return st;
}

mlg_status mlg_gtfs_read_areas(mlg_gtfs_maker *maker, mlg_error *err)
{
    MLG_TRY(read_all_locations(maker, err));
    MLG_TRY(read_groups(maker, err));
    MLG_TRY(read_members(maker, err));
    return read_bookings(maker, err);
}

/* ---- trips ---- */

/* The zone, the group or the stop of a row; *area is -1 when there is none. A stop is a group of its own. */
static mlg_status find_area(int32_t *area, mlg_gtfs_maker *maker, const char *zone, const char *stop,
                            mlg_error *err)
{
    *area = mlg_gtfs_find(zone ? maker->areas : maker->stop_areas, zone ? zone : stop);
    const int32_t own = zone ? -1 : mlg_gtfs_find(maker->stops, stop);
    if (*area >= 0 || own < 0)
        return MLG_OK;
    MLG_TRY(add_area(area, maker, &maker->stop_areas, stop, maker->feed.stops[own].name, err));
    return add_area_stop(maker, *area, own, err);
}

void mlg_gtfs_flex_find(mlg_gtfs_flex_columns *c, const mlg_gtfs_table *table)
{
    c->location = mlg_gtfs_column(table, "location_id");
    c->group = mlg_gtfs_column(table, "location_group_id");
    c->first = mlg_gtfs_column(table, "start_pickup_drop_off_window");
    c->last = mlg_gtfs_column(table, "end_pickup_drop_off_window");
    c->booking = mlg_gtfs_column(table, "pickup_booking_rule_id");
    c->left_booking = mlg_gtfs_column(table, "drop_off_booking_rule_id");
}

bool mlg_gtfs_is_flex(const mlg_gtfs_flex_columns *c, const mlg_gtfs_table *table)
{
    return mlg_layer_text(table->layer, c->location) || mlg_layer_text(table->layer, c->group) ||
           mlg_layer_text(table->layer, c->first);
}

static mlg_status keep_row(mlg_gtfs_maker *maker, const mlg_gtfs_flex_row *row, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&maker->flex_rows, &maker->flex_rows_room, maker->n_flex_rows + 1, "on-demand trips", err));
    maker->flex_rows[maker->n_flex_rows++] = *row;
    return MLG_OK;
}

mlg_status mlg_gtfs_flex_read(mlg_gtfs_table *table, const mlg_gtfs_flex_columns *c,
                              const mlg_gtfs_flex_row *given, const char *stop, mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    const char *location = mlg_layer_text(table->layer, c->location),
               *group = mlg_layer_text(table->layer, c->group);
    const char *zone = location ? location : group, *first = mlg_layer_text(table->layer, c->first);
    mlg_gtfs_flex_row row = *given;
    maker->feed.flexible++;
    row.booking = mlg_gtfs_find(maker->bookings, mlg_layer_text(table->layer, c->booking));
    row.left_booking = mlg_gtfs_find(maker->bookings, mlg_layer_text(table->layer, c->left_booking));
    MLG_TRY(find_area(&row.area, maker, zone, stop, err));
    if (row.area < 0) {
        mlg_gtfs_count(table, MLG_GTFS_FLEX_AREA, zone ? zone : stop);
        return MLG_OK;
    }
    if (!mlg_gtfs_time(&row.first_s, first) ||
        !mlg_gtfs_time(&row.last_s, mlg_layer_text(table->layer, c->last)) || row.last_s < row.first_s) {
        mlg_gtfs_count(table, MLG_GTFS_FLEX_WINDOW, first);
        return MLG_OK;
    }
    maker->feed.trips[row.trip].on_demand = true;
    return keep_row(maker, &row, err);
}

mlg_status mlg_gtfs_flex_call(mlg_gtfs_maker *maker, int32_t trip, int32_t sequence, const mlg_gtfs_call *call,
                              mlg_error *err)
{
    mlg_gtfs_flex_row row = { .trip = trip,
                              .sequence = sequence,
                              .booking = -1,
                              .left_booking = -1,
                              .first_s = call->arrival_s,
                              .last_s = call->departure_s,
                              .pickup = call->pickup,
                              .drop_off = call->drop_off,
                              .scheduled = true };
    MLG_TRY(find_area(&row.area, maker, NULL, maker->feed.stops[call->stop].id, err));
    return keep_row(maker, &row, err);
}

static int compare_rows(const void *a, const void *b)
{
    const mlg_gtfs_flex_row *x = a, *y = b;
    if (x->trip != y->trip)
        return (x->trip > y->trip) - (x->trip < y->trip);
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static mlg_status add_ride(mlg_gtfs_maker *maker, const mlg_gtfs_flex_row *from, const mlg_gtfs_flex_row *to,
                           mlg_error *err)
{
    enum { MOST_RIDES = 1 << 22 };
    mlg_gtfs *feed = &maker->feed;
    if (feed->n_flex >= MOST_RIDES)
        return mlg_fail(err, MLG_INPUT, "%s: more than %d rides on demand from one zone to another", feed->path,
                        MOST_RIDES);
    MLG_TRY(MLG_GROW(&feed->flex, &maker->flex_room, (size_t)feed->n_flex + 1, "on-demand trips", err));
    feed->flex[feed->n_flex++] = (mlg_gtfs_flex){ .trip = from->trip,
                                                  .from = from->area,
                                                  .to = to->area,
                                                  .booking = from->booking >= 0 ? from->booking : to->left_booking,
                                                  .first_s = from->scheduled ? from->last_s : from->first_s,
                                                  .last_s = from->last_s,
                                                  .to_first_s = to->first_s,
                                                  .to_last_s = to->scheduled ? to->first_s : to->last_s,
                                                  .scheduled = from->scheduled };
    feed->trips[from->trip].on_demand = true;
    return MLG_OK;
}

static bool is_ride(const mlg_gtfs_flex_row *from, const mlg_gtfs_flex_row *to)
{
    return from->pickup != MLG_BOARD_NONE && to->drop_off != MLG_BOARD_NONE &&
           !(from->scheduled && to->scheduled); /* that is the line itself */
}

/* Rows [0, n) of one trip: from each where people are taken to each later one where they are left. */
static mlg_status take_trip(mlg_gtfs_maker *maker, const mlg_gtfs_flex_row *rows, size_t n, mlg_error *err)
{
    enum { MOST_ROWS = 128 };
    mlg_gtfs_trip *trip = &maker->feed.trips[rows[0].trip];
    trip->on_demand = false; /* until there is a ride */
    if (trip->service < 0)
        return MLG_OK; /* told with the trips */
    if (n > MOST_ROWS)
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_FLEX_MANY, "stop_times.txt", 0, trip->id);
    for (size_t i = 0; i < n && i < MOST_ROWS; i++)
        for (size_t j = i + 1; j < n && j < MOST_ROWS; j++)
            if (is_ride(&rows[i], &rows[j]))
                MLG_TRY(add_ride(maker, &rows[i], &rows[j], err));
    if (!trip->on_demand)
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_FLEX_NOWHERE, "stop_times.txt", 0, trip->id);
    maker->feed.deviated += trip->on_demand && trip->n_calls > 0;
    return MLG_OK;
}

mlg_status mlg_gtfs_take_flex(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_flex_row *rows = maker->flex_rows;
    const size_t n = maker->n_flex_rows;
    if (n > 1)
        qsort(rows, n, sizeof *rows, compare_rows);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && rows[end].trip == rows[first].trip;)
            end++;
        MLG_TRY(take_trip(maker, rows + first, end - first, err));
    }
    return MLG_OK;
}
