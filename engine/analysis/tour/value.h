/* The benefit of the visits of a plan, kept up to date visit by visit (value.c); consultations are a maximum flow from
 * sessions to people (flow.c). */
#ifndef MLG_ANALYSIS_TOUR_VALUE_H
#define MLG_ANALYSIS_TOUR_VALUE_H

#include "analysis/tour/frame.h"

/* state: visits[n_stops], then for consultations flow[arcs], spare[n_stops], lack[n_demand], in one block. */
typedef struct mlg_tour_value {
    const mlg_tour_frame *frame;
    int64_t *state, *saved;
    int64_t n_state, total;
    int64_t *reached_by, *emptied_by; /* augmenting paths: a demand point, a stop: the arc it was reached by */
    int32_t *queue;
} mlg_tour_value;

mlg_status mlg_tour_value_init(mlg_tour_value *value, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_value_release(mlg_tour_value *value);
void mlg_tour_value_copy(mlg_tour_value *to, const mlg_tour_value *from);
void mlg_tour_value_add(mlg_tour_value *value, int32_t stop);
void mlg_tour_value_drop(mlg_tour_value *value, int32_t stop);

/* Gain of one more visit, loss of the last one of a visited stop; `value` ends unchanged. */
int64_t mlg_tour_value_gain(mlg_tour_value *value, int32_t stop);
int64_t mlg_tour_value_loss(mlg_tour_value *value, int32_t stop);

/* Maximum flow of consultations: for no visits; with one session more or less at a stop. */
void mlg_tour_flow_reset(mlg_tour_value *value);
void mlg_tour_flow_add(mlg_tour_value *value, int32_t stop);
void mlg_tour_flow_drop(mlg_tour_value *value, int32_t stop);

#endif
