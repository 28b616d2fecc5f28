/* Journeys by timetable: range RAPTOR (Delling, Pajor and Werneck, "Round-based public transit routing", 2012).
 *
 * One search is from one origin to all destinations, for every departure of a window: round k extends journeys of k - 1
 * rides by one ride and one walk. Departures are taken from the last to the first, and what a later one reached stays: an
 * earlier one only adds what is better, since one may wait at the origin. Exact: the earliest arrival of every departure
 * with at most `most_rides` rides. A walk is followed by a ride and never by another walk, so bounds on walks hold.
 *
 * On reversed timetables (timetable.h), with access and egress swapped and times negated, the same search finds the
 * latest departures for each time of arrival. */
#ifndef MLG_NETWORK_TRANSIT_RAPTOR_H
#define MLG_NETWORK_TRANSIT_RAPTOR_H

#include "base/sparse_rows.h"
#include "network/time.h"
#include "network/transit/dial.h"
#include "network/transit/timetable.h"

enum { MLG_MOST_RIDES = 8 };

/* What a search needs, read only and shared by all threads. Walks include what one waits for at the stop before boarding:
 * `access` and `transfers` lead to boarding, `egress` and `direct` do not. The columns of a row are in any order. */
typedef struct mlg_transit {
    const mlg_timetable *const *days; /* [n_days] one day, drawn several times where frequencies are random */
    int32_t n_days;
    mlg_sparse_view access;    /* origins to stops, deciseconds */
    mlg_sparse_view transfers; /* stops to stops, with the change at one stop on the diagonal */
    mlg_sparse_view egress;    /* stops to destinations */
    mlg_sparse_view direct;    /* origins to destinations without a ride; n_rows 0: nobody walks all the way */
    /* The same by on-demand vehicles: values are numbers of `dials`; n_rows 0: there are none. They lead to a vehicle, away
     * from one, or all the way, and count as no ride. `after_ds` of those to a stop includes the wait before boarding. */
    mlg_sparse_view dial_access, dial_egress, dial_direct;
    const mlg_dial *dials;
    int32_t n_dials;
    mlg_sparse_view
        dial_changes; /* from stop to stop, between two vehicles, in place of a walk: numbers of `change_dials` */
    const mlg_dial *change_dials;
    int32_t n_change_dials;
    int32_t first_ds, step_ds; /* departures: first_ds, first_ds + step_ds, ... */
    int32_t n_departures;
    int32_t most_rides;                           /* 1..MLG_MOST_RIDES */
    int32_t limit_ds;                             /* longest journey, from the departure on */
    const struct mlg_run_changes *const *changes; /* [n_days] run_changes.h; NULL: found where that pays */
} mlg_transit;

/* Entries of a row of walks or rides, from the first up to the end: none where there are no rows. */
static inline int64_t mlg_transit_first(const mlg_sparse_view *ways, int32_t row)
{
    return ways->n_rows > 0 ? ways->start[row] : 0;
}

static inline int64_t mlg_transit_end(const mlg_sparse_view *ways, int32_t row)
{
    return ways->n_rows > 0 ? ways->start[row + 1] : 0;
}

/* MLG_USAGE: a parameter out of range. MLG_INPUT: an index or a time of the walks out of range. O(entries). */
mlg_status mlg_transit_check(const mlg_transit *transit, mlg_error *err) MLG_MUST_CHECK;

/* Samples of a search: departures, over all days. */
static inline int32_t mlg_transit_samples(const mlg_transit *transit)
{
    return transit->n_days * transit->n_departures;
}

/* Scratch of one thread: 8 bytes a stop and ride, 4 a destination and sample. */
typedef struct mlg_raptor mlg_raptor;

mlg_status mlg_raptor_new(mlg_raptor **out, const mlg_transit *transit, mlg_error *err) MLG_MUST_CHECK;
void mlg_raptor_free(mlg_raptor *raptor);

/* Times of travel from one origin, in deciseconds, from the departure on: time_ds[samples x destinations], sample by
 * sample: the departures of the first day in order, then those of the next. MLG_UNREACHABLE above the limit. Valid until
 * the next search. */
const int32_t *mlg_raptor_search(mlg_raptor *raptor, int32_t origin);

/* Receives the times of one origin. Called from several threads, at most once at a time for a `worker`. */
typedef mlg_status (*mlg_transit_take_fn)(void *context, int32_t origin, const int32_t *time_ds, int worker,
                                          mlg_error *err);

/* Searches from all origins; the times do not depend on the number of threads. MLG_CANCELLED, MLG_MEMORY, and the errors of
 * mlg_transit_check(). */
mlg_status mlg_transit_from_all(const mlg_transit *transit, int threads, const mlg_progress *progress,
                                mlg_transit_take_fn take, void *context, mlg_error *err) MLG_MUST_CHECK;

/* The time that `percent` in 100 of n samples do not exceed: the smallest such sample, MLG_UNREACHABLE where there is
 * none. Samples are time_ds[0], time_ds[stride], ... `room` holds n numbers. 0 < percent <= 100. O(n) expected. */
int32_t mlg_transit_percentile(const int32_t *time_ds, int32_t n, int64_t stride, double percent, int32_t *room);

/* Share of the samples that are reachable within limit_ds, in [0, 1]. */
double mlg_transit_share(const int32_t *time_ds, int32_t n, int64_t stride, int32_t limit_ds);

/* ---- journeys leg by leg ----------------------------------------------------------------------------------------- */

typedef struct mlg_leg {
    bool ride;                     /* else a walk, or by an on-demand vehicle */
    int32_t from_stop, to_stop;    /* -1: the origin, the destination */
    int32_t leaves_ds, arrives_ds; /* of a walk: without waiting */
    int32_t pattern, run;          /* of a ride: run as in first_run */
    int32_t from_position, to_position;
    const mlg_dial *dial;         /* NULL: no on-demand vehicle; borrowed from the search */
    int32_t earlier_ds, later_ds; /* by how much it could be moved */
} mlg_leg;

typedef struct mlg_journey {
    int32_t departs_ds, arrives_ds; /* arrives_ds is MLG_UNREACHABLE when there is none */
    int32_t rides;
    int32_t walk_ds, ride_ds; /* on-demand vehicles included; what remains is waiting */
    int32_t count;
    mlg_leg legs[2 * MLG_MOST_RIDES + 1];
} mlg_journey;

/* Journeys from one origin to every destination, journey[destinations], for one departure on one day: the earliest
 * arrival with the fewest rides. One search with memory of its own. MLG_MEMORY. */
mlg_status mlg_transit_journeys(mlg_journey *journey, const mlg_transit *transit, int32_t day, int32_t origin,
                                int32_t departs_ds, mlg_error *err) MLG_MUST_CHECK;

/* Time on foot of a walk, without the wait of `board_ds` before the vehicle that it leads to. A minimum time between two vehicles
 * that the timetable gives is a walk. Of a ride by an on-demand vehicle: the walks to it and from it. */
static inline int32_t mlg_leg_walk_ds(const mlg_leg *leg, int32_t board_ds)
{
    if (leg->dial)
        return leg->dial->walk_ds;
    const int32_t walk_ds = leg->arrives_ds - leg->leaves_ds - (leg->to_stop >= 0 ? board_ds : 0);
    return walk_ds > 0 ? walk_ds : 0;
}

/* The same journey on the day forwards, when it was found on a reversed one: legs in the order of travel, runs and positions of
 * the day that `reversed` was made from. One leaves at departs_ds, as late as possible, and is there at arrives_ds. */
void mlg_journey_turn(mlg_journey *journey, const mlg_timetable *reversed);

#endif
