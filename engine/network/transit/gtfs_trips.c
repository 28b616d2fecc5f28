/* routes.txt, trips.txt and frequencies.txt. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"
#include "base/number.h"

/* ---- routes.txt ---- */

typedef struct {
    int id, short_name, long_name, type, color;
} route_columns;

static mlg_status read_route(mlg_gtfs_table *table, const route_columns *c, mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *id = mlg_layer_text(table->layer, c->id), *type = mlg_layer_text(table->layer, c->type);
    if (!id || mlg_gtfs_find(maker->routes, id) >= 0) {
        mlg_gtfs_count(table, id ? MLG_GTFS_ROUTE_TWICE : MLG_GTFS_ROUTE_NO_ID, id);
        return MLG_OK;
    }
    MLG_TRY(MLG_GROW(&feed->routes, &maker->routes_room, (size_t)feed->n_routes + 1, "lines", err));
    mlg_gtfs_route *route = &feed->routes[feed->n_routes];
    *route = (mlg_gtfs_route){ .type = -1 };
    if (!mlg_gtfs_whole(&route->type, type, 0, 1799))
        mlg_gtfs_count(table, MLG_GTFS_ROUTE_TYPE, type);
    MLG_TRY(mlg_gtfs_keep(&route->id, maker, id, err));
    MLG_TRY(mlg_gtfs_keep(&route->short_name, maker, mlg_layer_text(table->layer, c->short_name), err));
    MLG_TRY(mlg_gtfs_keep(&route->long_name, maker, mlg_layer_text(table->layer, c->long_name), err));
    MLG_TRY(mlg_gtfs_keep(&route->color, maker, mlg_layer_text(table->layer, c->color), err));
    return mlg_gtfs_add_key(&maker->routes, maker, route->id, feed->n_routes++, err);
}

mlg_status mlg_gtfs_read_routes(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    route_columns c;
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "routes.txt", true, err));
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&c.id, &table, "route_id", err));
    c.short_name = mlg_gtfs_column(&table, "route_short_name");
    c.long_name = mlg_gtfs_column(&table, "route_long_name");
    c.type = mlg_gtfs_column(&table, "route_type");
    c.color = mlg_gtfs_column(&table, "route_color");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_route(&table, &c, err));
    }
done:
    mlg_gtfs_table_close(&table);
    return st;
}

/* ---- trips.txt ---- */

typedef struct {
    int id, route, service, headsign, block, factor, extra;
} trip_columns;

/* How much longer than by car a ride on demand may take. */
static void read_durations(mlg_gtfs_trip *trip, mlg_gtfs_table *table, const trip_columns *c)
{
    const char *factor = mlg_layer_text(table->layer, c->factor), *extra = mlg_layer_text(table->layer, c->extra);
    double value;
    if (factor && mlg_read_decimal(&value, factor, NULL) && value > 0 && value <= 100)
        trip->factor = value;
    else if (factor)
        mlg_gtfs_count(table, MLG_GTFS_TRIP_DURATION, factor);
    if (extra && mlg_read_decimal(&value, extra, NULL) && value >= 0 && value <= 86400)
        trip->extra_s = value;
    else if (extra)
        mlg_gtfs_count(table, MLG_GTFS_TRIP_DURATION, extra);
}

/* A trip whose service is unknown is kept too, so that its stop times are not taken for those of an unknown trip; it
 * gets no calls. */
static mlg_status read_trip(mlg_gtfs_table *table, const trip_columns *c, mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *id = mlg_layer_text(table->layer, c->id);
    const char *route = mlg_layer_text(table->layer, c->route),
               *service = mlg_layer_text(table->layer, c->service);
    if (!id || mlg_gtfs_find(maker->trips, id) >= 0) {
        mlg_gtfs_count(table, id ? MLG_GTFS_TRIP_TWICE : MLG_GTFS_TRIP_NO_ID, id);
        return MLG_OK;
    }
    MLG_TRY(MLG_GROW(&feed->trips, &maker->trips_room, (size_t)feed->n_trips + 1, "trips", err));
    mlg_gtfs_trip *trip = &feed->trips[feed->n_trips];
    *trip = (mlg_gtfs_trip){ .route = mlg_gtfs_find(maker->routes, route),
                             .service = mlg_gtfs_find(maker->services, service) };
    if (trip->route < 0)
        mlg_gtfs_count(table, MLG_GTFS_TRIP_ROUTE, route);
    if (trip->service < 0)
        mlg_gtfs_count(table, MLG_GTFS_TRIP_SERVICE, service);
    read_durations(trip, table, c);
    MLG_TRY(mlg_gtfs_keep(&trip->id, maker, id, err));
    MLG_TRY(mlg_gtfs_keep(&trip->headsign, maker, mlg_layer_text(table->layer, c->headsign), err));
    MLG_TRY(mlg_gtfs_keep(&trip->block, maker, mlg_layer_text(table->layer, c->block), err));
    return mlg_gtfs_add_key(&maker->trips, maker, trip->id, feed->n_trips++, err);
}

