/* A line that does not exist yet, as a timetable: a shuttle, one more bus an hour. */
#ifndef MLG_NETWORK_TRANSIT_LINE_H
#define MLG_NETWORK_TRANSIT_LINE_H

#include "network/transit/gtfs.h"

typedef struct mlg_new_line {
    const char *name;
    int32_t n_stops;         /* at least 2 */
    const double *lon, *lat; /* [n_stops] degrees */
    const int32_t *at_s;     /* [n_stops] from leaving the first stop: 0, then rising */
    int32_t first_s, last_s; /* departures from the first stop, both included, seconds of the day */
    int32_t every_s;         /* > 0 */
    bool both_ways;          /* the same from the last stop, at the same hours */
} mlg_new_line;

/* A feed of its own, to be used beside others: it runs every day. `zone` is that of the others. Freed with
 * mlg_gtfs_free(). MLG_USAGE: fewer than two stops, times that do not rise, hours or a headway out of range. O(calls). */
mlg_status mlg_gtfs_of_lines(mlg_gtfs **out, const mlg_new_line *lines, int32_t n, const char *zone,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
