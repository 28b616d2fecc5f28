/* Trips by the timetables of a study between any two sets of points, for programs that list them. */
#ifndef MLG_ANALYSIS_TRAVEL_TRIPS_H
#define MLG_ANALYSIS_TRAVEL_TRIPS_H

#include "analysis/common/places.h"
#include "network/models/transit.h"

/* Searches go out from `from`, and from `to` where the hours are those of arrivals. */
typedef struct mlg_study_trips {
    mlg_transit_trips trips;
    const mlg_transit_options *options;
    const mlg_gtfs *const *feeds; /* [n_feeds] lines that do not exist yet are the last */
    int32_t n_feeds;
    int32_t *first_stop;     /* [n_feeds + 1] */
    bool *from_off, *to_off; /* [points] with no street nearby; all false in straight lines */
} mlg_study_trips;

/* The study travels by timetable. Its timetables are read at the first call and kept in `study`, which must outlive the trips.
 * Released with mlg_study_trips_release(), also after a failure. MLG_INPUT with the location in the study file. */
mlg_status mlg_study_trips_init(mlg_study_trips *trips, mlg_study *study, const mlg_places *places,
                                const mlg_positions *from, const mlg_positions *to, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_trips_release(mlg_study_trips *trips);

/* Feed of a stop of the timetable, and its number there. */
int32_t mlg_study_trips_stop(int32_t *own, const mlg_study_trips *trips, int32_t stop);

#endif
