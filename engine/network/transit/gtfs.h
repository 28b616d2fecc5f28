/* Timetables in GTFS (gtfs.org/documentation/schedule/reference): a feed read whole, its faults counted.
 *
 * A row that cannot be right is left out, counted and named; a feed from which no timetable can be made is refused. Nothing is guessed
 * silently. Times are seconds since noon minus twelve hours of the service day, as in the feed, and may exceed 24 h; days are counted from
 * 1970-01-01. */
#ifndef MLG_NETWORK_TRANSIT_GTFS_H
#define MLG_NETWORK_TRANSIT_GTFS_H

#include "adapters/geom/geometry.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- faults --------------------------------------------------------------------------------------------------- */

typedef enum mlg_gtfs_fault {
#define MLG_FAULT(name, text) MLG_GTFS_##name,
#include "network/transit/gtfs_faults.def"
    MLG_GTFS_FAULTS
} mlg_gtfs_fault;

/* What was found of one kind of fault: how many rows, and the first of them. */
typedef struct mlg_gtfs_found {
    int64_t count;
    int64_t row;       /* of the table, from 1 below its header; 0: not a row */
    const char *table; /* "stops.txt" */
    char value[64];
} mlg_gtfs_found;

/* One line: "stops.txt: row 3: '0,0': the stop is ... (2 rows)", in the language of messages. */
void mlg_gtfs_fault_line(char *line, size_t size, mlg_gtfs_fault fault, const mlg_gtfs_found *found);

/* ---- what a feed holds ---------------------------------------------------------------------------------------- */

typedef enum mlg_gtfs_stop_kind {
    MLG_STOP_PLATFORM,
    MLG_STOP_STATION,
    MLG_STOP_ENTRANCE,
    MLG_STOP_NODE,
    MLG_STOP_BOARDING_AREA
} mlg_gtfs_stop_kind;

typedef struct mlg_gtfs_stop {
    const char *id, *name; /* name may be "" */
    double lon, lat;       /* NaN: the place is not known */
    int32_t parent;        /* -1: none */
    mlg_gtfs_stop_kind kind;
} mlg_gtfs_stop;

typedef struct mlg_gtfs_route {
    const char *id, *short_name, *long_name, *color; /* "" where not given; color as RRGGBB */
    int32_t type;                                    /* of vehicle, GTFS codes; -1 unknown */
} mlg_gtfs_route;

/* Runs on the weekdays of its period, except on `removed` days, and on `added` days. */
typedef struct mlg_gtfs_service {
    const char *id;
    uint8_t weekdays; /* bit 0 Monday .. bit 6 Sunday */
    int32_t from, to; /* days, inclusive; to < from: no period */
} mlg_gtfs_service;

typedef struct mlg_gtfs_exception {
    int32_t service, day;
    bool added;
} mlg_gtfs_exception;

typedef enum mlg_gtfs_boarding {
    MLG_BOARD_REGULAR,
    MLG_BOARD_NONE,
    MLG_BOARD_CALL,
    MLG_BOARD_DRIVER
} mlg_gtfs_boarding;

typedef struct mlg_gtfs_call {
    int32_t stop;
    int32_t arrival_s, departure_s;
    uint8_t pickup, drop_off; /* mlg_gtfs_boarding */
} mlg_gtfs_call;

typedef struct mlg_gtfs_trip {
    const char *id, *headsign, *block; /* "" where not given */
    int32_t route, service;            /* route -1: unknown */
    int64_t first_call;
    int32_t n_calls; /* >= 2, or 0 for a trip that was left out, or has none */
    bool on_demand;  /* among `flex` */
    double factor;   /* of the time of a ride on demand over that of a car, 0: not given; and what it takes more */
    double extra_s;
} mlg_gtfs_trip;

typedef struct mlg_gtfs_frequency {
    int32_t trip;
    int32_t start_s, end_s, headway_s;
    bool exact;
} mlg_gtfs_frequency;

typedef enum mlg_gtfs_transfer_type {
    MLG_TRANSFER_RECOMMENDED,
    MLG_TRANSFER_TIMED,
    MLG_TRANSFER_MINIMUM,
    MLG_TRANSFER_FORBIDDEN,
    MLG_TRANSFER_IN_SEAT,
    MLG_TRANSFER_NO_IN_SEAT
} mlg_gtfs_transfer_type;

/* Between stops (types 0 to 3) or between trips (4 and 5); -1 where not given. Of two rules for the same stops the later one counts; a
 * stop stands for its variants. */
typedef struct mlg_gtfs_transfer {
    int32_t from_stop, to_stop, from_trip, to_trip;
    mlg_gtfs_transfer_type type;
    int32_t minimum_s; /* of type 2 */
} mlg_gtfs_transfer;

typedef struct mlg_gtfs_pathway {
    int32_t from, to; /* stops */
    int32_t time_s;
} mlg_gtfs_pathway;

/* ---- on demand (GTFS-Flex) ---- */

/* Where vehicles come on demand: an outline, or stops. */
typedef struct mlg_gtfs_area {
    const char *id, *name;
    mlg_geom *outline; /* degrees, longitude first; NULL: the stops */
    int32_t first_stop, n_stops;
} mlg_gtfs_area;

