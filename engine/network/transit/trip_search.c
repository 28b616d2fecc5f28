#include "network/transit/trip_search.h"

#include "base/memory.h"
#include "network/transit/boarding.h"
#include "network/transit/ends.h"

/* A way from the origin to where a run may be boarded. */
typedef struct {
    const int32_t *departure_ds; /* of the runs of the pattern */
    int32_t first_run, position;
    int32_t walk_ds;
    const mlg_dial *dial; /* NULL: on foot */
    int32_t next;         /* the first run that a departure could catch so far */
} gate;

/* Runs to ride in one round, each from the first position boarded to the one where others, or itself, went on before. */
typedef struct {
    int32_t *runs, count;
    int32_t *from, *end; /* [runs of the day] positions; from INT32_MAX: not listed */
} round_list;

struct mlg_trip_search {
    const mlg_transit *transit;
    const mlg_run_changes *const *changes;
    const mlg_run_changes *day;
    int32_t rides;               /* most */
    int32_t runs;                /* most of a day */
    int32_t *boarded;            /* [rides x runs], as boarded_with() */
    int32_t *reached;            /* [stops] earliest arrival by vehicle */
    int32_t *arrived, n_arrived; /* stops that a departure reached earlier */
    bool *improved;              /* [stops] whether listed */
    gate *gates;
    int32_t n_gates;
    round_list now, after;
    mlg_transit_ends ends;
};

/* ---- rounds ------------------------------------------------------------------------------------------------------ */

/* [runs] first position where a run, or one before it of its pattern, was boarded with at most k rides; INT32_MAX: nowhere. */
static int32_t *boarded_with(const mlg_trip_search *x, int32_t k)
{
    return x->boarded + (int64_t)(k - 1) * x->runs;
}

/* Boards a run with k rides, before where it, or one before it, was. Beyond, the later runs are of no use now. */
static void board(mlg_trip_search *x, round_list *list, int32_t k, int32_t run, int32_t position)
{
    const int32_t pattern_end = x->day->pattern_end[run];
    if (list->from[run] == INT32_MAX) {
        list->runs[list->count++] = run;
        list->end[run] = boarded_with(x, k)[run];
    }
    list->from[run] = position;
    for (; k <= x->rides && boarded_with(x, k)[run] > position; k++) {
        int32_t *boarded = boarded_with(x, k);
        for (int32_t r = run; r < pattern_end && boarded[r] > position; r++)
            boarded[r] = position;
    }
}

static void alight(mlg_trip_search *x, int32_t stop, int32_t at_ds)
{
    if (at_ds >= x->reached[stop])
        return;
    x->reached[stop] = at_ds;
    if (!x->improved[stop])
        x->arrived[x->n_arrived++] = stop;
    x->improved[stop] = true;
}

/* Takes the changes of a call of which some may be the k-th ride. */
static void change(mlg_trip_search *x, const mlg_run_call *call, int32_t k)
{
    const mlg_run_change *end = x->day->found + call[1].first_change;
    const int32_t *boarded = boarded_with(x, k);
    for (const mlg_run_change *c = x->day->found + call->first_change; c < end; c++) {
        const int32_t run = (int32_t)(*c >> MLG_CHANGE_BITS), position = (int32_t)(*c % MLG_CHANGE_POSITIONS);
        if (boarded[run] > position)
            board(x, &x->after, k, run, position);
    }
}

/* Rides a run, as far as nobody did before, and changes wherever that may help. */
static void ride(mlg_trip_search *x, int32_t run, int32_t k, int32_t latest_ds)
{
    const mlg_run_call *calls = x->day->calls + x->day->first_call[run];
    const int32_t count = x->day->first_call[run + 1] - x->day->first_call[run];
    const int32_t end = x->now.end[run] < count ? x->now.end[run] : count - 1;
    for (int32_t c = x->now.from[run] + 1; c <= end && calls[c].arrival_ds <= latest_ds; c++) {
        if (calls[c].stop >= 0)
            alight(x, calls[c].stop, calls[c].arrival_ds);
        if (k < x->rides)
            change(x, &calls[c], k + 1);
    }
}

static void set_out(mlg_trip_search *x, int32_t departs_ds)
{
    for (int32_t g = 0; g < x->n_gates; g++) {
        gate *way = &x->gates[g];
        const int32_t ready_ds = way->dial ? mlg_dial_arrival(way->dial, departs_ds) : departs_ds + way->walk_ds;
        if (way->next == 0 || way->departure_ds[way->next - 1] < ready_ds)
            continue;
        way->next = mlg_first_run_back(way->departure_ds, way->next, ready_ds);
        if (boarded_with(x, 1)[way->first_run + way->next] > way->position)
            board(x, &x->after, 1, way->first_run + way->next, way->position);
    }
}

static void depart(void *search, int32_t origin, int32_t departs_ds)
{
    mlg_trip_search *x = search;
    const int32_t latest_ds = departs_ds + x->transit->limit_ds;
    set_out(x, departs_ds);
    for (int32_t k = 1; x->after.count > 0; k++) {
        const round_list listed = x->after;
        x->after = x->now;
        x->now = listed;
        for (int32_t i = 0; i < x->now.count; i++) {
            ride(x, x->now.runs[i], k, latest_ds);
            x->now.from[x->now.runs[i]] = INT32_MAX;
        }
        x->now.count = 0;
    }
    mlg_transit_ends_depart(&x->ends, origin, departs_ds);
    for (int32_t i = 0; i < x->n_arrived; i++) {
        mlg_transit_ends_alight(&x->ends, x->arrived[i], x->reached[x->arrived[i]]);
        x->improved[x->arrived[i]] = false;
    }
    x->n_arrived = 0;
}

