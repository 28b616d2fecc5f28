/* Consultations held by the sessions of a plan: a maximum flow from the sessions of the stops to the lack of the
 * people around, maintained as sessions are added and removed (augmenting paths: Ford and Fulkerson 1956; shortest
 * first: Edmonds and Karp 1972). */
#include "analysis/tour/value.h"

#include <string.h>

static int64_t *flow_of(const mlg_tour_value *v)
{
    return v->state + v->frame->problem->n_stops;
}

static int64_t *spare_of(const mlg_tour_value *v)
{
    return flow_of(v) + v->frame->n_arcs;
}

static int64_t *lack_of(const mlg_tour_value *v)
{
    return spare_of(v) + v->frame->problem->n_stops;
}

void mlg_tour_flow_reset(mlg_tour_value *value)
{
    const mlg_tour_problem *p = value->frame->problem;
    memset(value->state, 0, (size_t)value->n_state * sizeof *value->state);
    memcpy(lack_of(value), p->weight, (size_t)p->n_demand * sizeof *p->weight);
    value->total = 0;
}

/* Queues the stops that could take over what `demand` receives elsewhere. */
static int32_t queue_servers(mlg_tour_value *v, int32_t demand, int32_t n_queue)
{
    const mlg_tour_frame *f = v->frame;
    for (int64_t k = f->seen_start[demand]; k < f->seen_start[demand + 1]; k++) {
        int64_t arc = f->seen_arc[k];
        int32_t j = f->arc_stop[arc];
        if (flow_of(v)[arc] > 0 && v->emptied_by[j] == -1) {
            v->emptied_by[j] = arc;
            v->queue[n_queue++] = j;
        }
    }
    return n_queue;
}

/* Breadth-first search for a demand point that still lacks, from `stop`; -1: none. */
static int32_t find_path(mlg_tour_value *v, int32_t stop)
{
    const mlg_tour_problem *p = v->frame->problem;
    int32_t n_queue = 1;
    memset(v->reached_by, 0xFF, (size_t)p->n_demand * sizeof *v->reached_by);
    memset(v->emptied_by, 0xFF, (size_t)p->n_stops * sizeof *v->emptied_by);
    v->queue[0] = stop;
    v->emptied_by[stop] = -2;
    for (int32_t q = 0; q < n_queue; q++) {
        int32_t j = v->queue[q];
        for (int64_t arc = p->row_start[j]; arc < p->row_start[j + 1]; arc++) {
            int32_t i = p->row_demand[arc];
            if (v->reached_by[i] != -1)
                continue;
            v->reached_by[i] = arc;
            if (lack_of(v)[i] > 0)
                return i;
            n_queue = queue_servers(v, i, n_queue);
        }
    }
    return -1;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Augments the flow along the path that ends at `demand`. */
static void send(mlg_tour_value *v, int32_t stop, int32_t demand)
{
    const mlg_tour_frame *f = v->frame;
    int64_t *flow = flow_of(v), amount = least(spare_of(v)[stop], lack_of(v)[demand]);
    for (int32_t j = f->arc_stop[v->reached_by[demand]]; j != stop;) {
        int64_t arc = v->emptied_by[j];
        amount = least(amount, flow[arc]);
        j = f->arc_stop[v->reached_by[f->problem->row_demand[arc]]];
    }
    lack_of(v)[demand] -= amount;
    spare_of(v)[stop] -= amount;
    v->total += amount;
    for (int64_t in = v->reached_by[demand];;) {
        int32_t j = f->arc_stop[in];
        flow[in] += amount;
        if (j == stop)
            break;
        int64_t out = v->emptied_by[j];
        flow[out] -= amount;
        in = v->reached_by[f->problem->row_demand[out]];
    }
}

static void fill(mlg_tour_value *v, int32_t stop)
{
    while (spare_of(v)[stop] > 0) {
        int32_t demand = find_path(v, stop);
        if (demand < 0)
            return;
        send(v, stop, demand);
    }
}

void mlg_tour_flow_add(mlg_tour_value *value, int32_t stop)
{
    value->state[stop]++;
    spare_of(value)[stop] += value->frame->problem->acts[stop];
    fill(value, stop);
}

/* Removes the consultations of one session, unused ones first; other stops may make up for the rest. */
void mlg_tour_flow_drop(mlg_tour_value *value, int32_t stop)
{
    const mlg_tour_problem *p = value->frame->problem;
    int64_t *spare = spare_of(value), *flow = flow_of(value), owed = p->acts[stop];
    int64_t idle = least(spare[stop], owed);
    value->state[stop]--;
    spare[stop] -= idle;
    owed -= idle;
    for (int64_t arc = p->row_start[stop]; arc < p->row_start[stop + 1] && owed > 0; arc++) {
        int64_t cut = least(flow[arc], owed);
        flow[arc] -= cut;
        lack_of(value)[p->row_demand[arc]] += cut;
        value->total -= cut;
        owed -= cut;
    }
    for (int32_t j = 0; j < p->n_stops && idle < p->acts[stop]; j++)
        if (spare[j] > 0)
            fill(value, j);
}
