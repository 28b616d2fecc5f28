/* Journeys by timetable from one origin, run by run, where the changes between runs are known (Witt, "Trip-based public transit
 * routing", 2015): round k rides on the runs that k - 1 rides lead to, and looks at each call of a run once for all departures, which
 * are taken from the last to the first. The same times as those of the search by rounds (raptor.h), in a fraction of its time; worth the
 * changes where there are many origins. */
#ifndef MLG_NETWORK_TRANSIT_TRIP_SEARCH_H
#define MLG_NETWORK_TRANSIT_TRIP_SEARCH_H

#include "network/transit/run_changes.h"

/* Scratch of one thread: 4 bytes a run and ride, 4 a destination and sample. */
typedef struct mlg_trip_search mlg_trip_search;

/* changes[days] of the transit. MLG_MEMORY. */
mlg_status mlg_trip_search_new(mlg_trip_search **out, const mlg_transit *transit,
                               const mlg_run_changes *const *changes, mlg_error *err) MLG_MUST_CHECK;
void mlg_trip_search_free(mlg_trip_search *search);

/* As mlg_raptor_search(). */
const int32_t *mlg_trip_search_from(mlg_trip_search *search, int32_t origin);

#endif
