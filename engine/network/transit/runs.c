#include "network/transit/runs.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/random.h"
#include "network/transit/zone.h"

#include <string.h>

typedef struct {
    mlg_run_list *list;
    const mlg_gtfs *feed;
    int32_t number; /* of the feed */
    const mlg_timetable_options *options;
    int32_t *seat_rules; /* transfers of types 4 and 5 */
    int32_t n_seat_rules;
    int32_t *first_rule; /* [trips] place in seat_rules of the first one that leaves the trip, -1: none */
    int32_t *next_rule;  /* [seat rules] the next one that leaves the same trip, -1: none */
} gathering;

static const mlg_gtfs_call *first_call(const gathering *g, int32_t trip)
{
    return &g->feed->calls[g->feed->trips[trip].first_call];
}

static const mlg_gtfs_call *last_call(const gathering *g, int32_t trip)
{
    return first_call(g, trip) + g->feed->trips[trip].n_calls - 1;
}

mlg_status mlg_timetable_too_large(mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_DATA, "more than %d stop times in the hours asked for", MLG_MOST_DAY_CALLS);
    mlg_hint(err, "look at the headways of frequencies.txt, which are seconds");
    return st;
}

/* Adds a trip, unless it runs wholly outside the period. One that passes within is kept whole. */
static mlg_status add(gathering *g, int32_t trip, int32_t shift_s, mlg_error *err)
{
    mlg_run_list *list = g->list;
    if (last_call(g, trip)->arrival_s + shift_s < g->options->from_s ||
        first_call(g, trip)->departure_s + shift_s > g->options->to_s)
        return MLG_OK;
    if (list->count >= MLG_MOST_DAY_CALLS / 2) /* of two calls at least */
        return mlg_timetable_too_large(err);
    MLG_TRY(MLG_GROW(&list->drafts, &list->room, list->count + 1, "a timetable", err));
    list->drafts[list->count++] = (mlg_run_draft){ g->number, trip, shift_s, -1, false };
    return MLG_OK;
}

/* Uniform below the headway, in whole seconds. */
static int32_t offset_of(const gathering *g, int32_t frequency, int offset_days)
{
    const mlg_gtfs_frequency *f = &g->feed->frequencies[frequency];
    uint64_t state =
        mlg_hash_word(mlg_hash_word(mlg_hash_word(g->options->seed, (uint64_t)g->number), (uint64_t)frequency),
                      (uint64_t)(offset_days + 1));
    return f->exact ? 0 : mlg_random_below(&state, f->headway_s);
}

static mlg_status add_frequency(gathering *g, int32_t frequency, int offset_days, int32_t day_shift_s,
                                mlg_error *err)
{
    const mlg_gtfs_frequency *f = &g->feed->frequencies[frequency];
    const int32_t shift_s = day_shift_s - first_call(g, f->trip)->departure_s;
    const size_t before = g->list->count;
    int64_t at = f->start_s + offset_of(g, frequency, offset_days);
    const int64_t ends_s = at + last_call(g, f->trip)->arrival_s + shift_s;
    if (ends_s < g->options->from_s) /* the first that is not over before the period */
        at += (g->options->from_s - ends_s + f->headway_s - 1) / f->headway_s * f->headway_s;
    for (; at < f->end_s && at + day_shift_s <= g->options->to_s; at += f->headway_s)
        MLG_TRY(add(g, f->trip, (int32_t)at + shift_s, err));
    g->list->random += f->exact ? 0 : (int64_t)(g->list->count - before);
    return MLG_OK;
}

/* ---- vehicles that go on as another trip ------------------------------------------------------------------------- */

typedef struct {
    int32_t draft;
    const char *block;
    int32_t leaves_s;
} in_block;

