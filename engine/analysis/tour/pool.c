/* The maximal sets of stops that a round can visit, listed once each. */
#include "analysis/tour/pool.h"
#include "analysis/tour/schedule.h"
#include "base/memory.h"
#include "base/random.h"

#include <string.h>

enum { LOOK_EVERY = 4096 }; /* steps between looks at the clock */

/* One of the stops that a round could hold, and the drive to it. */
typedef struct {
    int32_t drive_s, at;
} neighbour;

typedef struct {
    const mlg_tour_frame *frame;
    mlg_tour_pool *pool;
    int32_t round;
    int64_t steps_left; /* 0: given up */
    mlg_tour_watch watch;
    size_t member_room, start_room;
    int64_t *bucket; /* [mask + 1] a set by its key, plus one; 0: none */
    uint64_t mask;
    uint8_t *covered; /* a set: contained in a larger one */
    size_t covered_room;
    int32_t order[MLG_TOUR_MOST_STOPS];
    /* the stops that the round could hold; of each, the least drive back and the least time from its arrival to the depot */
    int32_t n, *stop, *back_s, *takes_s;
    int32_t least_back_s, least_takes_s;
    neighbour *near; /* [(n + 1) x n]: a row for each of these stops, then for the depot, by increasing drive */
    mlg_error *err;
} listing;

static uint64_t key_of(const int32_t *stop, int32_t count)
{
    uint64_t key = 0;
    for (int32_t k = 0; k < count; k++) {
        uint64_t state = (uint64_t)stop[k];
        key ^= mlg_random_next(&state);
    }
    return key;
}

static bool holds(const mlg_tour_pool *p, int64_t set, const int32_t *stop, int32_t count)
{
    return p->start[set + 1] - p->start[set] == count &&
           memcmp(p->member + p->start[set], stop, (size_t)count * sizeof *stop) == 0;
}

/* Slot of a set in the hash table: its own, or the free one for it. */
static uint64_t place_of(const listing *l, const int32_t *stop, int32_t count)
{
    uint64_t at = key_of(stop, count) & l->mask;
    while (l->bucket[at] > 0 && !holds(l->pool, l->bucket[at] - 1, stop, count))
        at = (at + 1) & l->mask;
    return at;
}

static mlg_status widen(listing *l)
{
    int64_t *bucket = NULL;
    uint64_t mask = l->mask * 2 + 1;
    MLG_TRY(MLG_NEW(&bucket, (size_t)mask + 1, "routes", l->err));
    free(l->bucket);
    l->bucket = bucket;
    l->mask = mask;
    for (int64_t s = 0; s < l->pool->n_sets; s++) {
        const int32_t *stop = l->pool->member + l->pool->start[s];
        l->bucket[place_of(l, stop, (int32_t)(l->pool->start[s + 1] - l->pool->start[s]))] = s + 1;
    }
    return MLG_OK;
}

/* Marks the subsets with one stop less as contained: they were listed before. */
static void cover_parts(listing *l, const int32_t *stop, int32_t count)
{
    int32_t part[MLG_TOUR_MOST_STOPS];
    for (int32_t out = 0; out < count; out++) {
        memcpy(part, stop, (size_t)out * sizeof *part);
        memcpy(part + out, stop + out + 1, (size_t)(count - 1 - out) * sizeof *part);
        int64_t set = l->bucket[place_of(l, part, count - 1)] - 1;
        if (set >= 0)
            l->covered[set] = 1;
    }
}

/* Adds the current stops as a set, unless it is listed. */
static mlg_status list_set(listing *l, int32_t count)
{
    mlg_tour_pool *p = l->pool;
    int32_t stop[MLG_TOUR_MOST_STOPS] = { 0 };
    for (int32_t k = 0; k < count; k++) {
        int32_t at = k;
        for (; at > 0 && stop[at - 1] > l->order[k]; at--)
            stop[at] = stop[at - 1];
        stop[at] = l->order[k];
    }
    if (l->bucket[place_of(l, stop, count)] > 0)
        return MLG_OK;
    if ((uint64_t)p->n_sets * 2 >= l->mask)
        MLG_TRY(widen(l));
    size_t n = (size_t)p->start[p->n_sets] + (size_t)count;
    MLG_TRY(MLG_GROW(&p->member, &l->member_room, n, "routes", l->err));
    MLG_TRY(MLG_GROW(&p->start, &l->start_room, (size_t)p->n_sets + 2, "routes", l->err));
    MLG_TRY(MLG_GROW(&l->covered, &l->covered_room, (size_t)p->n_sets + 1, "routes", l->err));
    uint64_t at = place_of(l, stop, count);
    memcpy(p->member + p->start[p->n_sets], stop, (size_t)count * sizeof *stop);
    l->covered[p->n_sets] = 0;
    l->bucket[at] = ++p->n_sets;
    p->start[p->n_sets] = (int64_t)n;
    cover_parts(l, stop, count);
    return MLG_OK;
}

static bool is_on_the_way(const listing *l, int32_t count, int32_t stop)
{
    for (int32_t k = 0; k < count; k++)
        if (l->order[k] == stop)
            return true;
    return false;
}

static void look_at_clock(listing *l)
{
    if (mlg_tour_watch_late(&l->watch))
        l->steps_left = 0;
}

/* From the stop `from` of the list, n: the depot. A stop from which the unit would not be back in time is left out before its session
 * is timed. */
