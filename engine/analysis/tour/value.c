#include "analysis/tour/value.h"
#include "base/memory.h"

#include <string.h>

static bool counts_acts(const mlg_tour_frame *f)
{
    return f->problem->aim == MLG_TOUR_ACTS;
}

mlg_status mlg_tour_value_init(mlg_tour_value *value, const mlg_tour_frame *frame, mlg_error *err)
{
    const mlg_tour_problem *p = frame->problem;
    *value = (mlg_tour_value){ .frame = frame };
    value->n_state = counts_acts(frame) ? 2 * (int64_t)p->n_stops + frame->n_arcs + p->n_demand : p->n_stops;
    MLG_TRY(MLG_NEW(&value->state, (size_t)value->n_state, "benefit", err));
    if (!counts_acts(frame))
        return MLG_OK;
    MLG_TRY(MLG_NEW(&value->saved, (size_t)value->n_state, "benefit", err));
    MLG_TRY(MLG_NEW(&value->reached_by, (size_t)p->n_demand, "benefit", err));
    MLG_TRY(MLG_NEW(&value->emptied_by, (size_t)p->n_stops, "benefit", err));
    MLG_TRY(MLG_NEW(&value->queue, (size_t)p->n_stops, "benefit", err));
    mlg_tour_flow_reset(value);
    return MLG_OK;
}

void mlg_tour_value_release(mlg_tour_value *value)
{
    free(value->state);
    free(value->saved);
    free(value->reached_by);
    free(value->emptied_by);
    free(value->queue);
    *value = (mlg_tour_value){ 0 };
}

void mlg_tour_value_copy(mlg_tour_value *to, const mlg_tour_value *from)
{
    memcpy(to->state, from->state, (size_t)from->n_state * sizeof *to->state);
    to->total = from->total;
}

/* Benefit at one demand point with `more` visits of `stop` added: the best visits take the first ranks. */
static int64_t worth(const mlg_tour_value *v, int32_t demand, int32_t stop, int64_t more)
{
    const mlg_tour_frame *f = v->frame;
    const mlg_tour_problem *p = f->problem;
    int64_t sum = 0;
    int32_t rank = 0;
    for (int64_t k = f->seen_start[demand]; k < f->seen_start[demand + 1] && rank < p->n_repeat; k++) {
        int64_t arc = f->seen_arc[k];
        int32_t j = f->arc_stop[arc];
        int64_t visits = v->state[j] + (j == stop ? more : 0);
        for (; visits > 0 && rank < p->n_repeat; visits--)
            sum += (int64_t)p->row_share[arc] * p->repeat[rank++];
    }
    return sum * p->weight[demand];
}

/* Change of the benefit with `more` visits of a stop. */
static int64_t change(const mlg_tour_value *v, int32_t stop, int64_t more)
{
    const mlg_tour_problem *p = v->frame->problem;
    int64_t sum = 0;
    for (int64_t k = p->row_start[stop]; k < p->row_start[stop + 1]; k++)
        sum += worth(v, p->row_demand[k], stop, more) - worth(v, p->row_demand[k], stop, 0);
    return sum;
}

void mlg_tour_value_add(mlg_tour_value *value, int32_t stop)
{
    if (counts_acts(value->frame)) {
        mlg_tour_flow_add(value, stop);
        return;
    }
    value->total += change(value, stop, 1);
    value->state[stop]++;
}

void mlg_tour_value_drop(mlg_tour_value *value, int32_t stop)
{
    if (counts_acts(value->frame)) {
        mlg_tour_flow_drop(value, stop);
        return;
    }
    value->total += change(value, stop, -1);
    value->state[stop]--;
}

/* The change of the benefit that `act` makes, undone afterwards. */
static int64_t try_out(mlg_tour_value *v, int32_t stop, void (*act)(mlg_tour_value *, int32_t))
{
    int64_t before = v->total;
    memcpy(v->saved, v->state, (size_t)v->n_state * sizeof *v->state);
    act(v, stop);
    int64_t change_by = v->total - before;
    memcpy(v->state, v->saved, (size_t)v->n_state * sizeof *v->state);
    v->total = before;
    return change_by;
}

int64_t mlg_tour_value_gain(mlg_tour_value *value, int32_t stop)
{
    return counts_acts(value->frame) ? try_out(value, stop, mlg_tour_flow_add) : change(value, stop, 1);
}

int64_t mlg_tour_value_loss(mlg_tour_value *value, int32_t stop)
{
    return counts_acts(value->frame) ? -try_out(value, stop, mlg_tour_flow_drop) : -change(value, stop, -1);
}