static int compare_block(const void *a, const void *b)
{
    const in_block *x = a, *y = b;
    const int order = strcmp(x->block, y->block);
    if (order != 0)
        return order;
    if (x->leaves_s != y->leaves_s)
        return (x->leaves_s > y->leaves_s) - (x->leaves_s < y->leaves_s);
    return (x->draft > y->draft) - (x->draft < y->draft);
}

/* The transfer of type 4 or 5 between two trips; NULL when there is none. */
static const mlg_gtfs_transfer *rule_between(const gathering *g, int32_t from_trip, int32_t to_trip)
{
    for (int32_t k = g->first_rule[from_trip]; k >= 0; k = g->next_rule[k]) {
        const mlg_gtfs_transfer *t = &g->feed->transfers[g->seat_rules[k]];
        if (t->to_trip == to_trip)
            return t;
    }
    return NULL;
}

static bool same_place(const mlg_gtfs *feed, int32_t a, int32_t b)
{
    return mlg_gtfs_own_stop(feed, a) == mlg_gtfs_own_stop(feed, b) ||
           (feed->stops[a].parent >= 0 && feed->stops[a].parent == feed->stops[b].parent);
}

/* Joins two drafts when the vehicle of the first can be that of the second. */
static void join(gathering *g, int32_t from, int32_t to)
{
    mlg_run_draft *a = &g->list->drafts[from], *b = &g->list->drafts[to];
    const int32_t arrives_s = last_call(g, a->trip)->arrival_s + a->shift_s;
    const int32_t leaves_s = first_call(g, b->trip)->departure_s + b->shift_s;
    if (a->next >= 0 || b->continues || from == to || arrives_s > leaves_s)
        return;
    a->next = to;
    b->continues = true;
}

static void join_block(gathering *g, int32_t from, int32_t to)
{
    const int32_t a = g->list->drafts[from].trip, b = g->list->drafts[to].trip;
    const mlg_gtfs_transfer *rule = rule_between(g, a, b);
    if (!(rule && rule->type == MLG_TRANSFER_NO_IN_SEAT) &&
        same_place(g->feed, last_call(g, a)->stop, first_call(g, b)->stop))
        join(g, from, to);
}

/* Trips of one block on one day, in the order in which they leave. */
static mlg_status join_blocks(gathering *g, size_t first, mlg_error *err)
{
    mlg_run_list *list = g->list;
    in_block *blocks;
    size_t n = 0;
    MLG_TRY(MLG_NEW(&blocks, list->count - first, "a timetable", err));
    for (size_t k = first; k < list->count; k++) {
        const mlg_run_draft *d = &list->drafts[k];
        if (*g->feed->trips[d->trip].block)
            blocks[n++] = (in_block){ (int32_t)k, g->feed->trips[d->trip].block,
                                      first_call(g, d->trip)->departure_s + d->shift_s };
    }
    if (n > 1)
        qsort(blocks, n, sizeof *blocks, compare_block);
    for (size_t k = 1; k < n; k++)
        if (strcmp(blocks[k - 1].block, blocks[k].block) == 0)
            join_block(g, blocks[k - 1].draft, blocks[k].draft);
    free(blocks);
    return MLG_OK;
}

/* In-seat transfers between named trips, of one day: drafts from `first` on, in the order of their trips. */
static void join_in_seat(gathering *g, const int32_t *draft_of_trip)
{
    for (int32_t k = 0; k < g->n_seat_rules; k++) {
        const mlg_gtfs_transfer *t = &g->feed->transfers[g->seat_rules[k]];
        if (t->type != MLG_TRANSFER_IN_SEAT || draft_of_trip[t->from_trip] < 0 || draft_of_trip[t->to_trip] < 0)
            continue;
        join(g, draft_of_trip[t->from_trip], draft_of_trip[t->to_trip]);
    }
}

/* ---- one day of one feed ----------------------------------------------------------------------------------------- */

