#include "analysis/tour/schedule.h"

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* End of a lunch that starts no sooner than time_s. */
static int32_t after_lunch(const mlg_tour_lunch *lunch, int32_t time_s)
{
    int32_t start_s = later(time_s, lunch->from_s);
    return time_s != MLG_TOUR_NEVER && lunch->length_s > 0 && start_s <= lunch->to_s ? start_s + lunch->length_s
                                                                                     : MLG_TOUR_NEVER;
}

int32_t mlg_tour_after_session(const mlg_tour_frame *f, int32_t day, int32_t stop, int32_t time_s)
{
    const mlg_tour_problem *p = f->problem;
    const mlg_tour_span *open = &f->opening[(int64_t)stop * p->n_days + day];
    if (time_s == MLG_TOUR_NEVER)
        return MLG_TOUR_NEVER;
    int32_t end_s = later(time_s + p->setup_s, open->from_s) + p->session_s[stop];
    return end_s <= open->to_s ? end_s + p->pack_s : MLG_TOUR_NEVER;
}

static int32_t plus(int32_t time_s, int32_t length_s)
{
    return time_s == MLG_TOUR_NEVER ? MLG_TOUR_NEVER : time_s + length_s;
}

mlg_tour_label mlg_tour_first_label(const mlg_tour_frame *frame, int32_t round)
{
    const mlg_tour_span *shift = &frame->problem->shift[round];
    return (mlg_tour_label){ shift->from_s <= shift->to_s ? shift->from_s : MLG_TOUR_NEVER, MLG_TOUR_NEVER, 0 };
}

bool mlg_tour_extend(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label, int32_t stop,
                     mlg_tour_label *out)
{
    const mlg_tour_problem *p = frame->problem;
    int32_t day = round % p->n_days, drive_s = p->drive_s[(int64_t)node * frame->n_nodes + stop];
    if (drive_s > p->max_drive_s - label.drive_s)
        return false;
    int32_t arrive_s = plus(label.plain_s, drive_s);
    int32_t here = mlg_tour_after_session(frame, day, stop, plus(after_lunch(&p->lunch, label.plain_s), drive_s));
    int32_t there = mlg_tour_after_session(frame, day, stop, after_lunch(&p->lunch, arrive_s));
    int32_t had = mlg_tour_after_session(frame, day, stop, plus(label.lunched_s, drive_s));
    out->plain_s = mlg_tour_after_session(frame, day, stop, arrive_s);
    out->lunched_s = earlier(had, earlier(here, there));
    out->drive_s = label.drive_s + drive_s;
    return out->plain_s != MLG_TOUR_NEVER || out->lunched_s != MLG_TOUR_NEVER;
}

/* Time of a return without lunch; MLG_TOUR_NEVER when one is due on the way. */
static int32_t return_without_lunch(const mlg_tour_lunch *lunch, int32_t plain_s, int32_t drive_s)
{
    int32_t time_s = plus(plain_s, drive_s);
    return lunch->length_s == 0 || time_s <= lunch->to_s ? time_s : MLG_TOUR_NEVER;
}

int32_t mlg_tour_return(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label,
                        int32_t *drive_s)
{
    const mlg_tour_problem *p = frame->problem;
    int32_t depot = p->n_stops + round / p->n_days;
    int32_t home_s = node == depot ? 0 : p->drive_s[(int64_t)node * frame->n_nodes + depot];
    if (home_s > p->max_drive_s - label.drive_s)
        return MLG_TOUR_NEVER;
    *drive_s = label.drive_s + home_s;
    int32_t with_lunch_s =
        earlier(plus(label.lunched_s, home_s), plus(after_lunch(&p->lunch, label.plain_s), home_s));
    int32_t end_s = earlier(return_without_lunch(&p->lunch, label.plain_s, home_s), with_lunch_s);
    return end_s <= p->shift[round].to_s ? end_s : MLG_TOUR_NEVER;
}

bool mlg_tour_time_round(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                         int32_t *end_s, int32_t *drive_s)
{
    const mlg_tour_problem *p = frame->problem;
    mlg_tour_label label = mlg_tour_first_label(frame, round);
    int32_t node = p->n_stops + round / p->n_days;
    *drive_s = 0;
    *end_s = p->shift[round].from_s;
    if (count == 0)
        return true;
    for (int32_t k = 0; k < count; k++) {
        if (!mlg_tour_extend(frame, round, node, label, stop[k], &label)) {
            *end_s = MLG_TOUR_NEVER;
            return false;
        }
        node = stop[k];
    }
    *end_s = mlg_tour_return(frame, round, node, label, drive_s);
    return *end_s != MLG_TOUR_NEVER;
}

/* ---- the timetable ---------------------------------------------------------------------------------------- */

