/* The vehicles of one day, laid out for searches: patterns of stops, and the runs along each.
 *
 * A *run* is one vehicle on its way with the passengers it keeps: a trip, a repetition of a frequency, or trips of one
 * block that follow each other, joined so that nobody has to alight in between. A *pattern* is a sequence of stops, with
 * what may be done at each, on which no run overtakes another: runs that would are in a pattern of their own. So the
 * first run to board is the best one, whatever its destination.
 *
 * Times are deciseconds since noon minus twelve hours of the day, in the time zone of the first feed. Trips of the day
 * before and of the day after are among the runs where they pass within the period. */
#ifndef MLG_NETWORK_TRANSIT_TIMETABLE_H
#define MLG_NETWORK_TRANSIT_TIMETABLE_H

#include "network/transit/gtfs.h"

enum { MLG_MAY_BOARD = 1, MLG_MAY_ALIGHT = 2 };
enum { MLG_MOST_DAY_CALLS = 1 << 26 }; /* of a timetable: some ten times those of a day in France */

/* A call of a pattern at a stop. */
typedef struct mlg_pattern_call {
    int32_t pattern, position; /* within the pattern, from 0 */
} mlg_pattern_call;

/* From which trip of which feed the calls of a run come, from a position on. */
typedef struct mlg_run_part {
    int32_t position;
    int32_t feed, trip;
} mlg_run_part;

typedef struct mlg_timetable {
    int32_t n_stops, n_patterns, n_runs;
    int32_t *first_position; /* [n_patterns + 1] into stop and use */
    int32_t *stop;           /* by position; stops of the feeds are numbered one feed after the other */
    uint8_t *use;            /* by position: MLG_MAY_BOARD, MLG_MAY_ALIGHT */
    int32_t *first_run;      /* [n_patterns + 1]; runs of a pattern from the first to the last */
    int64_t *first_time;     /* [n_patterns + 1] into the times: position by position, the runs of each */
    int32_t *arrival_ds, *departure_ds;
    int32_t *first_visit; /* [n_stops + 1] */
    mlg_pattern_call *visits;
    int32_t *first_part; /* [n_runs + 1] */
    mlg_run_part *parts;
    int64_t random_runs; /* whose times were drawn: frequencies without exact times */
} mlg_timetable;

typedef struct mlg_timetable_options {
    int32_t day;          /* mlg_day_of() */
    int32_t from_s, to_s; /* runs that pass at no time between these are left out */
    bool on_request;      /* boarding by telephone or agreed with the driver counts */
    uint64_t seed;        /* of the offsets of frequencies without exact times */
} mlg_timetable_options;

/* Number of the first stop of each feed, and of all stops at [n_feeds]. */
void mlg_timetable_stops(int32_t *first, const mlg_gtfs *const *feeds, int32_t n_feeds);

/* Lays out the runs of a day. A frequency without exact times has runs every headway from an offset drawn uniformly
 * below it, from `seed` and its place in the feeds: the same on every machine. MLG_DATA: more than
 * MLG_MOST_DAY_CALLS.
 * O(calls log calls). */
mlg_status mlg_timetable_new(mlg_timetable **out, const mlg_gtfs *const *feeds, int32_t n_feeds,
                             const mlg_timetable_options *options, mlg_error *err) MLG_MUST_CHECK;
void mlg_timetable_free(mlg_timetable *timetable);

/* The same day backwards: each time t becomes -t, arrivals departures, the last stop the first. A search on it from a
 * place finds the latest departures towards that place. Run r of a pattern is its run r from the end; parts are those of
 * the day forwards. */
mlg_status mlg_timetable_reverse(mlg_timetable **out, const mlg_timetable *timetable,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Whether every number of a day that comes from a file is in range, and whether vehicles go forward and no run overtakes another: searches rely on it. Parts are not
 * looked at. The sizes, and the last number of each array of firsts, are the caller's to check. O(times). */
bool mlg_timetable_holds(const mlg_timetable *timetable);

/* Times of a run of a pattern at a position. */
static inline int64_t mlg_timetable_at(const mlg_timetable *t, int32_t pattern, int32_t position, int32_t run)
{
    const int64_t runs = t->first_run[pattern + 1] - t->first_run[pattern];
    return t->first_time[pattern] + position * runs + (run - t->first_run[pattern]);
}

#endif
