#include "network/transit/timetable.h"

#include "base/hash.h"
#include "base/memory.h"
#include "network/transit/runs.h"

/* A run before it is laid out. */
typedef struct {
    int32_t stop, arrival_ds, departure_ds;
    uint8_t use;
} call;

typedef struct {
    int64_t first;
    const call *calls; /* set once all are there */
    int32_t count;
    int32_t draft;     /* the first of those it joins */
    uint64_t sequence; /* hash of its stops and what may be done there */
    int32_t pattern;
} run;

typedef struct {
    const mlg_gtfs *const *feeds;
    const mlg_timetable_options *options;
    int32_t *first_stop; /* by feed */
    mlg_run_list list;
    run *runs;
    size_t n_runs, runs_room;
    call *calls;
    size_t n_calls, calls_room;
    mlg_timetable *t;
} layout;

void mlg_timetable_stops(int32_t *first, const mlg_gtfs *const *feeds, int32_t n_feeds)
{
    first[0] = 0;
    for (int32_t f = 0; f < n_feeds; f++)
        first[f + 1] = first[f] + feeds[f]->n_stops;
}

/* ---- calls of a run ---- */

static uint8_t use_of(const mlg_gtfs_call *c, bool on_request)
{
    const uint8_t most = on_request ? MLG_BOARD_DRIVER : MLG_BOARD_REGULAR;
    return (uint8_t)((c->pickup <= most && c->pickup != MLG_BOARD_NONE ? MLG_MAY_BOARD : 0) |
                     (c->drop_off <= most && c->drop_off != MLG_BOARD_NONE ? MLG_MAY_ALIGHT : 0));
}

/* Adds the calls of one trip. Where the vehicle goes on from the stop it is at, both calls are one. */
static mlg_status add_calls(layout *l, run *r, const mlg_run_draft *draft, mlg_error *err)
{
    const mlg_gtfs *feed = l->feeds[draft->feed];
    const mlg_gtfs_trip *trip = &feed->trips[draft->trip];
    MLG_TRY(MLG_GROW(&l->calls, &l->calls_room, l->n_calls + (size_t)trip->n_calls, "a timetable", err));
    for (int32_t k = 0; k < trip->n_calls; k++) {
        const mlg_gtfs_call *c = &feed->calls[trip->first_call + k];
        const call made = { l->first_stop[draft->feed] + c->stop, 10 * (c->arrival_s + draft->shift_s),
                            10 * (c->departure_s + draft->shift_s), use_of(c, l->options->on_request) };
        call *before = k == 0 && r->count > 0 ? &l->calls[l->n_calls - 1] : NULL;
        const int32_t base = l->first_stop[draft->feed];
        if (before && before->stop == made.stop) {
            before->departure_ds = made.departure_ds;
            before->use = (uint8_t)((before->use & MLG_MAY_ALIGHT) | (made.use & MLG_MAY_BOARD));
            continue;
        }
        l->calls[l->n_calls] = made;
        if (before && mlg_gtfs_own_stop(feed, before->stop - base) == mlg_gtfs_own_stop(feed, c->stop)) {
            /* variants of one stop: one alights from the first trip, and boards the second */
            before->use &= MLG_MAY_ALIGHT;
            l->calls[l->n_calls].use &= MLG_MAY_BOARD;
        }
        l->n_calls++;
        r->count++;
    }
    return MLG_OK;
}

static mlg_status add_run(layout *l, int32_t draft, mlg_error *err)
{
    run r = { .first = (int64_t)l->n_calls, .draft = draft, .sequence = mlg_hash_start };
    for (int32_t d = draft; d >= 0; d = l->list.drafts[d].next)
        MLG_TRY(add_calls(l, &r, &l->list.drafts[d], err));
    for (int32_t k = 0; k < r.count; k++) {
        const call *c = &l->calls[r.first + k];
        r.sequence = mlg_hash_word(r.sequence, (uint64_t)c->stop << 8 | c->use);
    }
    MLG_TRY(MLG_GROW(&l->runs, &l->runs_room, l->n_runs + 1, "a timetable", err));
    l->runs[l->n_runs++] = r;
    return MLG_OK;
}

/* ---- patterns ---- */

static int compare_sequence(const run *a, const run *b)
{
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int32_t k = 0; k < a->count; k++) {
        const call *x = &a->calls[k], *y = &b->calls[k];
        if (x->stop != y->stop)
            return x->stop < y->stop ? -1 : 1;
        if (x->use != y->use)
            return x->use < y->use ? -1 : 1;
    }
    return 0;
}

