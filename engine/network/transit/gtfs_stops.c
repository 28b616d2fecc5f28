/* agency.txt, feed_info.txt and stops.txt. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/sort.h"
#include "network/transit/zone.h"

#include <math.h>
#include <string.h>

/* ---- agency.txt, feed_info.txt ---- */

static mlg_status read_feed_info(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    bool got = false;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "feed_info.txt", false, err));
    mlg_status st = mlg_gtfs_table_next(&table, &got, err);
    if (st == MLG_OK && got)
        st = mlg_gtfs_keep(&maker->feed.publisher, maker,
                           mlg_layer_text(table.layer, mlg_gtfs_column(&table, "feed_publisher_name")), err);
    if (st == MLG_OK && got)
        st = mlg_gtfs_keep(&maker->feed.version, maker,
                           mlg_layer_text(table.layer, mlg_gtfs_column(&table, "feed_version")), err);
    mlg_gtfs_table_close(&table);
    return st;
}

static mlg_status read_agencies(mlg_gtfs_table *table, mlg_error *err)
{
    mlg_gtfs *feed = &table->maker->feed;
    const int name = mlg_gtfs_column(table, "agency_name"), zone = mlg_gtfs_column(table, "agency_timezone");
    int32_t offset_s;
    for (bool got, first = true;; first = false) {
        MLG_TRY(mlg_gtfs_table_next(table, &got, err));
        if (!got)
            return MLG_OK;
        const char *own = mlg_layer_text(table->layer, zone);
        if (first) {
            MLG_TRY(mlg_gtfs_keep(&feed->agency, table->maker, mlg_layer_text(table->layer, name), err));
            MLG_TRY(mlg_gtfs_keep(&feed->zone, table->maker, own, err));
            if (!mlg_zone_offset_s(&offset_s, feed->zone, 0))
                mlg_gtfs_count(table, MLG_GTFS_AGENCY_ZONE, own);
        } else if (own && strcmp(own, feed->zone) != 0) {
            mlg_gtfs_count(table, MLG_GTFS_AGENCY_ZONES_DIFFER, own);
        }
    }
}

mlg_status mlg_gtfs_read_agency(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    maker->feed.agency = maker->feed.zone = maker->feed.publisher = maker->feed.version = "";
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "agency.txt", false, err));
    if (!table.layer)
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_AGENCY_MISSING, table.name, 0, NULL);
    mlg_status st = table.layer ? read_agencies(&table, err) : MLG_OK;
    mlg_gtfs_table_close(&table);
    return st == MLG_OK ? read_feed_info(maker, err) : st;
}

/* ---- stops.txt ---- */

/* What is looked up once all stops are read. */
typedef struct {
    const char *parent;   /* its identifier, "" without one */
    int64_t unplaced_row; /* where it has no coordinates of its own, 0: it has, or needs none */
} later;

typedef struct {
    int id, name, lon, lat, kind, parent;
    later *later; /* by stop */
    size_t room;
} stop_columns;

static void read_place(mlg_gtfs_stop *stop, later *after, mlg_gtfs_table *table, const stop_columns *c)
{
    const char *lon = mlg_layer_text(table->layer, c->lon), *lat = mlg_layer_text(table->layer, c->lat);
    stop->lon = stop->lat = (double)NAN;
    double x, y;
    if (!lon || !lat) {
        if (stop->kind != MLG_STOP_NODE)
            after->unplaced_row = mlg_layer_row(table->layer);
        return;
    }
    if (!mlg_read_decimal(&x, lon, NULL) || !mlg_read_decimal(&y, lat, NULL) || fabs(x) > 180 || fabs(y) > 90) {
        mlg_gtfs_count(table, MLG_GTFS_STOP_BAD_PLACE, lat);
    } else if (fabs(x) < 0.01 && fabs(y) < 0.01) {
        mlg_gtfs_count(table, MLG_GTFS_STOP_AT_ZERO, stop->id);
    } else {
        stop->lon = x;
        stop->lat = y;
    }
}