/* Times a round with its lunch at a given place: before the drive to stop k (2k), on arrival at stop k (2k + 1),
 * before the way back (2 count), or nowhere (-1). */
static bool run_with_lunch(const mlg_tour_frame *f, int32_t round, const int32_t *stop, int32_t count,
                           int32_t where, mlg_tour_visit *visit, mlg_tour_round *row)
{
    const mlg_tour_problem *p = f->problem;
    int32_t day = round % p->n_days, depot = p->n_stops + round / p->n_days, node = depot;
    int32_t time_s = p->shift[round].from_s;
    *row = (mlg_tour_round){ .count = count, .lunch_s = -1 };
    for (int32_t k = 0; k < count; k++) {
        mlg_tour_visit *v = &visit[k];
        *v = (mlg_tour_visit){ .unit = round / p->n_days, .day = day, .stop = stop[k], .lunch_s = -1 };
        if (where == 2 * k) {
            *(k == 0 ? &row->lunch_s : &visit[k - 1].lunch_s) = later(time_s, p->lunch.from_s);
            time_s = after_lunch(&p->lunch, time_s);
        }
        v->drive_s = p->drive_s[(int64_t)node * f->n_nodes + stop[k]];
        v->arrive_s = time_s = plus(time_s, v->drive_s);
        if (where == 2 * k + 1) {
            v->lunch_s = later(time_s, p->lunch.from_s);
            time_s = after_lunch(&p->lunch, time_s);
        }
        time_s = mlg_tour_after_session(f, day, stop[k], time_s);
        if (time_s == MLG_TOUR_NEVER)
            return false;
        v->leave_s = time_s;
        v->end_s = time_s - p->pack_s;
        v->start_s = v->end_s - p->session_s[stop[k]];
        if (k > 0)
            visit[k - 1].leave_s = v->arrive_s - v->drive_s;
        row->drive_s += v->drive_s;
        node = stop[k];
    }
    int32_t home_s = p->drive_s[(int64_t)node * f->n_nodes + depot];
    if (where == 2 * count) {
        visit[count - 1].lunch_s = later(time_s, p->lunch.from_s);
        visit[count - 1].leave_s = time_s = after_lunch(&p->lunch, time_s);
        row->return_s = plus(time_s, home_s);
    } else {
        row->return_s = where < 0 ? return_without_lunch(&p->lunch, time_s, home_s) : time_s + home_s;
    }
    row->drive_s += home_s;
    return row->return_s <= p->shift[round].to_s;
}

/* Departs later when the unit would wait for its first session. */
static void leave_late(const mlg_tour_problem *p, mlg_tour_visit *first, mlg_tour_round *row)
{
    bool eats_before = row->lunch_s >= 0 || (first->lunch_s >= 0 && first->lunch_s < first->start_s);
    if (!eats_before)
        first->arrive_s = first->start_s - p->setup_s;
    row->depart_s = first->arrive_s - first->drive_s;
}

mlg_tour_obstacle mlg_tour_obstacle_on(const mlg_tour_frame *f, int32_t round, int32_t stop)
{
    const mlg_tour_problem *p = f->problem;
    const mlg_tour_span *open = &f->opening[(int64_t)stop * p->n_days + round % p->n_days];
    int32_t depot = p->n_stops + round / p->n_days, end_s, drive_s;
    int64_t there_s = p->drive_s[(int64_t)depot * f->n_nodes + stop],
            back_s = p->drive_s[(int64_t)stop * f->n_nodes + depot];
    if (p->shift[round].from_s > p->shift[round].to_s || open->to_s - open->from_s < p->session_s[stop])
        return MLG_TOUR_NEVER_OPEN;
    if (there_s == INT32_MAX || back_s == INT32_MAX)
        return MLG_TOUR_NO_ROAD;
    if (there_s + back_s > p->max_drive_s)
        return MLG_TOUR_DRIVE_TOO_LONG;
    return mlg_tour_time_round(f, round, &stop, 1, &end_s, &drive_s) ? MLG_TOUR_POSSIBLE : MLG_TOUR_DAY_TOO_SHORT;
}

void mlg_tour_timetable(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                        mlg_tour_visit *visit, mlg_tour_round *row)
{
    int32_t best = -1, best_s = MLG_TOUR_NEVER;
    *row = (mlg_tour_round){ .lunch_s = -1 };
    if (count == 0)
        return;
    for (int32_t where = -1; where <= 2 * count; where++)
        if (run_with_lunch(frame, round, stop, count, where, visit, row) && row->return_s < best_s) {
            best = where;
            best_s = row->return_s;
        }
    run_with_lunch(frame, round, stop, count, best, visit, row);
    leave_late(frame->problem, &visit[0], row);
}