static mlg_status gather_day(gathering *g, int offset_days, int32_t shift_s, int32_t *draft_of_trip,
                             const bool *by_frequency, mlg_error *err)
{
    const mlg_gtfs *feed = g->feed;
    const int32_t day = g->options->day + offset_days;
    const size_t first = g->list->count;
    for (int32_t t = 0; t < feed->n_trips; t++) {
        const size_t before = g->list->count;
        draft_of_trip[t] = -1;
        if (feed->trips[t].n_calls == 0 || by_frequency[t] || !mlg_gtfs_runs(feed, feed->trips[t].service, day))
            continue;
        MLG_TRY(add(g, t, shift_s, err));
        if (g->list->count > before)
            draft_of_trip[t] = (int32_t)before;
    }
    join_in_seat(g, draft_of_trip);
    MLG_TRY(join_blocks(g, first, err));
    for (int32_t f = 0; f < feed->n_frequencies; f++)
        if (mlg_gtfs_runs(feed, feed->trips[feed->frequencies[f].trip].service, day))
            MLG_TRY(add_frequency(g, f, offset_days, shift_s, err));
    return MLG_OK;
}

static mlg_status find_seat_rules(gathering *g, mlg_error *err)
{
    const mlg_gtfs *feed = g->feed;
    MLG_TRY(MLG_NEW(&g->seat_rules, (size_t)feed->n_transfers, "a timetable", err));
    MLG_TRY(MLG_NEW(&g->next_rule, (size_t)feed->n_transfers, "a timetable", err));
    MLG_TRY(MLG_NEW(&g->first_rule, (size_t)feed->n_trips, "a timetable", err));
    for (int32_t t = 0; t < feed->n_trips; t++)
        g->first_rule[t] = -1;
    for (int32_t k = 0; k < feed->n_transfers; k++)
        if (feed->transfers[k].type >= MLG_TRANSFER_IN_SEAT)
            g->seat_rules[g->n_seat_rules++] = k;
    for (int32_t k = g->n_seat_rules - 1; k >= 0; k--) {
        int32_t *first = &g->first_rule[feed->transfers[g->seat_rules[k]].from_trip];
        g->next_rule[k] = *first;
        *first = k;
    }
    return MLG_OK;
}

static mlg_status gather_feed(gathering *g, const char *zone, mlg_error *err)
{
    const mlg_gtfs *feed = g->feed;
    int32_t *draft_of_trip;
    bool *by_frequency = NULL;
    MLG_TRY(MLG_NEW(&draft_of_trip, (size_t)feed->n_trips, "a timetable", err));
    mlg_status st = MLG_NEW(&by_frequency, (size_t)feed->n_trips, "a timetable", err);
    if (st == MLG_OK)
        st = find_seat_rules(g, err);
    for (int32_t f = 0; st == MLG_OK && f < feed->n_frequencies; f++)
        by_frequency[feed->frequencies[f].trip] = true;
    for (int offset = -1; st == MLG_OK && offset <= 1; offset++)
        st = gather_day(g, offset, mlg_zone_noon_s(feed->zone, zone, g->options->day, offset), draft_of_trip,
                        by_frequency, err);
    free(g->seat_rules);
    free(g->next_rule);
    free(g->first_rule);
    free(by_frequency);
    free(draft_of_trip);
    return st;
}

mlg_status mlg_runs_list(mlg_run_list *list, const mlg_gtfs *const *feeds, int32_t n_feeds,
                         const mlg_timetable_options *options, mlg_error *err)
{
    *list = (mlg_run_list){ 0 };
    mlg_status st = MLG_OK;
    for (int32_t f = 0; st == MLG_OK && f < n_feeds; f++) {
        gathering g = { .list = list, .feed = feeds[f], .number = f, .options = options };
        st = gather_feed(&g, feeds[0]->zone, err);
    }
    if (st != MLG_OK)
        mlg_runs_release(list);
    return st;
}

void mlg_runs_release(mlg_run_list *list)
{
    free(list->drafts);
    *list = (mlg_run_list){ 0 };
}