static mlg_status read_stop(mlg_gtfs_table *table, stop_columns *c, mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *id = mlg_layer_text(table->layer, c->id), *kind = mlg_layer_text(table->layer, c->kind);
    int32_t number = 0;
    if (!id || mlg_gtfs_find(maker->stops, id) >= 0) {
        mlg_gtfs_count(table, id ? MLG_GTFS_STOP_TWICE : MLG_GTFS_STOP_NO_ID, id);
        return MLG_OK;
    }
    if (kind && !mlg_gtfs_whole(&number, kind, MLG_STOP_PLATFORM, MLG_STOP_BOARDING_AREA))
        mlg_gtfs_count(table, MLG_GTFS_STOP_KIND, kind);
    MLG_TRY(MLG_GROW(&feed->stops, &maker->stops_room, (size_t)feed->n_stops + 1, "stops", err));
    mlg_gtfs_stop *stop = &feed->stops[feed->n_stops];
    *stop = (mlg_gtfs_stop){ .parent = -1, .kind = (mlg_gtfs_stop_kind)number };
    MLG_TRY(mlg_gtfs_keep(&stop->id, maker, id, err));
    MLG_TRY(mlg_gtfs_keep(&stop->name, maker, mlg_layer_text(table->layer, c->name), err));
    MLG_TRY(MLG_GROW(&c->later, &c->room, (size_t)feed->n_stops + 1, "stops", err));
    c->later[feed->n_stops] = (later){ .parent = "" };
    read_place(stop, &c->later[feed->n_stops], table, c);
    MLG_TRY(mlg_gtfs_keep(&c->later[feed->n_stops].parent, maker, mlg_layer_text(table->layer, c->parent), err));
    return mlg_gtfs_add_key(&maker->stops, maker, stop->id, feed->n_stops++, err);
}

/* Parents may follow their children in the file, so they are looked up at the end. */
static void find_parents(mlg_gtfs_maker *maker, const later *after)
{
    for (int32_t s = 0; s < maker->feed.n_stops; s++) {
        if (!*after[s].parent)
            continue;
        const int32_t parent = mlg_gtfs_find(maker->stops, after[s].parent);
        if (parent < 0 || parent == s)
            mlg_gtfs_count_at(&maker->feed, MLG_GTFS_STOP_PARENT, "stops.txt", 0, after[s].parent);
        else
            maker->feed.stops[s].parent = parent;
    }
}

/* A stop without coordinates takes those of its parent, or of the parent of that: a boarding area those of its station. */
static void inherit_places(mlg_gtfs *feed, const later *after)
{
    enum { MOST_LEVELS = 3 };
    for (int level = 0; level < MOST_LEVELS; level++)
        for (int32_t s = 0; s < feed->n_stops; s++) {
            const int32_t parent = feed->stops[s].parent;
            if (!isnan(feed->stops[s].lon) || parent < 0)
                continue;
            feed->stops[s].lon = feed->stops[parent].lon;
            feed->stops[s].lat = feed->stops[parent].lat;
        }
    for (int32_t s = 0; s < feed->n_stops; s++)
        if (isnan(feed->stops[s].lon) && after[s].unplaced_row > 0)
            mlg_gtfs_count_at(feed, MLG_GTFS_STOP_UNPLACED, "stops.txt", after[s].unplaced_row, feed->stops[s].id);
}

/* Coordinates far from all others are a mistake. */
static mlg_status settle_places(mlg_gtfs_maker *maker, const later *after, mlg_error *err)
{
    const double most_m = 500e3;
    mlg_gtfs *feed = &maker->feed;
    double *lon, *lat;
    size_t n = 0;
    MLG_TRY(MLG_NEW(&lon, (size_t)feed->n_stops, "stops", err));
    mlg_status st = MLG_NEW(&lat, (size_t)feed->n_stops, "stops", err);
    for (int32_t s = 0; st == MLG_OK && s < feed->n_stops; s++)
        if (!isnan(feed->stops[s].lon)) {
            lon[n] = feed->stops[s].lon;
            lat[n++] = feed->stops[s].lat;
        }
    if (st == MLG_OK && n > 0) {
        mlg_sort_reals(lon, n);
        mlg_sort_reals(lat, n);
        const mlg_gtfs_stop middle = { .lon = lon[n / 2], .lat = lat[n / 2] };
        for (int32_t s = 0; s < feed->n_stops; s++)
            if (mlg_gtfs_distance_m(&feed->stops[s], &middle) > most_m) {
                feed->stops[s].lon = feed->stops[s].lat = (double)NAN;
                mlg_gtfs_count_at(feed, MLG_GTFS_STOP_FAR, "stops.txt", 0, feed->stops[s].id);
            }
    }
    if (st == MLG_OK)
        inherit_places(feed, after);
    free(lon);
    free(lat);
    return st;
}

mlg_status mlg_gtfs_read_stops(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    stop_columns c = { 0 };
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "stops.txt", true, err));
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&c.id, &table, "stop_id", err));
    MLG_GO(mlg_gtfs_need(&c.lon, &table, "stop_lon", err));
    MLG_GO(mlg_gtfs_need(&c.lat, &table, "stop_lat", err));
    c.name = mlg_gtfs_column(&table, "stop_name");
    c.kind = mlg_gtfs_column(&table, "location_type");
    c.parent = mlg_gtfs_column(&table, "parent_station");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_stop(&table, &c, err));
    }
    find_parents(maker, c.later);
    st = settle_places(maker, c.later, err);
done:
    free(c.later);
    mlg_gtfs_table_close(&table);
    return st;
}
