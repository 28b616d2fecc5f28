#include "analysis/tour/reach.h"
#include "analysis/tour/schedule.h"
#include "analysis/tour/value.h"
#include "base/memory.h"

/* Drive of a step from a place to a stop, or against the way when `back`; MLG_TOUR_NEVER: no road, or too long for any round. */
static int32_t step_s(const mlg_tour_frame *f, int32_t from, int32_t to, bool back)
{
    int32_t drive_s =
        f->problem->drive_s[back ? (int64_t)to * f->n_nodes + from : (int64_t)from * f->n_nodes + to];
    return drive_s > f->problem->max_drive_s ? MLG_TOUR_NEVER : drive_s;
}

/* Least drives from a depot, or to it: Dijkstra (1959) on the full matrix. */
static void spread(const mlg_tour_frame *f, int32_t depot, bool back, int32_t *drive_s, uint8_t *settled)
{
    int32_t n = f->problem->n_stops;
    for (int32_t j = 0; j < n; j++) {
        drive_s[j] = step_s(f, depot, j, back);
        settled[j] = 0;
    }
    for (;;) {
        int32_t next = -1;
        for (int32_t j = 0; j < n; j++)
            if (!settled[j] && drive_s[j] != MLG_TOUR_NEVER && (next < 0 || drive_s[j] < drive_s[next]))
                next = j;
        if (next < 0 || drive_s[next] > f->problem->max_drive_s)
            return;
        settled[next] = 1;
        for (int32_t j = 0; j < n; j++) {
            int32_t on_s = step_s(f, next, j, back);
            if (on_s != MLG_TOUR_NEVER && drive_s[next] + on_s < drive_s[j])
                drive_s[j] = drive_s[next] + on_s;
        }
    }
}

bool mlg_tour_reach_holds(const mlg_tour_reach *reach, const mlg_tour_frame *frame, int32_t round, int32_t stop)
{
    const mlg_tour_problem *p = frame->problem;
    int64_t at = (int64_t)(round / p->n_days) * p->n_stops + stop;
    int32_t out_s = reach->out_s[at], back_s = reach->back_s[at];
    const mlg_tour_span *shift = &p->shift[round];
    if (shift->from_s > shift->to_s || out_s == MLG_TOUR_NEVER || back_s == MLG_TOUR_NEVER ||
        out_s + back_s > p->max_drive_s)
        return false;
    int32_t leave_s = mlg_tour_after_session(frame, round % p->n_days, stop, shift->from_s + out_s);
    return leave_s != MLG_TOUR_NEVER && leave_s + back_s <= shift->to_s;
}

/* Days of a span on which a unit could visit the stop. */
static int32_t count_days(const mlg_tour_reach *reach, const mlg_tour_frame *f, int32_t stop, int32_t first,
                          int32_t last)
{
    const mlg_tour_problem *p = f->problem;
    int32_t days = 0;
    for (int32_t d = first; d <= last; d++) {
        bool held = false;
        for (int32_t u = 0; u < p->n_units && !held; u++)
            held = mlg_tour_reach_holds(reach, f, u * p->n_days + d, stop);
        days += held;
    }
    return days;
}

static int32_t most_visits(const mlg_tour_reach *reach, const mlg_tour_frame *f, int32_t stop)
{
    const mlg_tour_problem *p = f->problem;
    int32_t days = count_days(reach, f, stop, 0, p->n_days - 1), least = days;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        const mlg_tour_group *g = &p->group[f->group_of[k]];
        int32_t over = count_days(reach, f, stop, g->first_day, g->last_day) - g->most;
        least = over > 0 && days - over < least ? days - over : least;
    }
    return least;
}

mlg_status mlg_tour_reach_init(mlg_tour_reach *reach, const mlg_tour_frame *frame, mlg_error *err)
{
    size_t n_stops = (size_t)frame->problem->n_stops, n_units = (size_t)frame->problem->n_units;
    uint8_t *settled = NULL;
    mlg_status st = MLG_OK;
    *reach = (mlg_tour_reach){ 0 };
    MLG_GO(MLG_NEW(&reach->out_s, n_units * n_stops, "reach of tours", err));
    MLG_GO(MLG_NEW(&reach->back_s, n_units * n_stops, "reach of tours", err));
    MLG_GO(MLG_NEW(&reach->visits, n_stops, "reach of tours", err));
    MLG_GO(MLG_NEW(&settled, n_stops, "reach of tours", err));
    for (size_t u = 0; u < n_units; u++) {
        spread(frame, (int32_t)(n_stops + u), false, reach->out_s + u * n_stops, settled);
        spread(frame, (int32_t)(n_stops + u), true, reach->back_s + u * n_stops, settled);
    }
    for (int32_t j = 0; j < frame->problem->n_stops; j++)
        reach->visits[j] = most_visits(reach, frame, j);
done:
    free(settled);
    return st;
}

void mlg_tour_reach_release(mlg_tour_reach *reach)
{
    free(reach->out_s);
    free(reach->back_s);
    free(reach->visits);
    *reach = (mlg_tour_reach){ 0 };
}

/* ---- all visits together -------------------------------------------------------------------------------------- */

/* The lack of those who have a stop within reach, or all that the sessions hold, whichever is less. */
static int64_t most_acts(const mlg_tour_frame *f, const int32_t *visits)
{
    const mlg_tour_problem *p = f->problem;
    int64_t held = 0, lacking = 0;
    for (int32_t j = 0; j < p->n_stops; j++)
        held += (int64_t)visits[j] * p->acts[j];
    for (int32_t i = 0; i < p->n_demand; i++) {
        bool served = false;
        for (int64_t k = f->seen_start[i]; k < f->seen_start[i + 1] && !served; k++)
            served = visits[f->arc_stop[f->seen_arc[k]]] > 0;
        lacking += served ? p->weight[i] : 0;
    }
    return held < lacking ? held : lacking;
}

/* More visits of a stop than there are ranks add nothing. */
static mlg_status most_persons(int64_t *most, const mlg_tour_frame *f, const int32_t *visits, mlg_error *err)
{
    mlg_tour_value value = { 0 };
    mlg_status st = mlg_tour_value_init(&value, f, err);
    for (int32_t j = 0; st == MLG_OK && j < f->problem->n_stops; j++)
        for (int32_t k = 0; k < visits[j] && k < f->problem->n_repeat; k++)
            mlg_tour_value_add(&value, j);
    *most = value.total;
    mlg_tour_value_release(&value);
    return st;
}

mlg_status mlg_tour_reach_most(int64_t *most, const mlg_tour_reach *reach, const mlg_tour_frame *frame,
                               mlg_error *err)
{
    if (frame->problem->aim == MLG_TOUR_PERSONS)
        return most_persons(most, frame, reach->visits, err);
    *most = most_acts(frame, reach->visits);
    return MLG_OK;
}
