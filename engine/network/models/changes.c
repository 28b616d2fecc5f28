#include "network/models/changes.h"

#include "base/memory.h"
#include "network/time.h"
#include "network/transit/timetable.h"

enum { NEVER = -1, WALK_ONLY = -2, AS_USUAL = -3, MOST_RULES = 1 << 26 };

/* What a rule says of a pair of stops: a time, or NEVER, WALK_ONLY, or AS_USUAL, as if no rule of transfers.txt were there. */
typedef struct {
    int32_t from, to, time_ds;
    int32_t order; /* later rules win */
    bool pathway;
} rule;

typedef struct {
    const mlg_gtfs *const *feeds;
    int32_t *first_stop;
    rule *rules;
    size_t count, room;
} rule_list;

static mlg_status add_rule(rule_list *l, int32_t from, int32_t to, int32_t time_ds, bool pathway, mlg_error *err)
{
    if (l->count >= MOST_RULES) {
        mlg_fail(err, MLG_DATA, "more than %d pairs of stops with rules of transfer or pathways", MOST_RULES);
        mlg_hint(err, "give the timetables of the territory, or leave transfers.txt out of them");
        return MLG_DATA;
    }
    MLG_TRY(MLG_GROW(&l->rules, &l->room, l->count + 1, "transfers", err));
    l->rules[l->count] = (rule){ from, to, time_ds, (int32_t)l->count, pathway };
    l->count++;
    return MLG_OK;
}

/* ---- transfers.txt ---- */

/* The stops of each station of a feed, a chain each, and the variants of each stop; variants are stops of the station too. */
typedef struct {
    const mlg_gtfs *feed;
    int32_t *first, *next;                 /* [stops], -1: none */
    int32_t *first_variant, *next_variant; /* [stops], -1: none */
} stations;

static mlg_status stations_init(stations *s, const mlg_gtfs *feed, mlg_error *err)
{
    *s = (stations){ .feed = feed };
    MLG_TRY(MLG_NEW(&s->first, (size_t)feed->n_stops, "transfers", err));
    MLG_TRY(MLG_NEW(&s->next, (size_t)feed->n_stops, "transfers", err));
    MLG_TRY(MLG_NEW(&s->first_variant, (size_t)feed->n_stops, "transfers", err));
    MLG_TRY(MLG_NEW(&s->next_variant, (size_t)feed->n_stops, "transfers", err));
    for (int32_t k = 0; k < feed->n_stops; k++)
        s->first[k] = s->next[k] = s->first_variant[k] = s->next_variant[k] = -1;
    for (int32_t k = feed->n_stops - 1; k >= mlg_gtfs_own_stops(feed); k--) {
        const int32_t own = mlg_gtfs_own_stop(feed, k);
        s->next_variant[k] = s->first_variant[own];
        s->first_variant[own] = k;
    }
    for (int32_t k = feed->n_stops - 1; k >= 0; k--) {
        const int32_t parent = feed->stops[k].parent;
        if (parent < 0 || parent == k)
            continue;
        s->next[k] = s->first[parent];
        s->first[parent] = k;
    }
    return MLG_OK;
}

static void stations_release(stations *s)
{
    free(s->first);
    free(s->next);
    free(s->first_variant);
    free(s->next_variant);
}

/* The stop after `stop` of those that a rule means by `named`: a stop stands for its variants, a station for its stops too. -1 after the
 * last. */
static int32_t next_meant(const stations *s, int32_t named, int32_t stop)
{
    const bool is_variant = stop != named && mlg_gtfs_own_stop(s->feed, stop) == named;
    const int32_t variant = stop == named ? s->first_variant[stop] : is_variant ? s->next_variant[stop] : -1;
    if (variant >= 0)
        return variant;
    if (stop == named || is_variant)
        return s->feed->stops[named].kind == MLG_STOP_STATION ? s->first[named] : -1;
    return s->next[stop];
}

/* The stop after `stop` of a stop and its variants. */
static int32_t next_variant(const stations *s, int32_t own, int32_t stop)
{
    return stop == own ? s->first_variant[own] : s->next_variant[stop];
}

