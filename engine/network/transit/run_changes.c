#include "network/transit/run_changes.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "network/transit/boarding.h"

#include <stdatomic.h>

/* A change that may be of use. */
typedef struct {
    int32_t pattern, run, position;
    bool needed; /* some stop is reached as early by no other */
} candidate;

/* Scratch of one worker, for one run at a time. */
typedef struct {
    int32_t *arrival_ds;           /* [stops] earliest by the run and the changes looked at so far */
    int32_t *by;                   /* [stops] the candidate that brings one there so early */
    int32_t *touched, n_touched;   /* stops that are reached */
    candidate *tried;              /* [patterns] the last looked at; run INT32_MAX: none */
    int32_t *patterns, n_patterns; /* that have one */
    candidate *candidates;         /* of one call */
    size_t n_candidates, candidates_room;
    int32_t *earlier; /* stops that the candidates of a call reach earlier; may come twice */
    size_t n_earlier, earlier_room;
} labels;

/* Changes from the runs of one pattern, from the last call of each run to its first. */
typedef struct {
    mlg_run_change *found;
    size_t count, room;
} change_list;

typedef struct {
    const mlg_transit *transit;
    const mlg_timetable *day;
    mlg_run_changes *out;
    labels *labels;     /* [threads] */
    change_list *piles; /* [patterns] */
    const mlg_progress *progress;
    int32_t first_ds, last_ds; /* nobody arrives before or after */
    int64_t most;              /* changes to keep */
    atomic_llong found;        /* so far, by all workers; more than `most`: all that is found is dropped */
} finding;

static int32_t positions_of(const mlg_timetable *t, int32_t pattern)
{
    return t->first_position[pattern + 1] - t->first_position[pattern];
}

double mlg_run_changes_work(const mlg_transit *transit, int32_t day)
{
    const mlg_timetable *t = transit->days[day];
    double work = 0;
    for (int32_t p = 0; p < t->n_patterns; p++)
        for (int32_t k = t->first_position[p]; k < t->first_position[p + 1]; k++) {
            const int32_t stop = t->stop[k];
            int64_t visits = 0;
            for (int64_t e = transit->transfers.start[stop]; e < transit->transfers.start[stop + 1]; e++) {
                const int32_t there = transit->transfers.column[e];
                visits += t->first_visit[there + 1] - t->first_visit[there];
            }
            work += (double)visits * (t->first_run[p + 1] - t->first_run[p]);
        }
    return work;
}

/* Whether they take less than a tenth of the searches by rounds. Such a search takes some 2 ns a walk between stops and departure, a change
 * some 50. */
bool mlg_transit_changes_pay(const mlg_transit *t)
{
    double work = 0;
    for (int32_t d = 0; d < t->n_days; d++)
        work += mlg_run_changes_work(t, d);
    return work * 25 < 0.1 * (double)mlg_sparse_entries(t->transfers) * t->access.n_rows * mlg_transit_samples(t);
}

/* ---- layout ------------------------------------------------------------------------------------------------------ */

static void lay_calls(mlg_run_changes *out, const mlg_timetable *t)
{
    int32_t at = 0;
    for (int32_t p = 0; p < t->n_patterns; p++)
        for (int32_t r = t->first_run[p]; r < t->first_run[p + 1]; r++) {
            out->first_call[r] = at;
            out->pattern_end[r] = t->first_run[p + 1];
            for (int32_t k = 0; k < positions_of(t, p); k++) {
                const int32_t position = t->first_position[p] + k;
                out->calls[at++] =
                    (mlg_run_call){ .arrival_ds = t->arrival_ds[mlg_timetable_at(t, p, k, r)],
                                    .stop = t->use[position] & MLG_MAY_ALIGHT ? t->stop[position] : -1 };
            }
        }
    out->first_call[t->n_runs] = at;
}

