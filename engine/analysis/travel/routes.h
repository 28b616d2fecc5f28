/* Between the sites of a study, for those who drive from one to the other: times and lines. */
#ifndef MLG_ANALYSIS_TRAVEL_ROUTES_H
#define MLG_ANALYSIS_TRAVEL_ROUTES_H

#include "analysis/common/places.h"

/* Seconds from each of these sites to each, rounded up, row from, column to: time_s[sites x sites], 0 to itself, MLG_UNREACHABLE
 * without a way. Times of roads and straight lines are between the sites, given ones between their communes. One search a
 * site. */
mlg_status mlg_study_times_between_sites(int32_t *time_s, mlg_study *study, const mlg_places *places,
                                         const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* A way as a line of the system of the study: on roads where the study knows them, else straight. `{ 0 }` is none. */
typedef struct mlg_study_route {
    int32_t count;
    double *x_m, *y_m;
    double length_m; /* straight: lengthened by the detour of the straight-line model */
    bool on_roads;
} mlg_study_route;

/* way[n] from site from[k] to site to[k]; released one by one, also after a failure. */
mlg_status mlg_study_routes(mlg_study_route *way, mlg_study *study, const mlg_sites *sites, const int32_t *from,
                            const int32_t *to, int32_t n, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_route_release(mlg_study_route *way);

#endif