static mlg_status drive_on(listing *l, int32_t count, int32_t from, mlg_tour_label label)
{
    const mlg_tour_problem *p = l->frame->problem;
    int32_t node = from < l->n ? l->stop[from] : p->n_stops + l->round / p->n_days, drive_s;
    if (count > 0 && mlg_tour_return(l->frame, l->round, node, label, &drive_s) != MLG_TOUR_NEVER)
        MLG_TRY(list_set(l, count));
    const neighbour *near = l->near + (int64_t)from * l->n;
    int32_t left_s = p->shift[l->round].to_s - (label.plain_s < label.lunched_s ? label.plain_s : label.lunched_s);
    int32_t drive_left_s = p->max_drive_s - label.drive_s;
    for (int32_t k = 0; k < l->n && count < MLG_TOUR_MOST_STOPS && l->steps_left > 0; k++) {
        mlg_tour_label next;
        int32_t at = near[k].at;
        if (near[k].drive_s > left_s - l->least_takes_s || near[k].drive_s > drive_left_s - l->least_back_s)
            break;
        if (--l->steps_left % LOOK_EVERY == 0)
            look_at_clock(l);
        if (near[k].drive_s > left_s - l->takes_s[at] || near[k].drive_s > drive_left_s - l->back_s[at] ||
            is_on_the_way(l, count, l->stop[at]) ||
            !mlg_tour_extend(l->frame, l->round, node, label, l->stop[at], &next))
            continue;
        l->order[count] = l->stop[at];
        MLG_TRY(drive_on(l, count + 1, at, next));
    }
    return MLG_OK;
}

static int compare_drives(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;
    return x->drive_s != y->drive_s ? (x->drive_s > y->drive_s) - (x->drive_s < y->drive_s)
                                    : (x->at > y->at) - (x->at < y->at);
}

static mlg_status list_stops(listing *l, const mlg_tour_reach *reach)
{
    const mlg_tour_problem *p = l->frame->problem;
    size_t n = (size_t)p->n_stops;
    MLG_TRY(MLG_NEW(&l->stop, n, "routes", l->err));
    MLG_TRY(MLG_NEW(&l->back_s, n, "routes", l->err));
    MLG_TRY(MLG_NEW(&l->takes_s, n, "routes", l->err));
    l->least_back_s = l->least_takes_s = INT32_MAX;
    for (int32_t j = 0; j < p->n_stops; j++) {
        if (!mlg_tour_reach_holds(reach, l->frame, l->round, j))
            continue;
        int32_t back_s = reach->back_s[(int64_t)(l->round / p->n_days) * p->n_stops + j];
        int32_t takes_s = p->setup_s + p->session_s[j] + p->pack_s + back_s;
        l->stop[l->n] = j;
        l->back_s[l->n] = back_s;
        l->takes_s[l->n++] = takes_s;
        l->least_back_s = back_s < l->least_back_s ? back_s : l->least_back_s;
        l->least_takes_s = takes_s < l->least_takes_s ? takes_s : l->least_takes_s;
    }
    return MLG_OK;
}

static mlg_status list_neighbours(listing *l)
{
    const mlg_tour_problem *p = l->frame->problem;
    size_t n = (size_t)l->n;
    MLG_TRY(MLG_NEW(&l->near, (n + 1) * n, "routes", l->err));
    for (int32_t from = 0; from <= l->n && l->steps_left > 0; from++) {
        look_at_clock(l);
        neighbour *near = l->near + (int64_t)from * l->n;
        int64_t node = from < l->n ? l->stop[from] : p->n_stops + l->round / p->n_days;
        for (int32_t k = 0; k < l->n; k++)
            near[k] = (neighbour){ p->drive_s[node * l->frame->n_nodes + l->stop[k]], k };
        if (n > 1)
            qsort(near, n, sizeof *near, compare_drives);
    }
    return MLG_OK;
}

static void drop_covered(mlg_tour_pool *p, const uint8_t *covered)
{
    int64_t n = 0, at = 0, first = 0;
    for (int64_t s = 0; s < p->n_sets; s++) {
        int64_t count = p->start[s + 1] - first;
        if (!covered[s]) {
            memmove(p->member + at, p->member + first, (size_t)count * sizeof *p->member);
            at += count;
        }
        first = p->start[s + 1];
        if (!covered[s])
            p->start[++n] = at;
    }
    p->n_sets = n;
}

mlg_status mlg_tour_pool_init(mlg_tour_pool *pool, const mlg_tour_frame *frame, const mlg_tour_reach *reach,
                              int32_t round, int64_t max_steps, const mlg_tour_watch *watch, mlg_error *err)
{
    listing l = { .frame = frame,
                  .pool = pool,
                  .round = round,
                  .steps_left = max_steps,
                  .watch = *watch,
                  .mask = 1023,
                  .err = err };
    mlg_status st = MLG_OK;
    *pool = (mlg_tour_pool){ 0 };
    MLG_GO(MLG_NEW(&l.bucket, (size_t)l.mask + 1, "routes", err));
    MLG_GO(MLG_GROW(&pool->start, &l.start_room, 2, "routes", err));
    pool->start[0] = 0;
    MLG_GO(list_stops(&l, reach));
    l.steps_left -= (int64_t)l.n * l.n;
    if (l.steps_left > 0) {
        MLG_GO(list_neighbours(&l));
        MLG_GO(drive_on(&l, 0, l.n, mlg_tour_first_label(frame, round)));
    }
    pool->whole = l.steps_left > 0;
    if (pool->whole && l.covered)
        drop_covered(pool, l.covered);
done:
    free(l.bucket);
    free(l.covered);
    free(l.stop);
    free(l.back_s);
    free(l.takes_s);
    free(l.near);
    if (st != MLG_OK || !pool->whole)
        mlg_tour_pool_release(pool);
    return st;
}

void mlg_tour_pool_release(mlg_tour_pool *pool)
{
    free(pool->start);
    free(pool->member);
    *pool = (mlg_tour_pool){ 0 };
}