static mlg_status make_arrays(mlg_run_changes *out, const mlg_timetable *t, mlg_error *err)
{
    out->n_calls = (int32_t)t->first_time[t->n_patterns]; /* at most MLG_MOST_DAY_CALLS */
    MLG_TRY(MLG_NEW(&out->calls, (size_t)out->n_calls + 1, "journeys", err));
    MLG_TRY(MLG_NEW(&out->first_call, (size_t)t->n_runs + 1, "journeys", err));
    return MLG_NEW(&out->pattern_end, (size_t)t->n_runs, "journeys", err);
}

/* ---- the changes of one run -------------------------------------------------------------------------------------- */

/* Notes the stops that are reached earlier by the calls of a run from `from` to `end`. */
static mlg_status ride_on(const finding *f, labels *l, int32_t from, int32_t end, int32_t latest_ds, int32_t by,
                          mlg_error *err)
{
    MLG_TRY(MLG_GROW(&l->earlier, &l->earlier_room, l->n_earlier + (size_t)(end - from), "journeys", err));
    for (int32_t c = from; c < end && f->out->calls[c].arrival_ds <= latest_ds; c++) {
        const mlg_run_call *call = &f->out->calls[c];
        if (call->stop < 0 || call->arrival_ds >= l->arrival_ds[call->stop])
            continue;
        if (l->arrival_ds[call->stop] == MLG_UNREACHABLE)
            l->touched[l->n_touched++] = call->stop;
        l->arrival_ds[call->stop] = call->arrival_ds;
        l->by[call->stop] = by;
        l->earlier[l->n_earlier++] = call->stop;
    }
    return MLG_OK;
}

/* Lists the first runs that can be caught at a stop. */
static mlg_status list_boarding(const finding *f, labels *l, int32_t stop, int32_t ready_ds, mlg_error *err)
{
    const mlg_timetable *t = f->day;
    const size_t visits = (size_t)(t->first_visit[stop + 1] - t->first_visit[stop]);
    MLG_TRY(MLG_GROW(&l->candidates, &l->candidates_room, l->n_candidates + visits, "journeys", err));
    for (int32_t v = t->first_visit[stop]; v < t->first_visit[stop + 1]; v++) {
        const mlg_pattern_call visit = t->visits[v];
        const int32_t p = visit.pattern, first = t->first_run[p], runs = t->first_run[p + 1] - first;
        const int32_t *departure_ds = t->departure_ds + mlg_timetable_at(t, p, visit.position, first);
        if (!(t->use[t->first_position[p] + visit.position] & MLG_MAY_BOARD) || departure_ds[runs - 1] < ready_ds)
            continue;
        const int32_t run = first + mlg_first_run_from(departure_ds, runs, ready_ds);
        l->candidates[l->n_candidates++] = (candidate){ p, run, visit.position, false };
    }
    return MLG_OK;
}

/* Lists changes after an arrival: on foot, and by on-demand vehicles. */
static mlg_status list_changes(const finding *f, labels *l, int32_t stop, int32_t at_ds, mlg_error *err)
{
    const mlg_sparse_view *walks = &f->transit->transfers, *rides = &f->transit->dial_changes;
    l->n_candidates = 0;
    for (int64_t e = walks->start[stop]; e < walks->start[stop + 1]; e++)
        MLG_TRY(list_boarding(f, l, walks->column[e], at_ds + walks->value[e], err));
    for (int64_t e = mlg_transit_first(rides, stop); e < mlg_transit_end(rides, stop); e++) {
        const int32_t ready_ds = mlg_dial_arrival(&f->transit->change_dials[rides->value[e]], at_ds);
        if (ready_ds != MLG_UNREACHABLE)
            MLG_TRY(list_boarding(f, l, rides->column[e], ready_ds, err));
    }
    return MLG_OK;
}

/* Those of a pattern from its first position on: what comes after is of use with an earlier run only. */
static int by_position(const void *a, const void *b)
{
    const candidate *left = a, *right = b;
    if (left->pattern != right->pattern)
        return left->pattern < right->pattern ? -1 : 1;
    if (left->position != right->position)
        return left->position < right->position ? -1 : 1;
    return left->run < right->run ? -1 : left->run > right->run;
}

