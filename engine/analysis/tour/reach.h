/* Which stops a round could hold, whatever else it does, and what all of these visits would bring together. */
#ifndef MLG_ANALYSIS_TOUR_REACH_H
#define MLG_ANALYSIS_TOUR_REACH_H

#include "analysis/tour/frame.h"

/* Released with mlg_tour_reach_release(). */
typedef struct mlg_tour_reach {
    int32_t *out_s,
        *back_s; /* [n_units x n_stops] least drives from and to the depot, through any stops; MLG_TOUR_NEVER: none */
    int32_t
        *visits; /* [n_stops] most visits of a cycle: days when a unit could come, within the limits of groups */
} mlg_tour_reach;

mlg_status mlg_tour_reach_init(mlg_tour_reach *reach, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_reach_release(mlg_tour_reach *reach);

/* False when no round visits the stop, neither alone nor on the way to others. */
bool mlg_tour_reach_holds(const mlg_tour_reach *reach, const mlg_tour_frame *frame, int32_t round, int32_t stop);

/* A benefit that no plan exceeds: that of all these visits. */
mlg_status mlg_tour_reach_most(int64_t *most, const mlg_tour_reach *reach, const mlg_tour_frame *frame,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
