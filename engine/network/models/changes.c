#include "network/models/changes.h"

#include "base/memory.h"
#include "network/time.h"
#include "network/transit/timetable.h"

enum { NEVER = -1, WALK_ONLY = -2 };

/* What a rule says of a pair of stops: a time, or NEVER, or WALK_ONLY. */
typedef struct {
    int32_t from, to, time_ds;
    int32_t order; /* later rules win */
} rule;

typedef struct {
    const mlg_gtfs *const *feeds;
    int32_t *first_stop;
    rule *rules;
    size_t count, room;
} rule_list;

static mlg_status add_rule(rule_list *l, int32_t from, int32_t to, int32_t time_ds, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&l->rules, &l->room, l->count + 1, "transfers", err));
    l->rules[l->count] = (rule){ from, to, time_ds, (int32_t)l->count };
    l->count++;
    return MLG_OK;
}

/* ---- transfers.txt ---- */

/* The stops of each station of a feed, a chain each. */
typedef struct {
    const mlg_gtfs *feed;
    int32_t *first, *next; /* [stops], -1: none */
} stations;

static mlg_status stations_init(stations *s, const mlg_gtfs *feed, mlg_error *err)
{
    *s = (stations){ .feed = feed };
    MLG_TRY(MLG_NEW(&s->first, (size_t)feed->n_stops, "transfers", err));
    MLG_TRY(MLG_NEW(&s->next, (size_t)feed->n_stops, "transfers", err));
    for (int32_t k = 0; k < feed->n_stops; k++)
        s->first[k] = s->next[k] = -1;
    for (int32_t k = feed->n_stops - 1; k >= 0; k--) {
        const int32_t parent = feed->stops[k].parent;
        if (parent < 0 || parent == k)
            continue;
        s->next[k] = s->first[parent];
        s->first[parent] = k;
    }
    return MLG_OK;
}

/* The stop after `stop` of those that a rule means by `named`: a station stands for its stops too. -1 after the last. */
static int32_t next_meant(const stations *s, int32_t named, int32_t stop)
{
    if (stop != named)
        return s->next[stop];
    return s->feed->stops[named].kind == MLG_STOP_STATION ? s->first[named] : -1;
}

static mlg_status add_pairs(rule_list *l, int32_t base, const stations *s, const mlg_gtfs_transfer *t,
                            int32_t time_ds, mlg_error *err)
{
    for (int32_t a = t->from_stop; a >= 0; a = next_meant(s, t->from_stop, a))
        for (int32_t b = t->to_stop; b >= 0; b = next_meant(s, t->to_stop, b))
            MLG_TRY(add_rule(l, base + a, base + b, time_ds, err));
    return MLG_OK;
}