/* Whether a change was not looked at yet, nor one to a run as early at the same position or before. */
static bool is_new(labels *l, const candidate *c)
{
    candidate *tried = &l->tried[c->pattern];
    if (tried->run <= c->run && tried->position <= c->position)
        return false;
    if (tried->run == INT32_MAX)
        l->patterns[l->n_patterns++] = c->pattern;
    *tried = *c;
    return true;
}

/* Keeps the candidates that some stop is reached as early by no other. */
static mlg_status choose(const finding *f, labels *l, change_list *list, int32_t latest_ds, mlg_error *err)
{
    if (l->n_candidates == 0)
        return MLG_OK;
    l->n_earlier = 0;
    qsort(l->candidates, l->n_candidates, sizeof *l->candidates, by_position);
    for (size_t i = 0; i < l->n_candidates; i++) {
        const candidate *c = &l->candidates[i];
        const int32_t *call = &f->out->first_call[c->run];
        if (is_new(l, c))
            MLG_TRY(ride_on(f, l, call[0] + c->position + 1, call[1], latest_ds, (int32_t)i, err));
    }
    size_t needed = 0;
    for (size_t i = 0; i < l->n_earlier; i++) {
        candidate *c = &l->candidates[l->by[l->earlier[i]]];
        needed += !c->needed;
        c->needed = true;
    }
    MLG_TRY(MLG_GROW(&list->found, &list->room, list->count + needed, "journeys", err));
    for (size_t i = 0; i < l->n_candidates; i++)
        if (l->candidates[i].needed)
            list->found[list->count++] =
                (uint32_t)l->candidates[i].run << MLG_CHANGE_BITS | (uint32_t)l->candidates[i].position;
    return MLG_OK;
}

static void forget(labels *l)
{
    for (int32_t i = 0; i < l->n_touched; i++)
        l->arrival_ds[l->touched[i]] = MLG_UNREACHABLE;
    for (int32_t i = 0; i < l->n_patterns; i++)
        l->tried[l->patterns[i]].run = INT32_MAX;
    l->n_touched = l->n_patterns = 0;
}

static mlg_status find_call(const finding *f, labels *l, change_list *list, int32_t c, mlg_error *err)
{
    mlg_run_call *call = &f->out->calls[c];
    const int32_t at_ds = call->arrival_ds, limit_ds = f->transit->limit_ds;
    const int32_t latest_ds = at_ds < f->last_ds - limit_ds ? at_ds + limit_ds : f->last_ds;
    const size_t before = list->count;
    MLG_TRY(list_changes(f, l, call->stop, at_ds, err));
    MLG_TRY(choose(f, l, list, latest_ds, err));
    call->first_change = (int32_t)(list->count - before);
    return MLG_OK;
}

static mlg_status find_run(const finding *f, labels *l, change_list *list, int32_t run, mlg_error *err)
{
    const int32_t *first_call = &f->out->first_call[run];
    mlg_status st = MLG_OK;
    for (int32_t c = first_call[1] - 1; st == MLG_OK && c > first_call[0]; c--) {
        const mlg_run_call *call = &f->out->calls[c];
        if (call->stop < 0 || call->arrival_ds < f->first_ds || call->arrival_ds > f->last_ds)
            continue;
        l->n_earlier = 0;
        st = ride_on(f, l, c, c + 1, f->last_ds, -1, err);
        if (st == MLG_OK)
            st = find_call(f, l, list, c, err);
    }
    forget(l);
    return st;
}

static mlg_status find_pattern(void *context, int32_t pattern, int worker, mlg_error *err)
{
    finding *f = context;
    change_list *list = &f->piles[pattern];
    for (int32_t r = f->day->first_run[pattern]; r < f->day->first_run[pattern + 1]; r++) {
        const size_t before = list->count;
        if (atomic_load(&f->found) > f->most)
            return MLG_OK;
        MLG_TRY(find_run(f, &f->labels[worker], list, r, err));
        atomic_fetch_add(&f->found, (long long)(list->count - before));
    }
    return worker == 0 ? mlg_progress_step(f->progress, "journeys", 0, err) : MLG_OK;
}

