/* Transfer rules between particular lines or trips (transfers.txt).
 *
 * A stop at which such rules hold is split: the trips that a rule names call at a variant of the stop, which is at its place and has its
 * name. Between variants the rules are plain ones, from stop to stop, those that say more after the others, as the last one counts. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"

#include <stdlib.h>

enum { MOST_VARIANTS = 1 << 13, MOST_RULES = 1 << 22 };

/* A stop that a rule means, and whom it means there: a trip, or else a line. */
typedef struct {
    int32_t stop, trip, route;
    int32_t variant; /* the stop they call at; -1: they do not */
} mention;

typedef struct {
    mlg_gtfs_maker *maker;
    int32_t *first, *next; /* [stops] the stops of each station, -1: none */
    int32_t n_own;         /* stops */
    mention *mentions;
    size_t count, room;
} splitting;

/* ---- rules -------------------------------------------------------------------------------------------------------- */

/* As the GTFS reference orders them: both trips, a trip and a line, one trip, both lines, one line. */
static int specificity(const mlg_gtfs_rule *r)
{
    const int from = r->plain.from_trip >= 0 ? 2 : r->from_route >= 0,
              to = r->plain.to_trip >= 0 ? 2 : r->to_route >= 0;
    static const int level[3][3] = { { 0, 1, 3 }, { 1, 2, 4 }, { 3, 4, 5 } };
    return level[from][to];
}

static int compare_rules(const void *a, const void *b)
{
    const mlg_gtfs_rule *x = a, *y = b;
    const int p = specificity(x), q = specificity(y);
    if (p != q)
        return p < q ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* ---- whom rules mean ---------------------------------------------------------------------------------------------- */

static int compare_mentions(const void *a, const void *b)
{
    const mention *x = a, *y = b;
    if (x->stop != y->stop)
        return x->stop < y->stop ? -1 : 1;
    if (x->trip != y->trip)
        return x->trip < y->trip ? -1 : 1;
    return (x->route > y->route) - (x->route < y->route);
}

static mlg_status find_stations(splitting *s, mlg_error *err)
{
    const mlg_gtfs *feed = &s->maker->feed;
    s->n_own = feed->n_stops;
    MLG_TRY(MLG_NEW(&s->first, (size_t)s->n_own, "transfers", err));
    MLG_TRY(MLG_NEW(&s->next, (size_t)s->n_own, "transfers", err));
    for (int32_t k = 0; k < s->n_own; k++)
        s->first[k] = s->next[k] = -1;
    for (int32_t k = s->n_own - 1; k >= 0; k--) {
        const int32_t parent = feed->stops[k].parent;
        if (parent < 0)
            continue;
        s->next[k] = s->first[parent];
        s->first[parent] = k;
    }
    return MLG_OK;
}

/* The stop after `stop` of those that a rule means by `named`: a station stands for its stops too. -1 after the last. */
static int32_t next_meant(const splitting *s, int32_t named, int32_t stop)
{
    if (stop != named)
        return s->next[stop];
    return s->maker->feed.stops[named].kind == MLG_STOP_STATION ? s->first[named] : -1;
}

/* One end of a rule. A trip says more than its line. */
static mlg_status add_mentions(splitting *s, int32_t named, int32_t trip, int32_t route, mlg_error *err)
{
    if (trip < 0 && route < 0)
        return MLG_OK;
    for (int32_t stop = named; stop >= 0; stop = next_meant(s, named, stop)) {
        if (s->count >= MOST_RULES)
            return MLG_OK; /* told by fits() */
        MLG_TRY(MLG_GROW(&s->mentions, &s->room, s->count + 1, "transfers", err));
        s->mentions[s->count++] = (mention){ stop, trip, trip >= 0 ? -1 : route, -1 };
    }
    return MLG_OK;
}

static mlg_status find_mentions(splitting *s, mlg_error *err)
{
    const mlg_gtfs_maker *m = s->maker;
    size_t kept = 0;
    for (size_t k = 0; k < m->n_rules; k++) {
        const mlg_gtfs_rule *r = &m->rules[k];
        MLG_TRY(add_mentions(s, r->plain.from_stop, r->plain.from_trip, r->from_route, err));
        MLG_TRY(add_mentions(s, r->plain.to_stop, r->plain.to_trip, r->to_route, err));
    }
    if (s->count >= MOST_RULES)
        return MLG_OK;
    if (s->count > 1)
        qsort(s->mentions, s->count, sizeof *s->mentions, compare_mentions);
    for (size_t k = 0; k < s->count; k++)
        if (k == 0 || compare_mentions(&s->mentions[k - 1], &s->mentions[k]) != 0)
            s->mentions[kept++] = s->mentions[k];
    s->count = kept;
    return MLG_OK;
}

/* The mention of a call: of its trip, else of its line, else none. */
static mention *mention_of(const splitting *s, int32_t trip, int32_t stop)
{
    const mention by_trip = { stop, trip, -1, -1 }, by_route = { stop, -1, s->maker->feed.trips[trip].route, -1 };
    mention *found = bsearch(&by_trip, s->mentions, s->count, sizeof *s->mentions, compare_mentions);
    if (!found && by_route.route >= 0)
        found = bsearch(&by_route, s->mentions, s->count, sizeof *s->mentions, compare_mentions);
    return found;
}

/* ---- variants ----------------------------------------------------------------------------------------------------- */

/* Gives each mention that a call meets a number, from the number of stops on. */
static int32_t number_variants(splitting *s)
{
    const mlg_gtfs *feed = &s->maker->feed;
    int32_t n = 0;
    for (int32_t t = 0; t < feed->n_trips; t++)
        for (int32_t k = 0; k < feed->trips[t].n_calls; k++) {
            mention *m = mention_of(s, t, feed->calls[feed->trips[t].first_call + k].stop);
            if (m && m->variant < 0)
                m->variant = s->n_own + n++;
        }
    return n;
}

static mlg_status make_variants(splitting *s, int32_t n, mlg_error *err)
{
    mlg_gtfs_maker *maker = s->maker;
    mlg_gtfs *feed = &maker->feed;
    MLG_TRY(MLG_GROW(&feed->stops, &maker->stops_room, (size_t)(s->n_own + n), "stops", err));
    MLG_TRY(MLG_NEW(&feed->variant_of, (size_t)n, "stops", err));
    for (size_t k = 0; k < s->count; k++) {
        const mention *m = &s->mentions[k];
        if (m->variant < 0)
            continue;
        feed->stops[m->variant] = feed->stops[m->stop];
        feed->stops[m->variant].kind = MLG_STOP_PLATFORM;
        feed->variant_of[m->variant - s->n_own] = m->stop;
    }
    for (int32_t t = 0; t < feed->n_trips; t++)
        for (int32_t k = 0; k < feed->trips[t].n_calls; k++) {
            mlg_gtfs_call *call = &feed->calls[feed->trips[t].first_call + k];
            const mention *m = mention_of(s, t, call->stop);
            call->stop = m ? m->variant : call->stop;
        }
    feed->n_stops += n;
    feed->n_variants = n;
    return MLG_OK;
}

/* ---- rules between variants --------------------------------------------------------------------------------------- */

typedef struct {
    int32_t *stops;
    size_t count, room;
} stop_list;

static mlg_status add_stop(stop_list *list, int32_t stop, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&list->stops, &list->room, list->count + 1, "transfers", err));
    list->stops[list->count++] = stop;
    return MLG_OK;
}

