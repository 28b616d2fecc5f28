/* Internals of the GTFS reader. */
#ifndef MLG_NETWORK_TRANSIT_GTFS_INNER_H
#define MLG_NETWORK_TRANSIT_GTFS_INNER_H

#include "adapters/layer/read.h"
#include "adapters/layer/tables.h"
#include "base/arena.h"
#include "network/transit/gtfs.h"

typedef struct mlg_gtfs_key mlg_gtfs_key; /* an identifier and its number */

/* The feed with what only its making needs; the public struct comes first. */
typedef struct mlg_gtfs_maker {
    mlg_gtfs feed;
    mlg_arena texts;
    mlg_table_set *tables;
    const mlg_progress *progress;
    mlg_gtfs_key *stops, *routes, *services, *trips; /* by identifier */
    size_t stops_room, routes_room, services_room, exceptions_room, trips_room, calls_room, frequencies_room,
        transfers_room, pathways_room;
} mlg_gtfs_maker;

/* A table being read. */
typedef struct mlg_gtfs_table {
    mlg_gtfs_maker *maker;
    const char *name;
    mlg_layer *layer;
    int width; /* of the header */
    int spare; /* blank cells beyond it that every row has */
} mlg_gtfs_table;

/* layer is NULL when the feed has no such table; MLG_INPUT then if it is `needed`. */
mlg_status mlg_gtfs_table_open(mlg_gtfs_table *table, mlg_gtfs_maker *maker, const char *name, bool needed,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_gtfs_table_close(mlg_gtfs_table *table);

/* The next row that is not too wide. */
mlg_status mlg_gtfs_table_next(mlg_gtfs_table *table, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* The column of that name; -1 when there is none, MLG_INPUT then if it is needed. */
int mlg_gtfs_column(const mlg_gtfs_table *table, const char *name);
mlg_status mlg_gtfs_need(int *column, const mlg_gtfs_table *table, const char *name,
                         mlg_error *err) MLG_MUST_CHECK;

/* Counts a fault at the current row. */
void mlg_gtfs_count(mlg_gtfs_table *table, mlg_gtfs_fault fault, const char *value);

/* The same for what is not a row. */
void mlg_gtfs_count_at(mlg_gtfs *feed, mlg_gtfs_fault fault, const char *table, int64_t row, const char *value);

/* A text of the arena, "" for NULL. MLG_MEMORY. */
mlg_status mlg_gtfs_keep(const char **out, mlg_gtfs_maker *maker, const char *text, mlg_error *err) MLG_MUST_CHECK;

/* Number of an identifier, -1 when unknown or NULL. Expected O(1). */
int32_t mlg_gtfs_find(const mlg_gtfs_key *keys, const char *id);
mlg_status mlg_gtfs_add_key(mlg_gtfs_key **keys, mlg_gtfs_maker *maker, const char *id, int32_t number,
                            mlg_error *err) MLG_MUST_CHECK;
void mlg_gtfs_drop_keys(mlg_gtfs_key *keys);

/* "8:05:00" or "25:10:00", in seconds. False when it is not such a time. */
bool mlg_gtfs_time(int32_t *seconds, const char *text);

/* A whole number in [least, most]. */
bool mlg_gtfs_whole(int32_t *value, const char *text, int32_t least, int32_t most);

/* Great-circle distance in metres; NaN when a stop has no place. */
double mlg_gtfs_distance_m(const mlg_gtfs_stop *a, const mlg_gtfs_stop *b);

/* ---- the tables, in the order they are read ---- */
mlg_status mlg_gtfs_read_agency(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_stops(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_calendar(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_routes(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_trips(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_calls(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_frequencies(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_transfers(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_pathways(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;

#endif