/* ---- all runs ---------------------------------------------------------------------------------------------------- */

static mlg_status labels_init(labels *l, const mlg_timetable *t, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&l->arrival_ds, (size_t)t->n_stops, "journeys", err));
    MLG_TRY(MLG_NEW(&l->by, (size_t)t->n_stops, "journeys", err));
    MLG_TRY(MLG_NEW(&l->touched, (size_t)t->n_stops, "journeys", err));
    MLG_TRY(MLG_NEW(&l->tried, (size_t)t->n_patterns, "journeys", err));
    MLG_TRY(MLG_NEW(&l->patterns, (size_t)t->n_patterns, "journeys", err));
    for (int32_t s = 0; s < t->n_stops; s++)
        l->arrival_ds[s] = MLG_UNREACHABLE;
    for (int32_t p = 0; p < t->n_patterns; p++)
        l->tried[p].run = INT32_MAX;
    return MLG_OK;
}

static void labels_release(labels *l)
{
    free(l->arrival_ds);
    free(l->by);
    free(l->touched);
    free(l->candidates);
    free(l->earlier);
    free(l->tried);
    free(l->patterns);
}

/* Those of a pattern, in the order of the calls, from `at` on; returns where they end. */
static int32_t lay_pattern(mlg_run_changes *out, const mlg_timetable *t, int32_t p, const change_list *list,
                           int32_t at)
{
    size_t end = 0;
    for (int32_t r = t->first_run[p]; r < t->first_run[p + 1]; r++) {
        for (int32_t c = out->first_call[r]; c < out->first_call[r + 1]; c++)
            end += (size_t)out->calls[c].first_change;
        size_t from = end; /* those of the last call come first */
        for (int32_t c = out->first_call[r]; c < out->first_call[r + 1]; c++) {
            const size_t n = (size_t)out->calls[c].first_change;
            from -= n;
            out->calls[c].first_change = at;
            for (size_t i = 0; i < n; i++)
                out->own[at++] = list->found[from + i];
        }
    }
    return at;
}

static void lay_changes(mlg_run_changes *out, const mlg_timetable *t, change_list *piles)
{
    int32_t at = 0;
    for (int32_t p = 0; p < t->n_patterns; p++) {
        at = lay_pattern(out, t, p, &piles[p], at);
        free(piles[p].found);
        piles[p].found = NULL;
    }
    out->calls[out->n_calls].first_change = at;
}

static mlg_status find_all(finding *f, int threads, mlg_error *err)
{
    const mlg_timetable *t = f->day;
    MLG_TRY(MLG_NEW(&f->labels, (size_t)threads, "journeys", err));
    MLG_TRY(MLG_NEW(&f->piles, (size_t)t->n_patterns, "journeys", err));
    for (int i = 0; i < threads; i++)
        MLG_TRY(labels_init(&f->labels[i], t, err));
    MLG_TRY(make_arrays(f->out, t, err));
    lay_calls(f->out, t);
    return f->transit->most_rides == 1 ? MLG_OK : mlg_parallel(t->n_patterns, threads, find_pattern, f, err);
}

/* Whether a change can tell all runs and positions. */
static bool can_tell(const mlg_timetable *t)
{
    for (int32_t p = 0; p < t->n_patterns; p++)
        if (positions_of(t, p) > MLG_CHANGE_POSITIONS)
            return false;
    return t->n_runs <= MLG_CHANGE_RUNS;
}

