/* Internals of the GTFS reader. */
#ifndef MLG_NETWORK_TRANSIT_GTFS_INNER_H
#define MLG_NETWORK_TRANSIT_GTFS_INNER_H

#include "adapters/layer/read.h"
#include "adapters/layer/tables.h"
#include "base/arena.h"
#include "network/transit/gtfs.h"

typedef struct mlg_gtfs_key mlg_gtfs_key; /* an identifier and its number */

/* A row of stop_times.txt of a trip on demand. */
typedef struct mlg_gtfs_flex_row {
    int32_t trip, sequence, area, booking, left_booking; /* to be taken there, to be left there */
    int32_t first_s, last_s;
    uint8_t pickup, drop_off; /* mlg_gtfs_boarding */
    bool scheduled;           /* a stop with times: its arrival, its departure */
} mlg_gtfs_flex_row;

/* A transfer rule between particular lines or trips; -1 where not given. */
typedef struct mlg_gtfs_rule {
    mlg_gtfs_transfer plain;
    int32_t from_route, to_route;
    int32_t row; /* their order */
} mlg_gtfs_rule;

/* A feed being read: the public struct first, then what only reading needs. */
typedef struct mlg_gtfs_maker {
    mlg_gtfs feed;
    mlg_arena texts;
    mlg_table_set *tables;
    const mlg_progress *progress;
    mlg_gtfs_key *stops, *routes, *services, *trips, *areas, *stop_areas, *bookings; /* by identifier */
    mlg_gtfs_flex_row *flex_rows;
    mlg_gtfs_rule *rules;
    size_t n_rules, rules_room;
    size_t n_flex_rows, flex_rows_room, areas_room, area_stops_room, bookings_room, flex_room;
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
mlg_status mlg_gtfs_read_areas(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_calendar(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_routes(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_trips(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_calls(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_frequencies(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_transfers(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_gtfs_read_pathways(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_gtfs_add_transfer(mlg_gtfs_maker *maker, const mlg_gtfs_transfer *transfer,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Makes plain transfers of the rules between particular lines or trips, between variants of stops (gtfs_variants.c). Counted as a
 * fault and not applied: more than 2^13 variants, or 2^22 rules. O((calls + rules) log rules + transfers made). */
mlg_status mlg_gtfs_split_stops(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;

/* ---- trips on demand ---- */

/* Columns of stop_times.txt. */
typedef struct mlg_gtfs_flex_columns {
    int location, group, first, last, booking, left_booking;
} mlg_gtfs_flex_columns;

void mlg_gtfs_flex_find(mlg_gtfs_flex_columns *columns, const mlg_gtfs_table *table);

/* Whether the current row is of a trip on demand: a zone, or hours, take the place of a stop and its times. */
bool mlg_gtfs_is_flex(const mlg_gtfs_flex_columns *columns, const mlg_gtfs_table *table);

/* Keeps the current row, whose trip, sequence and boarding are given. */
mlg_status mlg_gtfs_flex_read(mlg_gtfs_table *table, const mlg_gtfs_flex_columns *columns,
                              const mlg_gtfs_flex_row *given, const char *stop, mlg_error *err) MLG_MUST_CHECK;

/* Keeps a call of a trip that also has zones: its vehicle leaves its line for them, and comes back (deviated routes). */
mlg_status mlg_gtfs_flex_call(mlg_gtfs_maker *maker, int32_t trip, int32_t sequence, const mlg_gtfs_call *call,
                              mlg_error *err) MLG_MUST_CHECK;

/* Makes rides of the rows, once all are read. MLG_INPUT: more than 2^22. */
mlg_status mlg_gtfs_take_flex(mlg_gtfs_maker *maker, mlg_error *err) MLG_MUST_CHECK;

#endif