static mlg_status add_pairs(rule_list *l, int32_t base, const stations *s, const mlg_gtfs_transfer *t,
                            int32_t time_ds, mlg_error *err)
{
    for (int32_t a = t->from_stop; a >= 0; a = next_meant(s, t->from_stop, a))
        for (int32_t b = t->to_stop; b >= 0; b = next_meant(s, t->to_stop, b))
            MLG_TRY(add_rule(l, base + a, base + b, time_ds, false, err));
    return MLG_OK;
}

/* A rule between particular lines or trips is one between variants. */
static bool is_particular(const mlg_gtfs *feed, const mlg_gtfs_transfer *t)
{
    const int32_t own = mlg_gtfs_own_stops(feed);
    return t->from_stop >= own || t->to_stop >= own;
}

static mlg_status add_transfers(rule_list *l, int32_t f, const stations *s, mlg_error *err)
{
    const mlg_gtfs *feed = l->feeds[f];
    const int32_t base = l->first_stop[f];
    for (int32_t k = 0; k < feed->n_transfers; k++) {
        const mlg_gtfs_transfer *t = &feed->transfers[k];
        if (t->type == MLG_TRANSFER_TIMED)
            MLG_TRY(add_pairs(l, base, s, t, WALK_ONLY, err));
        else if (t->type == MLG_TRANSFER_MINIMUM)
            MLG_TRY(add_pairs(l, base, s, t, 10 * t->minimum_s, err));
        else if (t->type == MLG_TRANSFER_FORBIDDEN)
            MLG_TRY(add_pairs(l, base, s, t, NEVER, err));
        else if (t->type == MLG_TRANSFER_RECOMMENDED && is_particular(feed, t))
            MLG_TRY(add_pairs(l, base, s, t, AS_USUAL, err));
    }
    return MLG_OK;
}

/* ---- pathways.txt ---- */

/* The pathways of a feed by the stop they leave, and the stops that a search reached. */
typedef struct {
    mlg_gtfs_pathway *ways;
    int32_t *first;  /* [stops + 1] */
    int32_t *time_s; /* [stops] from the stop searched from */
    int32_t *reached, n_reached;
} network;

static void network_release(network *w)
{
    free(w->ways);
    free(w->first);
    free(w->time_s);
    free(w->reached);
}

static mlg_status network_init(network *w, const mlg_gtfs *feed, mlg_error *err)
{
    const size_t stops = (size_t)feed->n_stops;
    MLG_TRY(MLG_NEW(&w->ways, (size_t)feed->n_pathways, "pathways", err));
    MLG_TRY(MLG_NEW(&w->first, stops + 1, "pathways", err));
    MLG_TRY(MLG_NEW(&w->time_s, stops, "pathways", err));
    MLG_TRY(MLG_NEW(&w->reached, stops, "pathways", err));
    for (int32_t k = 0; k < feed->n_pathways; k++)
        w->first[feed->pathways[k].from]++;
    for (int32_t s = 0; s < feed->n_stops; s++) {
        w->first[s + 1] += w->first[s];
        w->time_s[s] = MLG_UNREACHABLE;
    }
    for (int32_t k = 0; k < feed->n_pathways; k++) /* from the end of each stop to its beginning */
        w->ways[--w->first[feed->pathways[k].from]] = feed->pathways[k];
    return MLG_OK;
}

static bool follow(network *w, int32_t stop)
{
    bool better = false;
    for (int32_t k = w->first[stop]; k < w->first[stop + 1]; k++) {
        const int32_t to = w->ways[k].to, time_s = w->time_s[stop] + w->ways[k].time_s;
        if (time_s >= w->time_s[to])
            continue;
        if (w->time_s[to] == MLG_UNREACHABLE)
            w->reached[w->n_reached++] = to;
        w->time_s[to] = time_s;
        better = true;
    }
    return better;
}

