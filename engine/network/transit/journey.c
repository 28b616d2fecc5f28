/* One departure with its journeys leg by leg. */
#include "base/memory.h"
#include "network/transit/raptor_inner.h"

static mlg_status trace_new(mlg_raptor_trace *trace, const mlg_transit *transit, mlg_error *err)
{
    const size_t labels = (size_t)transit->transfers.n_rows * (size_t)transit->most_rides;
    MLG_TRY(MLG_NEW(&trace->ridden, labels, "journeys", err));
    MLG_TRY(MLG_NEW(&trace->walked, labels, "journeys", err));
    return MLG_NEW(&trace->finished, (size_t)transit->egress.n_columns, "journeys", err);
}

static void trace_release(mlg_raptor_trace *trace)
{
    free(trace->ridden);
    free(trace->walked);
    free(trace->finished);
}

static void turn_around(mlg_journey *j)
{
    for (int32_t a = 0, b = j->count - 1; a < b; a++, b--) {
        const mlg_leg kept = j->legs[a];
        j->legs[a] = j->legs[b];
        j->legs[b] = kept;
    }
}

/* Time of a walk of the tables: an entry that is there. */
static int32_t walk_of(const mlg_sparse_view *walks, int32_t row, int32_t column)
{
    int32_t best = MLG_UNREACHABLE;
    for (int64_t e = walks->start[row]; e < walks->start[row + 1]; e++)
        if (walks->column[e] == column && walks->value[e] < best)
            best = walks->value[e];
    return best;
}

static void add(mlg_journey *j, const mlg_leg *leg)
{
    j->legs[j->count++] = *leg;
    if (leg->dial) {
        j->ride_ds += leg->dial->ride_ds;
        j->walk_ds += leg->dial->walk_ds;
        return;
    }
    *(leg->ride ? &j->ride_ds : &j->walk_ds) += leg->arrives_ds - leg->leaves_ds;
    j->rides += leg->ride;
}

static void add_walk(mlg_journey *j, int32_t from, int32_t to, int32_t walk_ds, int32_t arrives_ds)
{
    add(j, &(mlg_leg){ false, from, to, arrives_ds - walk_ds, arrives_ds, -1, -1, -1, -1, NULL, 0, 0 });
}

/* A ride by an on-demand vehicle that arrives at that time. */
static void add_dial(mlg_journey *j, const mlg_raptor *x, int32_t number, int32_t from, int32_t to,
                     int32_t arrives_ds)
{
    const mlg_dial *d = from >= 0 && to >= 0 ? &x->transit->change_dials[number] : &x->transit->dials[number];
    const int32_t taken_ds = arrives_ds - d->after_ds;
    add(j, &(mlg_leg){ false, from, to, taken_ds - d->before_ds, arrives_ds, -1, -1, -1, -1, d,
                       taken_ds - d->from_ds, d->until_ds - taken_ds });
}

/* From the destination back to the origin. */
static void follow(mlg_journey *j, const mlg_raptor *x, int32_t origin, int32_t destination)
{
    const mlg_timetable *t = x->day;
    const mlg_walked last = x->trace->finished[destination];
    mlg_walked at = last;
    if (last.dial >= 0)
        add_dial(j, x, last.dial, at.stop, -1, j->arrives_ds);
    else
        add_walk(j, at.stop, -1, walk_of(&x->transit->egress, at.stop, destination), j->arrives_ds);
    while (at.stop >= 0) {
        const mlg_ridden r = x->trace->ridden[(int64_t)at.stop * x->rides + at.rides - 1];
        const int32_t board = t->stop[t->first_position[r.pattern] + r.from];
        add(j, &(mlg_leg){ true, board, at.stop, t->departure_ds[mlg_timetable_at(t, r.pattern, r.from, r.run)],
                           t->arrival_ds[mlg_timetable_at(t, r.pattern, r.to, r.run)], r.pattern, r.run, r.from,
                           r.to, NULL, 0, 0 });
        const mlg_walked before = x->trace->walked[(int64_t)board * x->rides + r.rides - 1];
        const int32_t ready_ds = x->ready[(int64_t)board * x->rides + r.rides - 1];
        if (before.dial >= 0)
            add_dial(j, x, before.dial, before.stop, board, ready_ds);
        else
            add_walk(j, before.stop, board,
                     before.stop < 0 ? walk_of(&x->transit->access, origin, board)
                                     : walk_of(&x->transit->transfers, before.stop, board),
                     ready_ds);
        at = before;
    }
    turn_around(j);
}

static void describe(mlg_journey *j, const mlg_raptor *x, int32_t origin, int32_t destination, int32_t departs_ds)
{
    const int32_t on_foot = x->ends.direct[destination], finish_ds = x->ends.finish[destination];
    *j = (mlg_journey){ .departs_ds = departs_ds, .arrives_ds = MLG_UNREACHABLE };
    if (on_foot <= x->transit->limit_ds && (finish_ds == MLG_UNREACHABLE || on_foot <= finish_ds - departs_ds)) {
        j->arrives_ds = departs_ds + on_foot;
        add_walk(j, -1, -1, on_foot, j->arrives_ds);
    } else if (finish_ds != MLG_UNREACHABLE && finish_ds - departs_ds <= x->transit->limit_ds) {
        j->arrives_ds = finish_ds;
        follow(j, x, origin, destination);
    }
}

mlg_status mlg_transit_journeys(mlg_journey *journey, const mlg_transit *transit, int32_t day, int32_t origin,
                                int32_t departs_ds, mlg_error *err)
{
    mlg_raptor *x = NULL;
    mlg_raptor_trace trace = { 0 };
    mlg_transit one = *transit;
    one.n_departures = 1;
    mlg_status st;
    MLG_GO(mlg_transit_check(transit, err));
    MLG_GO(mlg_raptor_new(&x, &one, err));
    MLG_GO(trace_new(&trace, transit, err));
    x->trace = &trace;
    mlg_raptor_reset(x, day, origin);
    mlg_raptor_depart(x, origin, departs_ds);
    for (int32_t d = 0; d < transit->egress.n_columns; d++)
        describe(&journey[d], x, origin, d, departs_ds);
done:
    mlg_raptor_free(x);
    trace_release(&trace);
    return st;
}

static void turn_leg(mlg_leg *leg, const mlg_timetable *t)
{
    const mlg_leg was = *leg;
    *leg = (mlg_leg){ was.ride, was.to_stop, was.from_stop, -was.arrives_ds, -was.leaves_ds, was.pattern, -1,
                      -1,       -1,          was.dial,      was.later_ds,    was.earlier_ds };
    if (!was.ride)
        return;
    const int32_t last = t->first_position[was.pattern + 1] - t->first_position[was.pattern] - 1;
    leg->run = t->first_run[was.pattern] + t->first_run[was.pattern + 1] - 1 - was.run;
    leg->from_position = last - was.to_position;
    leg->to_position = last - was.from_position;
}

void mlg_journey_turn(mlg_journey *journey, const mlg_timetable *reversed)
{
    if (journey->arrives_ds == MLG_UNREACHABLE)
        return;
    turn_around(journey);
    for (int32_t k = 0; k < journey->count; k++)
        turn_leg(&journey->legs[k], reversed);
    const int32_t departs_ds = -journey->arrives_ds;
    journey->arrives_ds = -journey->departs_ds;
    journey->departs_ds = departs_ds;
}
