/* transfers.txt and pathways.txt. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"

#include <math.h>

/* ---- transfers.txt ---- */

typedef struct {
    int from_stop, to_stop, from_trip, to_trip, from_route, to_route, type, minimum;
} transfer_columns;

mlg_status mlg_gtfs_add_transfer(mlg_gtfs_maker *maker, const mlg_gtfs_transfer *transfer, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    MLG_TRY(MLG_GROW(&feed->transfers, &maker->transfers_room, (size_t)feed->n_transfers + 1, "transfers", err));
    feed->transfers[feed->n_transfers++] = *transfer;
    return MLG_OK;
}

static mlg_status add_rule(mlg_gtfs_maker *maker, const mlg_gtfs_transfer *plain, int32_t from_route,
                           int32_t to_route, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&maker->rules, &maker->rules_room, maker->n_rules + 1, "transfers", err));
    maker->rules[maker->n_rules] = (mlg_gtfs_rule){ *plain, from_route, to_route, (int32_t)maker->n_rules };
    maker->n_rules++;
    return MLG_OK;
}

/* What is named and is not there, or is needed and not named; NULL: nothing. */
static const char *lacks(bool *lacking, const char *id, int32_t number, bool needed)
{
    *lacking |= number < 0 && (id || needed);
    return number < 0 && (id || needed) ? id : NULL;
}

/* Types 4 and 5 are between trips; the others between stops, for all lines or those that are named. */
static mlg_status read_transfer(mlg_gtfs_table *table, const transfer_columns *c, mlg_error *err)
{
    enum { MOST_S = 86400 };
    mlg_gtfs_maker *maker = table->maker;
    mlg_layer *layer = table->layer;
    const char *type = mlg_layer_text(layer, c->type), *minimum = mlg_layer_text(layer, c->minimum);
    const char *ids[6], *missing = NULL;
    const int columns[6] = { c->from_stop, c->to_stop, c->from_trip, c->to_trip, c->from_route, c->to_route };
    const mlg_gtfs_key *const keys[6] = { maker->stops, maker->stops,  maker->trips,
                                          maker->trips, maker->routes, maker->routes };
    int32_t number[6], kind = MLG_TRANSFER_RECOMMENDED;
    bool lacking = false;
    if (type && !mlg_gtfs_whole(&kind, type, MLG_TRANSFER_RECOMMENDED, MLG_TRANSFER_NO_IN_SEAT)) {
        mlg_gtfs_count(table, MLG_GTFS_TRANSFER_TYPE, type);
        return MLG_OK;
    }
    const bool between_trips = kind >= MLG_TRANSFER_IN_SEAT;
    for (int k = 0; k < 6; k++) {
        ids[k] = mlg_layer_text(layer, columns[k]);
        number[k] = mlg_gtfs_find(keys[k], ids[k]);
        const bool needed = k < 2 ? !between_trips : k < 4 && between_trips;
        const char *own = between_trips && k < 2 ? NULL : lacks(&lacking, ids[k], number[k], needed);
        missing = missing ? missing : own;
    }
    mlg_gtfs_transfer t = { number[0], number[1], number[2], number[3], (mlg_gtfs_transfer_type)kind, 0 };
    if (lacking) {
        mlg_gtfs_count(table, MLG_GTFS_TRANSFER_STOP, missing);
        return MLG_OK;
    }
    if (t.type == MLG_TRANSFER_MINIMUM && !mlg_gtfs_whole(&t.minimum_s, minimum, 0, MOST_S)) {
        mlg_gtfs_count(table, MLG_GTFS_TRANSFER_TIME, minimum);
        return MLG_OK;
    }
    maker->feed.transfer_rules++;
    if (!between_trips && (t.from_trip >= 0 || t.to_trip >= 0 || number[4] >= 0 || number[5] >= 0))
        return add_rule(maker, &t, number[4], number[5], err);
    return mlg_gtfs_add_transfer(maker, &t, err);
}

