#include "analysis/tour/frame.h"
#include "base/language.h"
#include "base/memory.h"
#include "network/models/model.h"

#include <string.h>

static const int32_t longest_s = 10000000; /* of any duration: sums stay far below 2^31 */

static mlg_status refuse(mlg_error *err, const char *what, int32_t index, int64_t value, const char *wanted)
{
    return mlg_fail(err, MLG_USAGE, "tour: %s %d is %lld, not %s", mlg_tr(what), (int)index, (long long)value,
                    mlg_tr(wanted));
}

static bool is_duration(int32_t value_s)
{
    return value_s >= 0 && value_s <= longest_s;
}

static mlg_status check_hours(const mlg_tour_problem *p, mlg_error *err)
{
    const int32_t given[] = { p->setup_s, p->pack_s, p->lunch.length_s, p->max_drive_s };
    const char *const name[] = { "set-up", "pack-up", "lunch", "longest drive" };
    for (int32_t k = 0; k < 4; k++)
        if (!is_duration(given[k]))
            return refuse(err, name[k], 0, given[k], "a duration in seconds");
    for (int32_t j = 0; j < p->n_stops; j++)
        if (!is_duration(p->session_s[j]) || p->session_s[j] == 0)
            return refuse(err, "session of stop", j, p->session_s[j], "a duration above 0");
    for (int64_t k = 0, n = (int64_t)p->n_stops + p->n_units; k < n * n; k++)
        if (p->drive_s[k] < 0 || (p->drive_s[k] > longest_s && p->drive_s[k] != MLG_UNREACHABLE))
            return refuse(err, "drive from node", (int32_t)(k / n), p->drive_s[k], "a duration, or unreachable");
    for (int32_t r = 0; r < p->n_units * p->n_days; r++)
        if (p->shift[r].from_s < 0 || p->shift[r].to_s > longest_s)
            return refuse(err, "hours of tour", r, p->shift[r].from_s, "within a day");
    for (int32_t k = 0; k < p->n_stops * p->n_days; k++)
        if (p->opening[k].from_s < 0 || p->opening[k].to_s > longest_s)
            return refuse(err, "opening of stop", k / p->n_days, p->opening[k].from_s, "within a day");
    return MLG_OK;
}

static mlg_status check_rows(const mlg_tour_problem *p, mlg_error *err)
{
    for (int32_t i = 0; i < p->n_demand; i++)
        if (p->weight[i] < 0 || p->weight[i] > 1000000000)
            return refuse(err, "people of demand point", i, p->weight[i], "between 0 and 10^9");
    for (int32_t j = 0; j < p->n_stops; j++)
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            if (p->row_demand[k] < 0 || p->row_demand[k] >= p->n_demand)
                return refuse(err, "demand point of stop", j, p->row_demand[k], "a demand point");
            if (p->aim == MLG_TOUR_PERSONS && (p->row_share[k] < 1 || p->row_share[k] > MLG_TOUR_WHOLE))
                return refuse(err, "share of stop", j, p->row_share[k], "between 1 and 1000 thousandths");
        }
    for (int32_t j = 0; p->aim == MLG_TOUR_ACTS && j < p->n_stops; j++)
        if (p->acts[j] < 0)
            return refuse(err, "acts of stop", j, p->acts[j], "0 or more");
    if (p->aim == MLG_TOUR_PERSONS && (p->n_repeat < 1 || p->n_repeat > MLG_TOUR_MOST_REPEATS))
        return refuse(err, "number of repeats", 0, p->n_repeat, "between 1 and 8");
    for (int32_t k = 0; p->aim == MLG_TOUR_PERSONS && k < p->n_repeat; k++)
        if (p->repeat[k] < 0 || p->repeat[k] > (k == 0 ? MLG_TOUR_WHOLE : p->repeat[k - 1]))
            return refuse(err, "value of repeat", k, p->repeat[k], "decreasing, from at most 1000 thousandths");
    return MLG_OK;
}