/* Whether the trips of a mention are those of one end of a rule: a trip is of its line too. */
static bool is_meant(const splitting *s, const mention *m, int32_t trip, int32_t route)
{
    if (trip >= 0)
        return m->trip == trip;
    return (m->trip >= 0 ? s->maker->feed.trips[m->trip].route : m->route) == route;
}

/* Mentions of a stop are next to each other. */
static size_t first_mention(const splitting *s, int32_t stop)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->mentions[middle].stop < stop)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The stops of one end of a rule: the variants that it means, or the stop as it is named, which stands for all its variants. */
static mlg_status list_end(stop_list *list, const splitting *s, int32_t named, int32_t trip, int32_t route,
                           mlg_error *err)
{
    list->count = 0;
    if (trip < 0 && route < 0)
        return add_stop(list, named, err);
    for (int32_t stop = named; stop >= 0; stop = next_meant(s, named, stop))
        for (size_t k = first_mention(s, stop); k < s->count && s->mentions[k].stop == stop; k++)
            if (s->mentions[k].variant >= 0 && is_meant(s, &s->mentions[k], trip, route))
                MLG_TRY(add_stop(list, s->mentions[k].variant, err));
    return MLG_OK;
}

/* *fits stays true unless there are too many. */
static mlg_status add_rules(bool *fits, const splitting *s, mlg_error *err)
{
    mlg_gtfs_maker *m = s->maker;
    stop_list from = { 0 }, to = { 0 };
    mlg_status st = MLG_OK;
    for (size_t k = 0; k < m->n_rules && *fits; k++) {
        const mlg_gtfs_rule *r = &m->rules[k];
        MLG_GO(list_end(&from, s, r->plain.from_stop, r->plain.from_trip, r->from_route, err));
        MLG_GO(list_end(&to, s, r->plain.to_stop, r->plain.to_trip, r->to_route, err));
        *fits = from.count * to.count + (size_t)m->feed.n_transfers < MOST_RULES;
        for (size_t i = 0; i < from.count && *fits; i++)
            for (size_t j = 0; j < to.count; j++) {
                mlg_gtfs_transfer t = r->plain;
                t.from_stop = from.stops[i];
                t.to_stop = to.stops[j];
                t.from_trip = t.to_trip = -1;
                MLG_GO(mlg_gtfs_add_transfer(m, &t, err));
            }
    }
done:
    free(from.stops);
    free(to.stops);
    return st;
}

mlg_status mlg_gtfs_split_stops(mlg_gtfs_maker *maker, mlg_error *err)
{
    splitting s = { .maker = maker };
    bool fits = true;
    int32_t n = 0;
    mlg_status st = MLG_OK;
    if (maker->n_rules == 0)
        return MLG_OK;
    qsort(maker->rules, maker->n_rules, sizeof *maker->rules, compare_rules);
    MLG_GO(find_stations(&s, err));
    MLG_GO(find_mentions(&s, err));
    fits = s.count < MOST_RULES;
    if (fits)
        n = number_variants(&s);
    fits = fits && n <= MOST_VARIANTS;
    if (fits) {
        MLG_GO(make_variants(&s, n, err));
        MLG_GO(add_rules(&fits, &s, err));
    }
    if (!fits)
        mlg_gtfs_count_at(&maker->feed, MLG_GTFS_TRANSFER_MANY, "transfers.txt", 0, NULL);
done:
    free(s.first);
    free(s.next);
    free(s.mentions);
    return st;
}