mlg_status mlg_gtfs_read_transfers(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "transfers.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    const transfer_columns c = {
        .from_stop = mlg_gtfs_column(&table, "from_stop_id"),
        .to_stop = mlg_gtfs_column(&table, "to_stop_id"),
        .from_trip = mlg_gtfs_column(&table, "from_trip_id"),
        .to_trip = mlg_gtfs_column(&table, "to_trip_id"),
        .from_route = mlg_gtfs_column(&table, "from_route_id"),
        .to_route = mlg_gtfs_column(&table, "to_route_id"),
        .type = mlg_gtfs_column(&table, "transfer_type"),
        .minimum = mlg_gtfs_column(&table, "min_transfer_time"),
    };
    mlg_status st = MLG_OK;
    while (got && st == MLG_OK) {
        st = mlg_gtfs_table_next(&table, &got, err);
        if (st == MLG_OK && got)
            st = read_transfer(&table, &c, err);
    }
    mlg_gtfs_table_close(&table);
    return st;
}

/* ---- pathways.txt ---- */

/* Seconds: the time given, else the length walked at 1.33 m/s, as the GTFS reference suggests. */
static bool pathway_time(int32_t *time_s, const char *given, const char *length)
{
    const double walk_m_s = 1.33;
    double metres;
    if (mlg_gtfs_whole(time_s, given, 0, 86400))
        return true;
    if (!mlg_parse_number(length, &metres) || metres < 0 || metres > 1e5)
        return false;
    *time_s = (int32_t)ceil(metres / walk_m_s);
    return true;
}

static mlg_status add_pathway(mlg_gtfs_maker *maker, int32_t from, int32_t to, int32_t time_s, mlg_error *err)
{
    mlg_gtfs *feed = &maker->feed;
    MLG_TRY(MLG_GROW(&feed->pathways, &maker->pathways_room, (size_t)feed->n_pathways + 1, "pathways", err));
    feed->pathways[feed->n_pathways++] = (mlg_gtfs_pathway){ from, to, time_s };
    return MLG_OK;
}

static mlg_status read_pathway(mlg_gtfs_table *table, const int column[5], mlg_error *err)
{
    const mlg_gtfs_maker *maker = table->maker;
    const char *from_id = mlg_layer_text(table->layer, column[0]),
               *to_id = mlg_layer_text(table->layer, column[1]);
    const int32_t from = mlg_gtfs_find(maker->stops, from_id), to = mlg_gtfs_find(maker->stops, to_id);
    const char *two_way = mlg_layer_text(table->layer, column[2]);
    int32_t time_s = 0;
    if (from < 0 || to < 0) {
        mlg_gtfs_count(table, MLG_GTFS_PATHWAY_STOP, from < 0 ? from_id : to_id);
        return MLG_OK;
    }
    if (!pathway_time(&time_s, mlg_layer_text(table->layer, column[3]), mlg_layer_text(table->layer, column[4]))) {
        mlg_gtfs_count(table, MLG_GTFS_PATHWAY_TIME, from_id);
        return MLG_OK;
    }
    MLG_TRY(add_pathway(table->maker, from, to, time_s, err));
    return two_way && *two_way == '1' ? add_pathway(table->maker, to, from, time_s, err) : MLG_OK;
}

mlg_status mlg_gtfs_read_pathways(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table table;
    int column[5];
    bool got = true;
    MLG_TRY(mlg_gtfs_table_open(&table, maker, "pathways.txt", false, err));
    if (!table.layer)
        return MLG_OK;
    mlg_status st;
    MLG_GO(mlg_gtfs_need(&column[0], &table, "from_stop_id", err));
    MLG_GO(mlg_gtfs_need(&column[1], &table, "to_stop_id", err));
    MLG_GO(mlg_gtfs_need(&column[2], &table, "is_bidirectional", err));
    column[3] = mlg_gtfs_column(&table, "traversal_time");
    column[4] = mlg_gtfs_column(&table, "length");
    for (;;) {
        MLG_GO(mlg_gtfs_table_next(&table, &got, err));
        if (!got)
            break;
        MLG_GO(read_pathway(&table, column, err));
    }
done:
    mlg_gtfs_table_close(&table);
    return st;
}