mlg_status mlg_gtfs_read_trips(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    trip_columns c;
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "trips.txt", true, err));
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&c.id, &table, "trip_id", err));
    MLG_GO(mlg_gtfs_need(&c.route, &table, "route_id", err));
    MLG_GO(mlg_gtfs_need(&c.service, &table, "service_id", err));
    c.headsign = mlg_gtfs_column(&table, "trip_headsign");
    c.block = mlg_gtfs_column(&table, "block_id");
    c.factor = mlg_gtfs_column(&table, "safe_duration_factor");
    c.extra = mlg_gtfs_column(&table, "safe_duration_offset");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_trip(&table, &c, err));
    }
done:
    mlg_gtfs_table_close(&table);
    return st;
}

/* ---- frequencies.txt ---- */

static mlg_status read_frequency(mlg_gtfs_table *table, const int column[5], mlg_error *err)
{
    enum { MOST_HEADWAY_S = 86400 };
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *id = mlg_layer_text(table->layer, column[0]), *start = mlg_layer_text(table->layer, column[1]);
    const char *headway = mlg_layer_text(table->layer, column[3]),
               *exact = mlg_layer_text(table->layer, column[4]);
    mlg_gtfs_frequency f = { .trip = mlg_gtfs_find(maker->trips, id) };
    int32_t is_exact = 0;
    if (f.trip < 0)
        mlg_gtfs_count(table, MLG_GTFS_FREQUENCY_TRIP, id);
    else if (!mlg_gtfs_time(&f.start_s, start) ||
             !mlg_gtfs_time(&f.end_s, mlg_layer_text(table->layer, column[2])) || f.end_s <= f.start_s)
        mlg_gtfs_count(table, MLG_GTFS_FREQUENCY_TIMES, start);
    else if (!mlg_gtfs_whole(&f.headway_s, headway, 1, MOST_HEADWAY_S))
        mlg_gtfs_count(table, MLG_GTFS_FREQUENCY_HEADWAY, headway);
    else if (feed->trips[f.trip].n_calls > 0) {
        if (exact && !mlg_gtfs_whole(&is_exact, exact, 0, 1))
            mlg_gtfs_count(table, MLG_GTFS_FREQUENCY_EXACT, exact);
        f.exact = is_exact == 1;
        MLG_TRY(MLG_GROW(&feed->frequencies, &maker->frequencies_room, (size_t)feed->n_frequencies + 1,
                         "frequencies", err));
        feed->frequencies[feed->n_frequencies++] = f;
    }
    return MLG_OK;
}

static int compare_frequencies(const void *a, const void *b)
{
    const mlg_gtfs_frequency *x = a, *y = b;
    if (x->trip != y->trip)
        return (x->trip > y->trip) - (x->trip < y->trip);
    if (x->start_s != y->start_s)
        return (x->start_s > y->start_s) - (x->start_s < y->start_s);
    if (x->end_s != y->end_s)
        return (x->end_s > y->end_s) - (x->end_s < y->end_s);
    if (x->headway_s != y->headway_s)
        return (x->headway_s > y->headway_s) - (x->headway_s < y->headway_s);
    return x->exact - y->exact;
}

static void sort_frequencies(mlg_gtfs *feed)
{
    mlg_gtfs_frequency *f = feed->frequencies;
    if (feed->n_frequencies > 1)
        qsort(f, (size_t)feed->n_frequencies, sizeof *f, compare_frequencies);
    int32_t kept = feed->n_frequencies > 0;
    for (int32_t k = 1; k < feed->n_frequencies; k++)
        if (compare_frequencies(&f[kept - 1], &f[k]) == 0)
            mlg_gtfs_count_at(feed, MLG_GTFS_FREQUENCY_TWICE, "frequencies.txt", 0, feed->trips[f[k].trip].id);
        else
            f[kept++] = f[k];
    feed->n_frequencies = kept;
    for (int32_t k = 1; k < feed->n_frequencies; k++)
        if (f[k].trip == f[k - 1].trip && f[k].start_s < f[k - 1].end_s)
            mlg_gtfs_count_at(feed, MLG_GTFS_FREQUENCY_OVERLAP, "frequencies.txt", 0, feed->trips[f[k].trip].id);
}

mlg_status mlg_gtfs_read_frequencies(mlg_gtfs_maker *maker, mlg_error *err)
{
    static const char *const names[] = { "trip_id", "start_time", "end_time", "headway_secs" };
    mlg_gtfs_table table;
    int column[5];
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "frequencies.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    mlg_status st = MLG_OK;
    for (int i = 0; i < 4; i++)
        MLG_GO(mlg_gtfs_need(&column[i], &table, names[i], err));
    column[4] = mlg_gtfs_column(&table, "exact_times");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_frequency(&table, column, err));
    }
    sort_frequencies(&maker->feed);
done:
    mlg_gtfs_table_close(&table);
    return st;
}