static mlg_status check_lists(const mlg_tour_problem *p, mlg_error *err)
{
    for (int32_t g = 0; g < p->n_groups; g++) {
        const mlg_tour_group *group = &p->group[g];
        if (group->first_day < 0 || group->last_day >= p->n_days || group->first_day > group->last_day)
            return refuse(err, "first day of group", g, group->first_day, "within the cycle");
        if (group->least < 0 || group->most < group->least)
            return refuse(err, "minimum visits of group", g, group->least, "between 0 and its maximum");
        for (int32_t k = p->group_start[g]; k < p->group_start[g + 1]; k++)
            if (p->group_stop[k] < 0 || p->group_stop[k] >= p->n_stops)
                return refuse(err, "stop of group", g, p->group_stop[k], "a stop");
    }
    for (int32_t k = 0; k < p->n_fixed; k++) {
        const mlg_tour_fixed *f = &p->fixed[k];
        if (f->unit < 0 || f->unit >= p->n_units)
            return refuse(err, "unit of fixed visit", k, f->unit, "a unit");
        if (f->day < 0 || f->day >= p->n_days)
            return refuse(err, "day of fixed visit", k, f->day, "a day of the cycle");
        if (f->stop < 0 || f->stop >= p->n_stops)
            return refuse(err, "stop of fixed visit", k, f->stop, "a stop");
    }
    return MLG_OK;
}

static mlg_status check_problem(const mlg_tour_problem *p, mlg_error *err)
{
    if (p->n_stops < 0 || p->n_stops > 1000000)
        return refuse(err, "number of stops", 0, p->n_stops, "between 0 and a million");
    if (p->n_units < 1 || p->n_units > 1000)
        return refuse(err, "number of units", 0, p->n_units, "between 1 and 1000");
    if (p->n_days < 1 || p->n_days > 366)
        return refuse(err, "number of days", 0, p->n_days, "between 1 and 366");
    if (p->n_demand < 0 || p->n_groups < 0 || p->n_fixed < 0)
        return refuse(err, "a size,", 0, -1, "0 or more");
    MLG_TRY(check_hours(p, err));
    MLG_TRY(check_rows(p, err));
    return check_lists(p, err);
}

/* ---- derived data ------------------------------------------------------------------------------------------ */

static mlg_status narrow_openings(mlg_tour_frame *f, mlg_error *err)
{
    const mlg_tour_problem *p = f->problem;
    size_t n = (size_t)p->n_stops * (size_t)p->n_days;
    MLG_TRY(MLG_NEW(&f->opening, n, "openings", err));
    if (n > 0)
        memcpy(f->opening, p->opening, n * sizeof *f->opening);
    for (int32_t k = 0; k < p->n_fixed; k++)
        if (p->fixed[k].start_s >= 0)
            f->opening[(int64_t)p->fixed[k].stop * p->n_days + p->fixed[k].day] =
                (mlg_tour_span){ p->fixed[k].start_s, p->fixed[k].start_s + p->session_s[p->fixed[k].stop] };
    return MLG_OK;
}

static mlg_status list_groups(mlg_tour_frame *f, mlg_error *err)
{
    const mlg_tour_problem *p = f->problem;
    int32_t n = p->n_groups > 0 ? p->group_start[p->n_groups] : 0;
    MLG_TRY(MLG_NEW(&f->group_of_start, (size_t)p->n_stops + 2, "groups", err));
    MLG_TRY(MLG_NEW(&f->group_of, (size_t)n, "groups", err));
    for (int32_t k = 0; k < n; k++)
        f->group_of_start[p->group_stop[k] + 2]++;
    for (int32_t j = 0; j < p->n_stops; j++)
        f->group_of_start[j + 2] += f->group_of_start[j + 1];
    for (int32_t g = 0; g < p->n_groups; g++)
        for (int32_t k = p->group_start[g]; k < p->group_start[g + 1]; k++)
            f->group_of[f->group_of_start[p->group_stop[k] + 1]++] = g;
    return MLG_OK;
}

/* Stable insertion sort by share: the lists are short. */
static void sort_seen(const mlg_tour_frame *f, int64_t first, int64_t end)
{
    const int32_t *share = f->problem->row_share;
    if (f->problem->aim == MLG_TOUR_ACTS)
        return;
    for (int64_t k = first + 1; k < end; k++) {
        int64_t arc = f->seen_arc[k], at = k;
        for (; at > first && share[f->seen_arc[at - 1]] < share[arc]; at--)
            f->seen_arc[at] = f->seen_arc[at - 1];
        f->seen_arc[at] = arc;
    }
}