/* ---- all departures of one origin -------------------------------------------------------------------------------- */

static void add_gates(mlg_trip_search *x, const mlg_timetable *t, int32_t stop, int32_t walk_ds,
                      const mlg_dial *dial)
{
    for (int32_t v = t->first_visit[stop]; v < t->first_visit[stop + 1]; v++) {
        const int32_t p = t->visits[v].pattern, position = t->visits[v].position, first = t->first_run[p];
        if (t->use[t->first_position[p] + position] & MLG_MAY_BOARD)
            x->gates[x->n_gates++] = (gate){ t->departure_ds + mlg_timetable_at(t, p, position, first),
                                             first,
                                             position,
                                             walk_ds,
                                             dial,
                                             t->first_run[p + 1] - first };
    }
}

static void open_gates(mlg_trip_search *x, const mlg_timetable *t, int32_t origin)
{
    const mlg_sparse_view *access = &x->transit->access, *dials = &x->transit->dial_access;
    x->n_gates = 0;
    for (int64_t e = access->start[origin]; e < access->start[origin + 1]; e++)
        add_gates(x, t, access->column[e], access->value[e], NULL);
    for (int64_t e = mlg_transit_first(dials, origin); e < mlg_transit_end(dials, origin); e++)
        add_gates(x, t, dials->column[e], 0, &x->transit->dials[dials->value[e]]);
}

static void reset(void *search, int32_t day, int32_t origin)
{
    mlg_trip_search *x = search;
    const mlg_timetable *t = x->transit->days[day];
    x->day = x->changes[day];
    for (int64_t i = 0; i < (int64_t)x->runs * x->rides; i++)
        x->boarded[i] = INT32_MAX;
    for (int32_t s = 0; s < t->n_stops; s++)
        x->reached[s] = MLG_UNREACHABLE;
    open_gates(x, t, origin);
    mlg_transit_ends_reset(&x->ends, origin);
}

const int32_t *mlg_trip_search_from(mlg_trip_search *x, int32_t origin)
{
    return mlg_transit_ends_search(&x->ends, &(mlg_transit_way){ x, reset, depart }, origin);
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static int64_t visits_of(const mlg_timetable *t, const mlg_sparse_view *ways, int32_t origin)
{
    int64_t visits = 0;
    for (int64_t e = mlg_transit_first(ways, origin); e < mlg_transit_end(ways, origin); e++)
        visits += t->first_visit[ways->column[e] + 1] - t->first_visit[ways->column[e]];
    return visits;
}

static int64_t most_gates(const mlg_transit *transit)
{
    int64_t most = 0;
    for (int32_t d = 0; d < transit->n_days; d++)
        for (int32_t o = 0; o < transit->access.n_rows; o++) {
            const int64_t gates = visits_of(transit->days[d], &transit->access, o) +
                                  visits_of(transit->days[d], &transit->dial_access, o);
            most = gates > most ? gates : most;
        }
    return most;
}

static mlg_status list_init(round_list *list, int32_t most_runs, mlg_error *err)
{
    const size_t runs = (size_t)most_runs;
    MLG_TRY(MLG_NEW(&list->runs, runs, "journeys", err));
    MLG_TRY(MLG_NEW(&list->from, runs, "journeys", err));
    MLG_TRY(MLG_NEW(&list->end, runs, "journeys", err));
    for (size_t r = 0; r < runs; r++)
        list->from[r] = INT32_MAX;
    return MLG_OK;
}

static void list_release(round_list *list)
{
    free(list->runs);
    free(list->from);
    free(list->end);
}

mlg_status mlg_trip_search_new(mlg_trip_search **out, const mlg_transit *transit,
                               const mlg_run_changes *const *changes, mlg_error *err)
{
    mlg_trip_search *x;
    const size_t stops = (size_t)transit->transfers.n_rows;
    int32_t runs = 0;
    mlg_status st;
    *out = NULL;
    for (int32_t d = 0; d < transit->n_days; d++)
        runs = transit->days[d]->n_runs > runs ? transit->days[d]->n_runs : runs;
    MLG_TRY(MLG_NEW(&x, 1, "journeys", err));
    x->transit = transit;
    x->changes = changes;
    x->rides = transit->most_rides;
    x->runs = runs;
    MLG_GO(MLG_NEW(&x->boarded, (size_t)runs * (size_t)x->rides, "journeys", err));
    MLG_GO(MLG_NEW(&x->reached, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->arrived, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->improved, stops, "journeys", err));
    MLG_GO(MLG_NEW(&x->gates, (size_t)most_gates(transit), "journeys", err));
    MLG_GO(list_init(&x->now, runs, err));
    MLG_GO(list_init(&x->after, runs, err));
    st = mlg_transit_ends_init(&x->ends, transit, err);
done:
    if (st != MLG_OK) {
        mlg_trip_search_free(x);
        return st;
    }
    *out = x;
    return MLG_OK;
}

void mlg_trip_search_free(mlg_trip_search *x)
{
    if (!x)
        return;
    free(x->boarded);
    free(x->reached);
    free(x->arrived);
    free(x->improved);
    free(x->gates);
    list_release(&x->now);
    list_release(&x->after);
    mlg_transit_ends_release(&x->ends);
    free(x);
}