static mlg_status add_transfers(rule_list *l, int32_t f, mlg_error *err)
{
    const mlg_gtfs *feed = l->feeds[f];
    const int32_t base = l->first_stop[f];
    stations s;
    mlg_status st;
    MLG_GO(stations_init(&s, feed, err));
    for (int32_t k = 0; k < feed->n_transfers; k++) {
        const mlg_gtfs_transfer *t = &feed->transfers[k];
        if (t->type == MLG_TRANSFER_TIMED)
            MLG_GO(add_pairs(l, base, &s, t, WALK_ONLY, err));
        else if (t->type == MLG_TRANSFER_MINIMUM)
            MLG_GO(add_pairs(l, base, &s, t, 10 * t->minimum_s, err));
        else if (t->type == MLG_TRANSFER_FORBIDDEN)
            MLG_GO(add_pairs(l, base, &s, t, NEVER, err));
    }
done:
    free(s.first);
    free(s.next);
    return st;
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

static mlg_status add_pathways(rule_list *l, int32_t f, int32_t board_ds, mlg_error *err)
{
    const mlg_gtfs *feed = l->feeds[f];
    const int32_t base = l->first_stop[f];
    network w = { .n_reached = 0 };
    mlg_status st;
    if (feed->n_pathways == 0)
        return MLG_OK;
    MLG_GO(network_init(&w, feed, err));
    for (int32_t s = 0; s < feed->n_stops; s++) {
        if (w.first[s] == w.first[s + 1] || !is_boarded(&feed->stops[s]))
            continue;
        follow_pathways(&w, s);
        for (int32_t i = 1; i < w.n_reached; i++) {
            const int32_t t = w.reached[i];
            if (is_boarded(&feed->stops[t]))
                MLG_GO(add_rule(l, base + s, base + t, 10 * w.time_s[t] + board_ds, err));
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

/* The last of the rules of each pair. */
static void keep_last(rule_list *l)
{
    size_t kept = 0;
    if (l->count > 1)
        qsort(l->rules, l->count, sizeof *l->rules, compare_rules);
    for (size_t k = 0; k < l->count; k++)
        if (k + 1 == l->count || l->rules[k].from != l->rules[k + 1].from || l->rules[k].to != l->rules[k + 1].to)
            l->rules[kept++] = l->rules[k];
    l->count = kept;
}

/* The next column of three ascending sources: walks, the stop itself, rules. */
typedef struct {
    const mlg_sparse_view *walks;
    const rule *rule, *last_rule;
    int64_t at, end;
    int32_t stop, board_ds;
    bool own; /* still to come */
} merger;

static bool next_change(merger *m, int32_t *to, int32_t *time_ds)
{
    int32_t best = INT32_MAX, walk_ds = MLG_UNREACHABLE;
    if (m->at < m->end)
        best = m->walks->column[m->at];
    if (m->own && m->stop < best)
        best = m->stop;
    if (m->rule < m->last_rule && m->rule->to < best)
        best = m->rule->to;
    if (best == INT32_MAX)
        return false;
    *to = best;
    if (m->at < m->end && m->walks->column[m->at] == best)
        walk_ds = m->walks->value[m->at++];
    if (m->own && m->stop == best) {
        m->own = false;
        walk_ds = 0;
    }
    *time_ds = walk_ds == MLG_UNREACHABLE ? NEVER : walk_ds + m->board_ds;
    if (m->rule < m->last_rule && m->rule->to == best) {
        *time_ds = m->rule->time_ds != WALK_ONLY ? m->rule->time_ds : walk_ds == MLG_UNREACHABLE ? 0 : walk_ds;
        m->rule++;
    }
    return true;
}

static mlg_status merge(mlg_sparse_rows *out, const mlg_sparse_view *walks, const rule_list *l, int32_t board_ds,
                        mlg_error *err)
{
    const rule *rule_at = l->rules, *end = l->rules + l->count;
    int64_t n = 0;
    MLG_TRY(mlg_sparse_init(out, walks->n_rows, walks->n_rows,
                            mlg_sparse_entries(*walks) + walks->n_rows + (int64_t)l->count, err));
    for (int32_t s = 0; s < walks->n_rows; s++) {
        merger m = { walks, rule_at, rule_at, walks->start[s], walks->start[s + 1], s, board_ds, true };
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

mlg_status mlg_changes(mlg_sparse_rows *out, mlg_sparse_view walks, const mlg_gtfs *const *feeds, int32_t n_feeds,
                       int32_t board_ds, mlg_error *err)
{
    rule_list l = { .feeds = feeds };
    *out = (mlg_sparse_rows){ 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&l.first_stop, (size_t)n_feeds + 1, "transfers", err));
    mlg_timetable_stops(l.first_stop, feeds, n_feeds);
    for (int32_t f = 0; f < n_feeds; f++) {
        MLG_GO(add_pathways(&l, f, board_ds, err));
        MLG_GO(add_transfers(&l, f, err));
    }
    keep_last(&l);
    st = merge(out, &walks, &l, board_ds, err);
done:
    free(l.rules);
    free(l.first_stop);
    return st;
}
