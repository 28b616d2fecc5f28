/* A tour problem with what is derived from it. */
#ifndef MLG_ANALYSIS_TOUR_FRAME_H
#define MLG_ANALYSIS_TOUR_FRAME_H

#include "analysis/tour/solve.h"

/* Immutable once built. Round r is unit r / n_days on day r % n_days. */
typedef struct mlg_tour_frame {
    const mlg_tour_problem *problem;
    int32_t n_nodes, n_rounds;
    int64_t n_arcs;
    mlg_tour_span *opening;             /* as in the problem, narrowed where a visit has a fixed start */
    int32_t *group_of_start, *group_of; /* the groups of a stop */
    int64_t *seen_start, *seen_arc;     /* demand point to arcs, by decreasing share */
    int32_t *arc_stop;                  /* an arc: its stop */
    int32_t *near_start, *near;         /* stops that share demand with a stop, itself included */
    int64_t everything;                 /* an upper bound of the benefit of any plan */
} mlg_tour_frame;

mlg_status mlg_tour_frame_init(mlg_tour_frame *frame, const mlg_tour_problem *problem,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_frame_release(mlg_tour_frame *frame);

#endif
