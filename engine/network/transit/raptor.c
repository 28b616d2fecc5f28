#include "network/transit/raptor_inner.h"

#include "base/memory.h"
#include "network/transit/boarding.h"

/* ---- one round --------------------------------------------------------------------------------------------------- */

/* A better arrival by vehicle, with k rides or more; the labels of more rides are never worse. */
static void reach(mlg_raptor *x, int32_t stop, int32_t k, int32_t at_ds, const mlg_ridden *how)
{
    int32_t *label = x->reached + (int64_t)stop * x->rides;
    for (int32_t j = k - 1; j < x->rides && at_ds < label[j]; j++) {
        label[j] = at_ds;
        if (x->trace)
            x->trace->ridden[(int64_t)stop * x->rides + j] = *how;
    }
    if (!x->alighted[stop]) {
        x->alighted[stop] = true;
        x->alighting[x->n_alighting++] = stop;
    }
}

/* Records that a run passes a position with k rides or more. False when one at least as early already has: nothing beyond is new then. */
static bool come_through(mlg_raptor *x, int32_t position, int32_t k, int32_t run)
{
    int32_t *ridden = x->ridden + (int64_t)position * x->rides;
    if (run >= ridden[k - 1])
        return false;
    for (int32_t j = k - 1; j < x->rides && run < ridden[j]; j++)
        ridden[j] = run;
    return true;
}

/* Rides a pattern from the first position where a new run can be boarded, always on the earliest run that can be, until past the last such
 * position nothing improves. */
static void ride(mlg_raptor *x, int32_t pattern, int32_t k, int32_t latest_ds)
{
    const mlg_timetable *t = x->day;
    const int32_t at = t->first_position[pattern], n = t->first_position[pattern + 1] - at;
    const int32_t runs = t->first_run[pattern + 1] - t->first_run[pattern], last = x->latest[pattern];
    const int32_t *arrival = t->arrival_ds + t->first_time[pattern];
    const int32_t *departure = t->departure_ds + t->first_time[pattern];
    int32_t run = runs, boarded = -1; /* runs: on none */
    for (int32_t pos = x->earliest[pattern]; pos < n && (run < runs || pos <= last); pos++) {
        const int32_t stop = t->stop[at + pos];
        const int64_t times = (int64_t)pos * runs;
        if (run < runs && (arrival[times + run] > latest_ds || !come_through(x, at + pos, k, run)))
            run = runs;
        else if (run < runs && (t->use[at + pos] & MLG_MAY_ALIGHT) &&
                 arrival[times + run] < x->reached[(int64_t)stop * x->rides + k - 1])
            reach(x, stop, k, arrival[times + run],
                  &(mlg_ridden){ k, pattern, t->first_run[pattern] + run, boarded, pos });
        if (pos > last || run == 0 || !(t->use[at + pos] & MLG_MAY_BOARD))
            continue;
        const int32_t ready_ds = x->ready[(int64_t)stop * x->rides + k - 1];
        if (ready_ds <= departure[times + run - 1]) {
            run = mlg_first_run_from(departure + times, run, ready_ds);
            boarded = pos;
        }
    }
}

/* Queues a pattern for a position. */
static void queue(mlg_raptor *x, mlg_pattern_call visit)
{
    if (x->earliest[visit.pattern] == INT32_MAX) {
        x->queue[x->n_queue++] = visit.pattern;
        x->latest[visit.pattern] = -1;
    }
    if (visit.position < x->earliest[visit.pattern])
        x->earliest[visit.pattern] = visit.position;
    if (visit.position > x->latest[visit.pattern])
        x->latest[visit.pattern] = visit.position;
}

/* Whether a visit offers a run that could not be boarded before with as many rides and that was not already ridden from an earlier stop. */
static bool is_new(mlg_raptor *x, int32_t v, int32_t k, int32_t ready_ds)
{
    const mlg_timetable *t = x->day;
    const mlg_pattern_call visit = t->visits[v];
    const int32_t position = t->first_position[visit.pattern] + visit.position;
    const int32_t *departure =
        t->departure_ds + mlg_timetable_at(t, visit.pattern, visit.position, t->first_run[visit.pattern]);
    int32_t *next = &x->next[(int64_t)v * x->rides + k - 1];
    *next = mlg_first_run_back(departure, *next, ready_ds);
    x->last_call[(int64_t)v * x->rides + k - 1] = *next > 0 ? departure[*next - 1] : INT32_MIN;
    return *next < x->ridden[(int64_t)position * x->rides + k - 1];
}