/* By sequence, then by the time they leave. */
static int compare_runs(const void *a, const void *b)
{
    const run *x = a, *y = b;
    const int order = compare_sequence(x, y);
    if (order != 0)
        return order;
    for (int32_t k = 0; k < x->count; k++) {
        const call *c = &x->calls[k], *d = &y->calls[k];
        if (c->departure_ds != d->departure_ds)
            return c->departure_ds < d->departure_ds ? -1 : 1;
        if (c->arrival_ds != d->arrival_ds)
            return c->arrival_ds < d->arrival_ds ? -1 : 1;
    }
    return (x->draft > y->draft) - (x->draft < y->draft);
}

static bool is_behind(const run *later, const run *earlier)
{
    for (int32_t k = 0; k < later->count; k++)
        if (later->calls[k].arrival_ds < earlier->calls[k].arrival_ds ||
            later->calls[k].departure_ds < earlier->calls[k].departure_ds)
            return false;
    return true;
}

enum { MOST_TRIED = 64 };

/* Runs [first, end) of one sequence: each goes to the first pattern, of the last ones, whose last run it does not overtake. */
static mlg_status split_sequence(layout *l, size_t first, size_t end, mlg_error *err)
{
    size_t *last, n = 0; /* the last run of each pattern */
    MLG_TRY(MLG_NEW(&last, end - first, "a timetable", err));
    for (size_t r = first; r < end; r++) {
        size_t p = n > MOST_TRIED ? n - MOST_TRIED : 0;
        while (p < n && !is_behind(&l->runs[r], &l->runs[last[p]]))
            p++;
        n += p == n;
        last[p] = r;
        l->runs[r].pattern = l->t->n_patterns + (int32_t)p;
    }
    l->t->n_patterns += (int32_t)n;
    free(last);
    return MLG_OK;
}

static int compare_patterns(const void *a, const void *b)
{
    const run *x = a, *y = b;
    if (x->pattern != y->pattern)
        return x->pattern < y->pattern ? -1 : 1;
    return compare_runs(a, b);
}

static mlg_status find_patterns(layout *l, mlg_error *err)
{
    for (size_t r = 0; r < l->n_runs; r++)
        l->runs[r].calls = l->calls + l->runs[r].first;
    if (l->n_runs > 1)
        qsort(l->runs, l->n_runs, sizeof *l->runs, compare_runs);
    for (size_t first = 0, end; first < l->n_runs; first = end) {
        for (end = first + 1; end < l->n_runs && compare_sequence(&l->runs[first], &l->runs[end]) == 0;)
            end++;
        MLG_TRY(split_sequence(l, first, end, err));
    }
    if (l->n_runs > 1)
        qsort(l->runs, l->n_runs, sizeof *l->runs, compare_patterns);
    return MLG_OK;
}

/* ---- layout ---- */

static mlg_status make_arrays(layout *l, mlg_error *err)
{
    mlg_timetable *t = l->t;
    size_t positions = 0, patterns = (size_t)t->n_patterns;
    for (size_t r = 0; r < l->n_runs; r++)
        positions += r == 0 || l->runs[r].pattern != l->runs[r - 1].pattern ? (size_t)l->runs[r].count : 0;
    MLG_TRY(MLG_NEW(&t->first_position, patterns + 1, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->first_run, patterns + 1, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->first_time, patterns + 1, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->stop, positions, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->use, positions, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->arrival_ds, l->n_calls, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->departure_ds, l->n_calls, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->first_visit, (size_t)t->n_stops + 1, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->visits, positions, "a timetable", err));
    MLG_TRY(MLG_NEW(&t->first_part, l->n_runs + 1, "a timetable", err));
    return MLG_NEW(&t->parts, l->list.count, "a timetable", err);
}

/* The runs of one pattern, [first, end). */
static void lay_pattern(layout *l, size_t first, size_t end)
{
    mlg_timetable *t = l->t;
    const run *model = &l->runs[first];
    const int32_t p = model->pattern, at = t->first_position[p];
    const int64_t runs = (int64_t)(end - first);
    for (int32_t k = 0; k < model->count; k++) {
        t->stop[at + k] = model->calls[k].stop;
        t->use[at + k] = model->calls[k].use;
        for (int64_t r = 0; r < runs; r++) {
            const call *c = &l->runs[first + (size_t)r].calls[k];
            t->arrival_ds[t->first_time[p] + k * runs + r] = c->arrival_ds;
            t->departure_ds[t->first_time[p] + k * runs + r] = c->departure_ds;
        }
    }
    t->first_position[p + 1] = at + model->count;
    t->first_run[p + 1] = (int32_t)end;
    t->first_time[p + 1] = t->first_time[p] + model->count * runs;
}