mlg_status mlg_run_changes_new(mlg_run_changes **out, const mlg_transit *transit, int32_t day, int64_t most,
                               int threads, const mlg_progress *progress, mlg_error *err)
{
    const int32_t last_departure_ds = transit->first_ds + (transit->n_departures - 1) * transit->step_ds;
    finding f = { .transit = transit,
                  .day = transit->days[day],
                  .progress = progress,
                  .first_ds = transit->first_ds,
                  .last_ds = last_departure_ds + transit->limit_ds,
                  .most = most };
    bool fits = false;
    *out = NULL;
    threads = mlg_thread_count(threads);
    mlg_status st = MLG_NEW(&f.out, 1, "journeys", err);
    if (st == MLG_OK && (fits = can_tell(f.day)))
        st = find_all(&f, threads, err);
    if (st == MLG_OK && fits && (fits = atomic_load(&f.found) <= most))
        st = MLG_NEW(&f.out->own, (size_t)atomic_load(&f.found), "journeys", err);
    if (st == MLG_OK && fits) {
        f.out->found = f.out->own;
        lay_changes(f.out, f.day, f.piles);
        *out = f.out;
        f.out = NULL;
    }
    for (int i = 0; f.labels && i < threads; i++)
        labels_release(&f.labels[i]);
    for (int32_t p = 0; f.piles && p < f.day->n_patterns; p++)
        free(f.piles[p].found);
    free(f.labels);
    free(f.piles);
    mlg_run_changes_free(f.out);
    return st;
}

void mlg_run_changes_free(mlg_run_changes *changes)
{
    if (!changes)
        return;
    free(changes->calls);
    free(changes->first_call);
    free(changes->pattern_end);
    free(changes->own);
    free(changes);
}

/* ---- all days ---------------------------------------------------------------------------------------------------- */

mlg_status mlg_run_changes_all(mlg_run_changes ***out, const mlg_transit *transit, int threads,
                               const mlg_progress *progress, mlg_error *err)
{
    int64_t room = INT64_C(1) << 26; /* 256 MB */
    bool fit = true;
    mlg_status st;
    *out = NULL;
    if (!mlg_transit_changes_pay(transit))
        return MLG_OK;
    MLG_GO(MLG_NEW(out, (size_t)transit->n_days, "journeys", err));
    for (int32_t d = 0; fit && d < transit->n_days; d++) {
        MLG_GO(mlg_run_changes_new(&(*out)[d], transit, d, room, threads, progress, err));
        fit = (*out)[d] != NULL;
        room -= fit ? mlg_run_changes_count((*out)[d]) : 0;
    }
done:
    if (st == MLG_OK && fit)
        return MLG_OK;
    mlg_run_changes_free_all(*out, transit->n_days);
    *out = NULL;
    return st;
}

void mlg_run_changes_free_all(mlg_run_changes **changes, int32_t n_days)
{
    for (int32_t d = 0; changes && d < n_days; d++)
        mlg_run_changes_free(changes[d]);
    free(changes);
}

/* ---- found earlier ----------------------------------------------------------------------------------------------- */

static bool all_in_range(const mlg_run_changes *c, int32_t runs)
{
    if (c->calls[0].first_change != 0)
        return false;
    for (int32_t k = 0; k < c->n_calls; k++)
        if (c->calls[k + 1].first_change < c->calls[k].first_change)
            return false;
    for (int32_t k = 0; k < mlg_run_changes_count(c); k++) {
        const int32_t run = (int32_t)(c->found[k] >> MLG_CHANGE_BITS);
        if (run >= runs ||
            (int32_t)(c->found[k] % MLG_CHANGE_POSITIONS) >= c->first_call[run + 1] - c->first_call[run])
            return false;
    }
    return true;
}

mlg_status mlg_run_changes_again(mlg_run_changes **out, const mlg_timetable *day, const int32_t *first_change,
                                 const mlg_run_change *found, mlg_error *err)
{
    mlg_run_changes *c = NULL;
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&c, 1, "journeys", err));
    MLG_GO(make_arrays(c, day, err));
    lay_calls(c, day);
    c->found = found;
    for (int32_t k = 0; k <= c->n_calls; k++)
        c->calls[k].first_change = first_change[k];
    if (!all_in_range(c, day->n_runs))
        st = mlg_fail(err, MLG_DATA, "changes between vehicles: a number out of range");
done:
    if (st != MLG_OK)
        mlg_run_changes_free(c);
    else
        *out = c;
    return st;
}
