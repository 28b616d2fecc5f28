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

/* ---- over land ---- */

/* The cells of points on the grid of a study that travels over land, cell[n]; -1 outside it and on barriers. The grid is read at the first
 * call. MLG_INPUT with the location in the study file. */
mlg_status mlg_study_land_cells(int32_t *cell, mlg_study *study, const mlg_places *places,
                                const mlg_positions *points, mlg_error *err) MLG_MUST_CHECK;

/* Times from cells to cells, time_ds[n_from x n_to]; MLG_UNREACHABLE where there is no way. One search an origin, by the threads of the study. */
mlg_status mlg_study_land_times(int32_t *time_ds, const mlg_study *study, const int32_t *from, int32_t n_from,
                                const int32_t *to, int32_t n_to, mlg_error *err) MLG_MUST_CHECK;

/* Writes a GeoTIFF of the minutes from the nearest of n cells to each cell, or `backwards` from each cell to the nearest of them; without
 * data beyond limit_min (NaN: no limit). *reached counts cells, of *open that are no barrier. */
mlg_status mlg_study_land_map(int64_t *reached, int64_t *open, const mlg_study *study, const char *path,
                              const int32_t *cell, int32_t n, bool backwards, double limit_min,
                              mlg_error *err) MLG_MUST_CHECK;

#endif
