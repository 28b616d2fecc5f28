/* A line of a feed that stops running, or runs at another headway, on one day. */
#ifndef MLG_NETWORK_TRANSIT_ALTERED_H
#define MLG_NETWORK_TRANSIT_ALTERED_H

#include "network/transit/gtfs.h"

typedef struct mlg_line_change {
    const char *name;        /* mlg_gtfs_line_name() */
    int32_t from_s, until_s; /* departures from the first stop, both included, seconds of the day */
    int32_t every_s;         /* from one departure to the next; 0: none leaves */
} mlg_line_change;

/* Changes the feed in place. The trips of the line that run on `day` and leave in these hours are left out. With a headway, each sequence of stops among them is
 * served again from its first of these departures on, and no later than its last; every vehicle calls as the trip that left last before it, or with it, did. A
 * frequency is cut at these hours, as if its vehicles left at its beginning and each headway after, and has the headway within. Rides on demand take nobody in these
 * hours; those of a trip with times go with it. *departures counts the trips left out, 0: the feed has none. MLG_USAGE: a headway or hours beyond two days. MLG_DATA: a
 * headway for rides on demand, or more than 2^27 stop times made by one. O(calls log trips). */
mlg_status mlg_gtfs_alter_line(int64_t *departures, mlg_gtfs *feed, const mlg_line_change *change, int32_t day,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
