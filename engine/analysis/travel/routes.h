/* Travel between the sites of a study, for vehicles that go from one to another: times and routes. */
#ifndef MLG_ANALYSIS_TRAVEL_ROUTES_H
#define MLG_ANALYSIS_TRAVEL_ROUTES_H

#include "analysis/common/places.h"

/* Travel times between all pairs of sites, in seconds rounded up: time_s[sites x sites], row from, column to; 0 on
 * the diagonal, MLG_UNREACHABLE where there is no route. By road and in straight lines times are between the sites
 * themselves; given times are between their communes. One search per site. */
mlg_status mlg_study_times_between_sites(int32_t *time_s, mlg_study *study, const mlg_places *places,
                                         const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* A route as a line in the coordinates of the study: along roads when the study travels by road, else straight. `{
 * 0 }` is empty. */
typedef struct mlg_study_route {
    int32_t count;
    double *x_m, *y_m;
    double length_m; /* a straight line is lengthened by the detour factor of the straight-line model */
    bool on_roads;
} mlg_study_route;

/* Route way[k] from site from[k] to site to[k], for k in [0, n). Each is released by the caller, also on
 * failure. */
mlg_status mlg_study_routes(mlg_study_route *way, mlg_study *study, const mlg_sites *sites, const int32_t *from,
                            const int32_t *to, int32_t n, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_route_release(mlg_study_route *way);

#endif