/* Lists the patterns that the stops listed for boarding lead to. */
static void list_patterns(mlg_raptor *x, int32_t k)
{
    const mlg_timetable *t = x->day;
    x->n_queue = 0;
    for (int32_t i = 0; i < x->n_boarding; i++) {
        const int32_t stop = x->boarding[i], ready_ds = x->ready[(int64_t)stop * x->rides + k - 1];
        int32_t last_ds = INT32_MIN;
        x->will_board[stop] = false;
        for (int32_t v = t->first_visit[stop]; v < t->first_visit[stop + 1]; v++) {
            const int32_t *last_call = &x->last_call[(int64_t)v * x->rides + k - 1];
            if (*last_call >= ready_ds && is_new(x, v, k, ready_ds))
                queue(x, t->visits[v]);
            last_ds = *last_call > last_ds ? *last_call : last_ds;
        }
        x->last_boarding[(int64_t)(k - 1) * t->n_stops + stop] = last_ds;
    }
    x->n_boarding = 0;
}

/* Improves the time to board after k rides or more. Only a time that catches a run missed before counts; smaller improvements do not
 * matter. */
static void get_ready(mlg_raptor *x, int32_t stop, int32_t k, int32_t at_ds, int32_t walked_from, int32_t dial)
{
    int32_t *label = x->ready + (int64_t)stop * x->rides;
    for (int32_t j = k; j < x->rides && at_ds < label[j]; j++) {
        label[j] = at_ds;
        if (x->trace)
            x->trace->walked[(int64_t)stop * x->rides + j] = (mlg_walked){ k, walked_from, dial };
    }
    if (!x->will_board[stop]) {
        x->will_board[stop] = true;
        x->boarding[x->n_boarding++] = stop;
    }
}

/* To where the next vehicle is boarded, on foot or by an on-demand vehicle. */
static void change(mlg_raptor *x, int32_t stop, int32_t k, int32_t at_ds)
{
    const mlg_sparse_view *walks = &x->transit->transfers;
    const int32_t *last_boarding = x->last_boarding + (int64_t)k * x->day->n_stops;
    for (int64_t e = walks->start[stop]; e < walks->start[stop + 1]; e++) {
        const int32_t there = walks->column[e], ready_ds = at_ds + walks->value[e];
        if (ready_ds <= last_boarding[there])
            get_ready(x, there, k, ready_ds, stop, -1);
    }
    const mlg_sparse_view *rides = &x->transit->dial_changes;
    for (int64_t e = mlg_transit_first(rides, stop); e < mlg_transit_end(rides, stop); e++) {
        const int32_t there = rides->column[e];
        const int32_t ready_ds = mlg_dial_arrival(&x->transit->change_dials[rides->value[e]], at_ds);
        if (ready_ds != MLG_UNREACHABLE && ready_ds <= last_boarding[there])
            get_ready(x, there, k, ready_ds, stop, rides->value[e]);
    }
}

/* Walks on from the stops that a round reached, to board again. */
static void walk_on(mlg_raptor *x, int32_t k)
{
    for (int32_t i = 0; i < x->n_alighting; i++) {
        const int32_t stop = x->alighting[i];
        x->alighted[stop] = false;
        if (!x->improved[stop])
            x->arrived[x->n_arrived++] = stop;
        x->improved[stop] = true;
        if (k < x->rides)
            change(x, stop, k, x->reached[(int64_t)stop * x->rides + k - 1]);
    }
    x->n_alighting = 0;
}

/* Of two ways to arrive at the same time; the last one is from no stop. */
static bool has_fewer_rides(const mlg_raptor *x, const mlg_walked *way, const mlg_walked *than)
{
    const mlg_ridden *ridden = x->trace->ridden;
    return way->stop >= 0 && than->stop >= 0 &&
           ridden[(int64_t)way->stop * x->rides + way->rides - 1].rides <
               ridden[(int64_t)than->stop * x->rides + than->rides - 1].rides;
}

static void arrive(mlg_raptor *x, int32_t there, int32_t done_ds, mlg_walked way)
{
    int32_t *finish_ds = &x->ends.finish[there];
    if (done_ds < *finish_ds || (done_ds == *finish_ds && has_fewer_rides(x, &way, &x->trace->finished[there])))
        x->trace->finished[there] = way;
    *finish_ds = done_ds < *finish_ds ? done_ds : *finish_ds;
}