/* Shortest times from one stop along pathways (Bellman and Ford: a station has a few dozen). */
static void follow_pathways(network *w, int32_t from)
{
    bool better = true;
    for (int32_t i = 0; i < w->n_reached; i++)
        w->time_s[w->reached[i]] = MLG_UNREACHABLE;
    w->n_reached = 0;
    w->reached[w->n_reached++] = from;
    w->time_s[from] = 0;
    while (better) {
        better = false;
        for (int32_t i = 0; i < w->n_reached; i++)
            better |= follow(w, w->reached[i]);
    }
}

static bool is_boarded(const mlg_gtfs_stop *stop)
{
    return stop->kind == MLG_STOP_PLATFORM || stop->kind == MLG_STOP_BOARDING_AREA;
}

/* From a stop or its variants to another or its own. */
static mlg_status add_way(rule_list *l, int32_t base, const stations *s, int32_t from, int32_t to, int32_t time_ds,
                          mlg_error *err)
{
    for (int32_t a = from; a >= 0; a = next_variant(s, from, a))
        for (int32_t b = to; b >= 0; b = next_variant(s, to, b))
            MLG_TRY(add_rule(l, base + a, base + b, time_ds, true, err));
    return MLG_OK;
}

static mlg_status add_pathways(rule_list *l, int32_t f, const stations *chains, int32_t board_ds, mlg_error *err)
{
    const mlg_gtfs *feed = l->feeds[f];
    const int32_t base = l->first_stop[f];
    network w = { .n_reached = 0 };
    mlg_status st;
    if (feed->n_pathways == 0)
        return MLG_OK;
    MLG_GO(network_init(&w, feed, err));
    for (int32_t s = 0; s < mlg_gtfs_own_stops(feed); s++) {
        if (w.first[s] == w.first[s + 1] || !is_boarded(&feed->stops[s]))
            continue;
        follow_pathways(&w, s);
        for (int32_t i = 1; i < w.n_reached; i++) {
            const int32_t t = w.reached[i];
            if (is_boarded(&feed->stops[t]))
                MLG_GO(add_way(l, base, chains, s, t, 10 * w.time_s[t] + board_ds, err));
        }
    }
done:
    network_release(&w);
    return st;
}

/* ---- rows ---- */