/* The trips of a run, each from the position of its first call. */
static void lay_parts(layout *l)
{
    mlg_timetable *t = l->t;
    int32_t n = 0;
    for (size_t r = 0; r < l->n_runs; r++) {
        int32_t position = 0, last_stop = -1;
        for (int32_t d = l->runs[r].draft; d >= 0; d = l->list.drafts[d].next) {
            const mlg_run_draft *draft = &l->list.drafts[d];
            const mlg_gtfs *feed = l->feeds[draft->feed];
            const mlg_gtfs_trip *trip = &feed->trips[draft->trip];
            const int32_t first_stop = feed->calls[trip->first_call].stop;
            position -= position > 0 && first_stop == last_stop;
            t->parts[n++] = (mlg_run_part){ position, draft->feed, draft->trip };
            position += trip->n_calls;
            last_stop = feed->calls[trip->first_call + trip->n_calls - 1].stop;
        }
        t->first_part[r + 1] = n;
    }
}

static void lay_visits(mlg_timetable *t)
{
    const int32_t positions = t->first_position[t->n_patterns];
    for (int32_t k = 0; k < positions; k++)
        t->first_visit[t->stop[k] + 1]++;
    for (int32_t s = 0; s < t->n_stops; s++)
        t->first_visit[s + 1] += t->first_visit[s];
    for (int32_t p = t->n_patterns - 1; p >= 0; p--)
        for (int32_t k = t->first_position[p + 1] - 1; k >= t->first_position[p]; k--) /* from the end: in order */
            t->visits[--t->first_visit[t->stop[k] + 1]] = (mlg_pattern_call){ p, k - t->first_position[p] };
    for (int32_t s = 0; s < t->n_stops; s++)
        t->first_visit[s] = t->first_visit[s + 1];
    t->first_visit[t->n_stops] = positions;
}

static mlg_status lay_out(layout *l, mlg_error *err)
{
    mlg_timetable *t = l->t;
    MLG_TRY(make_arrays(l, err));
    t->n_runs = (int32_t)l->n_runs;
    for (size_t first = 0, end; first < l->n_runs; first = end) {
        for (end = first + 1; end < l->n_runs && l->runs[end].pattern == l->runs[first].pattern;)
            end++;
        lay_pattern(l, first, end);
    }
    lay_parts(l);
    lay_visits(t);
    return MLG_OK;
}

static mlg_status check_size(const layout *l, mlg_error *err)
{
    int64_t calls = 0;
    for (size_t d = 0; d < l->list.count; d++)
        calls += l->feeds[l->list.drafts[d].feed]->trips[l->list.drafts[d].trip].n_calls;
    return calls <= MLG_MOST_DAY_CALLS ? MLG_OK : mlg_timetable_too_large(err);
}

static mlg_status list_runs(layout *l, int32_t n_feeds, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&l->first_stop, (size_t)n_feeds + 1, "a timetable", err));
    mlg_timetable_stops(l->first_stop, l->feeds, n_feeds);
    MLG_TRY(mlg_runs_list(&l->list, l->feeds, n_feeds, l->options, err));
    MLG_TRY(check_size(l, err));
    for (size_t d = 0; d < l->list.count; d++)
        if (!l->list.drafts[d].continues)
            MLG_TRY(add_run(l, (int32_t)d, err));
    return MLG_OK;
}

mlg_status mlg_timetable_new(mlg_timetable **out, const mlg_gtfs *const *feeds, int32_t n_feeds,
                             const mlg_timetable_options *options, mlg_error *err)
{
    layout l = { .feeds = feeds, .options = options };
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&l.t, 1, "a timetable", err));
    MLG_GO(list_runs(&l, n_feeds, err));
    l.t->n_stops = l.first_stop[n_feeds];
    l.t->random_runs = l.list.random;
    MLG_GO(find_patterns(&l, err));
    st = lay_out(&l, err);
done:
    mlg_runs_release(&l.list);
    free(l.runs);
    free(l.calls);
    free(l.first_stop);
    if (st == MLG_OK)
        *out = l.t;
    else
        mlg_timetable_free(l.t);
    return st;
}

void mlg_timetable_free(mlg_timetable *timetable)
{
    if (!timetable)
        return;
    free(timetable->first_position);
    free(timetable->stop);
    free(timetable->use);
    free(timetable->first_run);
    free(timetable->first_time);
    free(timetable->arrival_ds);
    free(timetable->departure_ds);
    free(timetable->first_visit);
    free(timetable->visits);
    free(timetable->first_part);
    free(timetable->parts);
    free(timetable);
}