/* By on-demand vehicles, from the origin (stop -1) or from a stop. */
static void dial_on(mlg_raptor *x, const mlg_sparse_view *rides, int32_t row, mlg_walked way, int32_t ready_ds)
{
    for (int64_t e = mlg_transit_first(rides, row); e < mlg_transit_end(rides, row); e++) {
        const int32_t done_ds = mlg_dial_arrival(&x->transit->dials[rides->value[e]], ready_ds);
        way.dial = rides->value[e];
        if (done_ds != MLG_UNREACHABLE)
            arrive(x, rides->column[e], done_ds, way);
    }
}

/* From a stop to the destinations, keeping how. One may wait for an on-demand vehicle: with fewer rides one may be there later, and in
 * time all the same. */
static void alight_traced(mlg_raptor *x, int32_t stop)
{
    const mlg_sparse_view *walks = &x->transit->egress;
    const int32_t *at_ds = x->reached + (int64_t)stop * x->rides;
    for (int64_t e = walks->start[stop]; e < walks->start[stop + 1]; e++)
        arrive(x, walks->column[e], at_ds[x->rides - 1] + walks->value[e], (mlg_walked){ x->rides, stop, -1 });
    for (int32_t k = 1; k <= x->rides; k++)
        if (at_ds[k - 1] != MLG_UNREACHABLE)
            dial_on(x, &x->transit->dial_egress, stop, (mlg_walked){ k, stop, -1 }, at_ds[k - 1]);
}

/* From the stops that a departure reached earlier, to the destinations; and there without a ride. */
static void finish(mlg_raptor *x, int32_t origin, int32_t departs_ds)
{
    if (!x->trace)
        mlg_transit_ends_depart(&x->ends, origin, departs_ds);
    else
        dial_on(x, &x->transit->dial_direct, origin, (mlg_walked){ 0, -1, -1 }, departs_ds);
    for (int32_t i = 0; i < x->n_arrived; i++) {
        const int32_t stop = x->arrived[i];
        x->improved[stop] = false;
        if (x->trace)
            alight_traced(x, stop);
        else
            mlg_transit_ends_alight(&x->ends, stop, x->reached[(int64_t)stop * x->rides + x->rides - 1]);
    }
    x->n_arrived = 0;
}

/* To the first stop, on foot or by an on-demand vehicle. */
static void set_out(mlg_raptor *x, int32_t origin, int32_t departs_ds)
{
    const mlg_sparse_view *access = &x->transit->access, *dials = &x->transit->dial_access;
    for (int64_t e = access->start[origin]; e < access->start[origin + 1]; e++) {
        const int32_t stop = access->column[e], ready_ds = departs_ds + access->value[e];
        if (ready_ds <= x->last_boarding[stop])
            get_ready(x, stop, 0, ready_ds, -1, -1);
    }
    for (int64_t e = mlg_transit_first(dials, origin); e < mlg_transit_end(dials, origin); e++) {
        const int32_t stop = dials->column[e];
        const int32_t ready_ds = mlg_dial_arrival(&x->transit->dials[dials->value[e]], departs_ds);
        if (ready_ds != MLG_UNREACHABLE && ready_ds <= x->last_boarding[stop])
            get_ready(x, stop, 0, ready_ds, -1, dials->value[e]);
    }
}

void mlg_raptor_depart(mlg_raptor *x, int32_t origin, int32_t departs_ds)
{
    const int32_t latest_ds = departs_ds + x->transit->limit_ds;
    set_out(x, origin, departs_ds);
    for (int32_t k = 1; k <= x->rides && x->n_boarding > 0; k++) {
        list_patterns(x, k);
        for (int32_t q = 0; q < x->n_queue; q++) {
            ride(x, x->queue[q], k, latest_ds);
            x->earliest[x->queue[q]] = INT32_MAX;
        }
        walk_on(x, k);
    }
    finish(x, origin, departs_ds);
}

/* ---- all departures of one origin -------------------------------------------------------------------------------- */