static mlg_status list_seen(mlg_tour_frame *f, mlg_error *err)
{
    const mlg_tour_problem *p = f->problem;
    MLG_TRY(MLG_NEW(&f->seen_start, (size_t)p->n_demand + 2, "shares", err));
    MLG_TRY(MLG_NEW(&f->seen_arc, (size_t)f->n_arcs, "shares", err));
    MLG_TRY(MLG_NEW(&f->arc_stop, (size_t)f->n_arcs, "shares", err));
    for (int64_t k = 0; k < f->n_arcs; k++)
        f->seen_start[p->row_demand[k] + 2]++;
    for (int32_t i = 0; i < p->n_demand; i++)
        f->seen_start[i + 2] += f->seen_start[i + 1];
    for (int32_t j = 0; j < p->n_stops; j++)
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            f->arc_stop[k] = j;
            f->seen_arc[f->seen_start[p->row_demand[k] + 1]++] = k;
        }
    int64_t unit = p->aim == MLG_TOUR_ACTS ? 1 : 0;
    for (int32_t k = 0; p->aim == MLG_TOUR_PERSONS && k < p->n_repeat; k++)
        unit += (int64_t)MLG_TOUR_WHOLE * p->repeat[k];
    for (int32_t i = 0; i < p->n_demand; i++) {
        sort_seen(f, f->seen_start[i], f->seen_start[i + 1]);
        f->everything += p->weight[i] * unit;
    }
    return MLG_OK;
}

/* Consultations: flows connect all stops, so all are neighbours. */
static mlg_status list_near(mlg_tour_frame *f, mlg_error *err)
{
    const mlg_tour_problem *p = f->problem;
    size_t room = 0;
    int32_t n = 0, *last = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&last, (size_t)p->n_stops, "neighbours", err));
    MLG_GO(MLG_NEW(&f->near_start, (size_t)p->n_stops + 1, "neighbours", err));
    for (int32_t j = 0; j < p->n_stops; j++) {
        MLG_GO(MLG_GROW(&f->near, &room, (size_t)n + (size_t)p->n_stops, "neighbours", err));
        last[j] = j + 1;
        f->near[n++] = j;
        for (int32_t i = 0; p->aim == MLG_TOUR_ACTS && i < p->n_stops; i++)
            if (i != j)
                f->near[n++] = i;
        for (int64_t k = p->row_start[j]; p->aim == MLG_TOUR_PERSONS && k < p->row_start[j + 1]; k++)
            for (int64_t s = f->seen_start[p->row_demand[k]]; s < f->seen_start[p->row_demand[k] + 1]; s++) {
                int32_t other = f->arc_stop[f->seen_arc[s]];
                if (last[other] != j + 1)
                    f->near[n++] = other;
                last[other] = j + 1;
            }
        f->near_start[j + 1] = n;
    }
done:
    free(last);
    return st;
}

mlg_status mlg_tour_frame_init(mlg_tour_frame *frame, const mlg_tour_problem *problem, mlg_error *err)
{
    *frame = (mlg_tour_frame){ .problem = problem };
    MLG_TRY(check_problem(problem, err));
    frame->n_nodes = problem->n_stops + problem->n_units;
    frame->n_rounds = problem->n_units * problem->n_days;
    frame->n_arcs = problem->row_start[problem->n_stops];
    MLG_TRY(narrow_openings(frame, err));
    MLG_TRY(list_groups(frame, err));
    MLG_TRY(list_seen(frame, err));
    return list_near(frame, err);
}

void mlg_tour_frame_release(mlg_tour_frame *frame)
{
    free(frame->opening);
    free(frame->group_of_start);
    free(frame->group_of);
    free(frame->seen_start);
    free(frame->seen_arc);
    free(frame->arc_stop);
    free(frame->near_start);
    free(frame->near);
    *frame = (mlg_tour_frame){ 0 };
}