static int compare_rules(const void *a, const void *b)
{
    const rule *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The last of the rules of a pair, [first, end); of one that says nothing the last pathway. */
static rule last_of(const rule *first, const rule *end)
{
    const rule last = end[-1];
    while (last.time_ds == AS_USUAL && end > first && !end[-1].pathway)
        end--;
    return last.time_ds == AS_USUAL && end == first ? last : end[-1];
}

static void keep_last(rule_list *l)
{
    size_t kept = 0;
    if (l->count > 1)
        qsort(l->rules, l->count, sizeof *l->rules, compare_rules);
    for (size_t first = 0, end; first < l->count; first = end) {
        for (end = first + 1; end < l->count && l->rules[end].from == l->rules[first].from &&
                              l->rules[end].to == l->rules[first].to;)
            end++;
        l->rules[kept++] = last_of(l->rules + first, l->rules + end);
    }
    l->count = kept;
}

/* The stops that are at the place of one: itself and variants, ascending. */
typedef struct {
    int32_t feed, own; /* the stop, within its feed */
    int32_t at;        /* -1: none is left */
} same_place;

/* The next column of three ascending sources: walks, the stop itself with its variants, rules. */
typedef struct {
    const rule_list *list;
    const stations *chains; /* of all feeds */
    const mlg_sparse_view *walks;
    const rule *rule, *last_rule;
    int64_t at, end;
    int32_t board_ds;
    same_place own;
} merger;

static bool next_change(merger *m, int32_t *to, int32_t *time_ds)
{
    const int32_t own = m->own.at < 0 ? INT32_MAX : m->list->first_stop[m->own.feed] + m->own.at;
    int32_t best = own, walk_ds = MLG_UNREACHABLE;
    if (m->at < m->end && m->walks->column[m->at] < best)
        best = m->walks->column[m->at];
    if (m->rule < m->last_rule && m->rule->to < best)
        best = m->rule->to;
    if (best == INT32_MAX)
        return false;
    *to = best;
    if (m->at < m->end && m->walks->column[m->at] == best)
        walk_ds = m->walks->value[m->at++];
    if (own == best) {
        m->own.at = next_variant(&m->chains[m->own.feed], m->own.own, m->own.at);
        walk_ds = 0;
    }
    *time_ds = walk_ds == MLG_UNREACHABLE ? NEVER : walk_ds + m->board_ds;
    if (m->rule < m->last_rule && m->rule->to == best) {
        const int32_t said_ds = (m->rule++)->time_ds;
        if (said_ds == WALK_ONLY)
            *time_ds = walk_ds == MLG_UNREACHABLE ? 0 : walk_ds;
        else if (said_ds != AS_USUAL)
            *time_ds = said_ds;
    }
    return true;
}

/* Pairs of stops at one place: each stop with itself, and variants of one stop with each other. */
static int64_t count_same(const rule_list *l, const stations *chains, int32_t n_stops)
{
    int64_t count = 0;
    int32_t feed = 0;
    for (int32_t s = 0; s < n_stops; s++) {
        while (s >= l->first_stop[feed + 1])
            feed++;
        const int32_t own = mlg_gtfs_own_stop(l->feeds[feed], s - l->first_stop[feed]);
        for (int32_t v = own; v >= 0; v = next_variant(&chains[feed], own, v))
            count++;
    }
    return count;
}

static mlg_status merge(mlg_sparse_rows *out, const mlg_sparse_view *walks, const rule_list *l,
                        const stations *chains, int32_t board_ds, mlg_error *err)
{
    const rule *rule_at = l->rules, *end = l->rules + l->count;
    int64_t n = 0;
    int32_t feed = 0;
    MLG_TRY(mlg_sparse_init(out, walks->n_rows, walks->n_rows,
                            mlg_sparse_entries(*walks) + count_same(l, chains, walks->n_rows) + (int64_t)l->count,
                            err));
    for (int32_t s = 0; s < walks->n_rows; s++) {
        while (s >= l->first_stop[feed + 1])
            feed++;
        const int32_t own = mlg_gtfs_own_stop(l->feeds[feed], s - l->first_stop[feed]);
        merger m = {
            l, chains, walks, rule_at, rule_at, walks->start[s], walks->start[s + 1], board_ds, { feed, own, own }
        };
        while (rule_at < end && rule_at->from == s)
            m.last_rule = ++rule_at;
        for (int32_t to, time_ds; next_change(&m, &to, &time_ds);) {
            if (time_ds == NEVER)
                continue;
            out->column[n] = to;
            out->value[n++] = time_ds;
        }
        out->start[s + 1] = n;
    }
    return MLG_OK;
}

/* The stations of all feeds; released by the caller also after a failure. */
static mlg_status find_chains(stations **chains, const mlg_gtfs *const *feeds, int32_t n_feeds, mlg_error *err)
{
    MLG_TRY(MLG_NEW(chains, (size_t)n_feeds, "transfers", err));
    for (int32_t f = 0; f < n_feeds; f++)
        MLG_TRY(stations_init(&(*chains)[f], feeds[f], err));
    return MLG_OK;
}

mlg_status mlg_changes(mlg_sparse_rows *out, mlg_sparse_view walks, const mlg_gtfs *const *feeds, int32_t n_feeds,
                       int32_t board_ds, mlg_error *err)
{
    rule_list l = { .feeds = feeds };
    stations *chains = NULL;
    *out = (mlg_sparse_rows){ 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&l.first_stop, (size_t)n_feeds + 1, "transfers", err));
    mlg_timetable_stops(l.first_stop, feeds, n_feeds);
    MLG_GO(find_chains(&chains, feeds, n_feeds, err));
    for (int32_t f = 0; f < n_feeds; f++) {
        MLG_GO(add_pathways(&l, f, &chains[f], board_ds, err));
        MLG_GO(add_transfers(&l, f, &chains[f], err));
    }
    keep_last(&l);
    st = merge(out, &walks, &l, chains, board_ds, err);
done:
    for (int32_t f = 0; chains && f < n_feeds; f++)
        stations_release(&chains[f]);
    free(chains);
    free(l.rules);
    free(l.first_stop);
    return st;
}