/* Nothing has been boarded yet, or ever can where one may not. */
static void reset_runs(mlg_raptor *x)
{
    const mlg_timetable *t = x->day;
    for (int64_t i = 0; i < (int64_t)t->n_stops * x->rides; i++)
        x->last_boarding[i] = INT32_MIN;
    for (int32_t v = 0; v < t->first_visit[t->n_stops]; v++) {
        const int32_t p = t->visits[v].pattern, at = t->first_position[p] + t->visits[v].position;
        const int32_t runs = t->first_run[p + 1] - t->first_run[p];
        const bool may = t->use[at] & MLG_MAY_BOARD;
        const int32_t last_call =
            may ? t->departure_ds[mlg_timetable_at(t, p, t->visits[v].position, t->first_run[p + 1] - 1)]
                : INT32_MIN;
        for (int32_t k = 0; k < x->rides; k++) {
            int32_t *last = &x->last_boarding[(int64_t)k * t->n_stops + t->stop[at]];
            *last = last_call > *last ? last_call : *last;
            x->next[(int64_t)v * x->rides + k] = may ? runs : 0;
            x->last_call[(int64_t)v * x->rides + k] = last_call;
            x->ridden[(int64_t)at * x->rides + k] = runs;
        }
    }
}

void mlg_raptor_reset(mlg_raptor *x, int32_t day, int32_t origin)
{
    const mlg_transit *transit = x->transit;
    const int64_t labels = (int64_t)transit->transfers.n_rows * x->rides;
    x->day = transit->days[day];
    reset_runs(x);
    for (int64_t i = 0; i < labels; i++)
        x->reached[i] = x->ready[i] = MLG_UNREACHABLE;
    mlg_transit_ends_reset(&x->ends, origin);
}

static void reset(void *raptor, int32_t day, int32_t origin)
{
    mlg_raptor_reset(raptor, day, origin);
}

static void depart(void *raptor, int32_t origin, int32_t departs_ds)
{
    mlg_raptor_depart(raptor, origin, departs_ds);
}

const int32_t *mlg_raptor_search(mlg_raptor *raptor, int32_t origin)
{
    return mlg_transit_ends_search(&raptor->ends, &(mlg_transit_way){ raptor, reset, depart }, origin);
}

static int32_t most_patterns(const mlg_transit *transit)
{
    int32_t most = 0;
    for (int32_t d = 0; d < transit->n_days; d++)
        most = transit->days[d]->n_patterns > most ? transit->days[d]->n_patterns : most;
    return most;
}

static int32_t most_visits(const mlg_transit *transit)
{
    int32_t most = 0;
    for (int32_t d = 0; d < transit->n_days; d++) {
        const mlg_timetable *t = transit->days[d];
        most = t->first_visit[t->n_stops] > most ? t->first_visit[t->n_stops] : most;
    }
    return most;
}

mlg_status mlg_raptor_new(mlg_raptor **out, const mlg_transit *transit, mlg_error *err)
{
    mlg_raptor *x;
    const size_t stops = (size_t)transit->transfers.n_rows, rides = (size_t)transit->most_rides;
    const size_t patterns = (size_t)most_patterns(transit);
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&x, 1, "journeys", err));
    x->transit = transit;
    x->rides = transit->most_rides;
    MLG_GO(MLG_NEW(&x->reached, stops * rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->ready, stops * rides, "journeys", err));
    MLG_GO(mlg_transit_ends_init(&x->ends, transit, err));
    MLG_GO(MLG_NEW(&x->boarding, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->alighting, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->arrived, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->improved, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->next, (size_t)most_visits(transit) * rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->last_call, (size_t)most_visits(transit) * rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->ridden, (size_t)most_visits(transit) * rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->last_boarding, stops * rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->latest, patterns, "journeys", err));
    MLG_GO(MLG_NEW(&x->will_board, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->alighted, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->earliest, patterns, "journeys", err));
    st = MLG_NEW(&x->queue, patterns, "journeys", err);
done:
    if (st != MLG_OK) {
        mlg_raptor_free(x);
        return st;
    }
    for (size_t p = 0; p < patterns; p++)
        x->earliest[p] = INT32_MAX;
    *out = x;
    return MLG_OK;
}

void mlg_raptor_free(mlg_raptor *raptor)
{
    if (!raptor)
        return;
    free(raptor->reached);
    free(raptor->ready);
    mlg_transit_ends_release(&raptor->ends);
    free(raptor->boarding);
    free(raptor->alighting);
    free(raptor->arrived);
    free(raptor->improved);
    free(raptor->next);
    free(raptor->last_call);
    free(raptor->last_boarding);
    free(raptor->ridden);
    free(raptor->latest);
    free(raptor->will_board);
    free(raptor->alighted);
    free(raptor->earliest);
    free(raptor->queue);
    free(raptor);
}