typedef enum mlg_gtfs_booking_type {
    MLG_BOOKING_AT_ONCE,
    MLG_BOOKING_SAME_DAY,
    MLG_BOOKING_DAYS_BEFORE
} mlg_gtfs_booking_type;

typedef struct mlg_gtfs_booking {
    const char *id, *last_hour, *phone; /* "" where not given */
    int32_t type;                       /* mlg_gtfs_booking_type; -1 unknown */
    int32_t notice_min, notice_days;    /* -1 where not given */
} mlg_gtfs_booking;

/* Rides of a trip from a zone to another, or the same: hours in which people are taken and left there. */
typedef struct mlg_gtfs_flex {
    int32_t trip, from, to; /* zones */
    int32_t booking;        /* -1: none */
    int32_t first_s, last_s, to_first_s, to_last_s;
    bool scheduled; /* taken at a stop of the line, when the vehicle leaves it */
} mlg_gtfs_flex;

typedef struct mlg_gtfs {
    const char *path;
    const char *agency, *zone; /* of the first agency; "" when not given */
    const char *publisher, *version;
    mlg_gtfs_stop *stops;
    mlg_gtfs_route *routes;
    mlg_gtfs_service *services;
    mlg_gtfs_exception *exceptions;
    mlg_gtfs_trip *trips;
    mlg_gtfs_call *calls; /* of each trip in the order of its sequence; times never decrease */
    mlg_gtfs_frequency *frequencies;
    mlg_gtfs_transfer *transfers;
    mlg_gtfs_pathway *pathways; /* both directions of a two-way pathway */
    mlg_gtfs_area *areas;
    int32_t *area_stops;
    mlg_gtfs_booking *bookings;
    mlg_gtfs_flex *flex;
    int32_t n_areas, n_area_stops, n_bookings, n_flex;
    int32_t *variant_of; /* [n_variants] stops */
    int32_t n_variants,
        transfer_rules; /* the last stops: those at which trips call that transfer rules name; rules as read */
    int32_t n_stops, n_routes, n_services, n_exceptions, n_trips, n_frequencies, n_transfers, n_pathways;
    int64_t n_calls, interpolated; /* interpolated: calls whose time was blank */
    int64_t on_request;            /* calls by telephone or agreed with the driver */
    int64_t flexible;              /* rows of trips on demand (GTFS-Flex), which hold no time */
    int32_t deviated;              /* trips that leave their line on demand, and have times besides */
    mlg_gtfs_found found[MLG_GTFS_FAULTS];
} mlg_gtfs;

/* Stops that the feed names, which come before their variants. */
static inline int32_t mlg_gtfs_own_stops(const mlg_gtfs *feed)
{
    return feed->n_stops - feed->n_variants;
}

/* The stop of the feed that a stop is, or is a variant of. */
static inline int32_t mlg_gtfs_own_stop(const mlg_gtfs *feed, int32_t stop)
{
    const int32_t own = mlg_gtfs_own_stops(feed);
    return stop < own ? stop : feed->variant_of[stop - own];
}

/* Line of a trip; a line with empty names where the trip has none. */
const mlg_gtfs_route *mlg_gtfs_route_of(const mlg_gtfs *feed, const mlg_gtfs_trip *trip);

/* What passengers call it: its short name, else the long one, else its code. */
const char *mlg_gtfs_line_name(const mlg_gtfs_route *route);

/* How often a vehicle leaves in the period of a frequency. */
int32_t mlg_gtfs_departures(const mlg_gtfs_frequency *frequency);

/* Whether a zip or a folder holds stop_times.txt: a feed, or meant as one. */
bool mlg_is_gtfs(const char *path);

/* Reads a feed from a zip or a folder. MLG_INPUT: unreadable, hostile, a missing table or column, or no trip that can
 * be used. O(rows log rows); about 24 bytes a call. */
mlg_status mlg_gtfs_read(mlg_gtfs **out, const char *path, const mlg_progress *progress,
                         mlg_error *err) MLG_MUST_CHECK;
void mlg_gtfs_free(mlg_gtfs *feed);

/* ---- days ----------------------------------------------------------------------------------------------------- */

/* Day number of a date; text as "20250318". False when it is not a date of 1970 to 2199. */
bool mlg_day_parse(int32_t *day, const char *text);
int32_t mlg_day_of(int year, int month, int day);
void mlg_day_date(int32_t day, int *year, int *month, int *day_of_month);
int mlg_day_weekday(int32_t day); /* 0 Monday .. 6 Sunday */

/* "2025-03-18". */
void mlg_day_text(char text[16], int32_t day);

/* Whether a service runs on a day. O(log exceptions). */
bool mlg_gtfs_runs(const mlg_gtfs *feed, int32_t service, int32_t day);

/* First and last day on which some trip runs; false when none ever does. */
bool mlg_gtfs_span(int32_t *first, int32_t *last, const mlg_gtfs *feed);

/* Number of trips that run on each of n days from `first` on, trips[n], each repetition of a frequency counted. MLG_MEMORY.
 * O(trips + n x services log exceptions). */
mlg_status mlg_gtfs_trips_by_day(int64_t *trips, const mlg_gtfs *feed, int32_t first, int32_t n,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
