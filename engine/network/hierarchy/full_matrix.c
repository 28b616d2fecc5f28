#include "network/hierarchy/full_matrix.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "network/hierarchy/sweep_inner.h"

#include <stdatomic.h>

enum { CLIMBS_A_TASK = 16, SOURCES_A_TASK = 32, TARGETS_A_BLOCK = 32 };

/* A point at one of its nodes. The other node belongs to the same climb when it is an ancestor of the first. */
typedef struct {
    int32_t point;
    int32_t position;
    int32_t above; /* position; MLG_NOWHERE: none */
    uint32_t offset_ds, above_offset_ds;
    size_t row; /* index of its first time; there are slot + 1, from the root down */
} foot;

typedef struct {
    foot *foot;
    int32_t count;
    int32_t *first_foot; /* [points + 1] */
    uint32_t *time_ds;   /* rows of all feet */
} climbers;

/* A source and its ancestors, from the root down. */
typedef struct {
    int32_t *first, *end; /* [max_slots] positions of their subtrees */
    int32_t count;
} chain;

typedef struct {
    const mlg_full_matrix_request *request;
    const mlg_hierarchy *h;
    const mlg_lane_code *code;
    climbers source, target;
    chain *chain; /* by worker */
    int32_t *time_ds;
    int32_t n_steps;
    atomic_int done;
} works;

/* ---- climbs ---- */

static bool stands_above(const mlg_hierarchy *h, int32_t above, int32_t position)
{
    return above <= position && position < h->node[above].end;
}

static void add_foot(climbers *c, foot one, const mlg_hierarchy *h, size_t *room)
{
    one.row = *room;
    *room += (size_t)h->node[one.position].slot + 1;
    c->foot[c->count++] = one;
}

static void add_feet(climbers *c, int32_t point, const mlg_anchor *anchor, const mlg_hierarchy *h, size_t *room)
{
    foot side[2];
    for (int k = 0; k < 2; k++) {
        int32_t position = anchor->node[k] == MLG_NOWHERE ? MLG_NOWHERE : h->position_of[anchor->node[k]];
        side[k] = (foot){ point, position, MLG_NOWHERE, (uint32_t)anchor->offset_ds[k], 0, 0 };
    }
    const bool both = side[0].position != MLG_NOWHERE && side[1].position != MLG_NOWHERE;
    for (int k = 0; k < 2; k++)
        if (both && stands_above(h, side[!k].position, side[k].position)) {
            side[k].above = side[!k].position;
            side[k].above_offset_ds = side[!k].offset_ds;
            add_foot(c, side[k], h, room);
            return;
        }
    for (int k = 0; k < 2; k++)
        if (side[k].position != MLG_NOWHERE)
            add_foot(c, side[k], h, room);
}

static mlg_status climbers_init(climbers *c, const mlg_anchor *anchors, int32_t count, const mlg_hierarchy *h,
                                mlg_error *err)
{
    size_t room = 0;
    MLG_TRY(MLG_NEW(&c->foot, 2 * (size_t)count, "points of a matrix", err));
    MLG_TRY(MLG_NEW(&c->first_foot, (size_t)count + 1, "points of a matrix", err));
    for (int32_t i = 0; i < count; i++) {
        add_feet(c, i, &anchors[i], h, &room);
        c->first_foot[i + 1] = c->count;
    }
    return MLG_NEW(&c->time_ds, room, "times of climbs", err);
}

static void climbers_release(climbers *c)
{
    free(c->foot);
    free(c->first_foot);
    free(c->time_ds);
}

/* Computes the times between a foot and its ancestors; `arc_ds` are the times in the direction of travel. */
static void climb(uint32_t *row, const mlg_hierarchy *h, const uint32_t *arc_ds, const foot *from,
                  uint32_t limit_ds)
{
    const int32_t slot = h->node[from->position].slot;
    for (int32_t k = 0; k <= slot; k++)
        row[k] = MLG_NO_LONG_WAY;
    row[slot] = from->offset_ds;
    if (from->above != MLG_NOWHERE && from->above_offset_ds < row[h->node[from->above].slot])
        row[h->node[from->above].slot] = from->above_offset_ds;
    for (int32_t p = from->position; p != MLG_NOWHERE; p = h->node[p].parent) {
        const uint32_t time_ds = row[h->node[p].slot];
        if (time_ds > limit_ds)
            continue;
        for (int32_t arc = h->node[p].first_arc; arc < mlg_arcs_end(h, p); arc++) {
            uint32_t *above_ds = &row[h->long_slot[arc]], by_ds = time_ds + arc_ds[arc];
            *above_ds = by_ds < *above_ds ? by_ds : *above_ds;
        }
    }
}

/* Worker 0 is the calling thread, the only one that may report progress. */
static mlg_status step(works *w, int worker, mlg_error *err)
{
    int done = atomic_fetch_add(&w->done, 1);
    return worker ? MLG_OK
                  : mlg_progress_step(w->request->progress, "travel times", (double)done / w->n_steps, err);
}

static int32_t tasks_of(int32_t count, int32_t a_task)
{
    return count / a_task + (count % a_task > 0);
}

static int32_t end_of(int32_t first, int32_t a_task, int32_t count)
{
    return count - first < a_task ? count : first + a_task;
}

static mlg_status climb_some(void *context, int32_t task, int worker, mlg_error *err)
{
    works *w = context;
    const int32_t of_sources = tasks_of(w->source.count, CLIMBS_A_TASK);
    const climbers *c = task < of_sources ? &w->source : &w->target;
    const uint32_t *arc_ds = task < of_sources ? w->h->long_up_ds : w->h->long_down_ds;
    const int32_t first = (task < of_sources ? task : task - of_sources) * CLIMBS_A_TASK;
    for (int32_t i = first; i < end_of(first, CLIMBS_A_TASK, c->count); i++)
        climb(c->time_ds + c->foot[i].row, w->h, arc_ds, &c->foot[i], (uint32_t)w->request->limit_ds);
    return step(w, worker, err);
}

/* ---- meetings ---- */

static mlg_status reserve_chain(chain *c, const mlg_hierarchy *h, mlg_error *err)
{
    if (!c->first)
        MLG_TRY(MLG_NEW(&c->first, (size_t)h->max_slots, "nodes above a source", err));
    return c->end ? MLG_OK : MLG_NEW(&c->end, (size_t)h->max_slots, "nodes above a source", err);
}

static void set_chain(chain *c, const mlg_hierarchy *h, int32_t position)
{
    c->count = h->node[position].slot + 1;
    for (int32_t p = position; p != MLG_NOWHERE; p = h->node[p].parent) {
        c->first[h->node[p].slot] = p;
        c->end[h->node[p].slot] = h->node[p].end;
    }
}

/* Number of nodes of the chain that are also ancestors of `position`; their subtrees are nested. */
static int32_t shared_above(const chain *c, int32_t position)
{
    int32_t low = 0, high = c->count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (c->first[middle] <= position && position < c->end[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void meet(works *w, const foot *source, const foot *target, const chain *c)
{
    const uint32_t *up = w->source.time_ds + source->row, *down = w->target.time_ds + target->row;
    uint32_t time_ds = w->code->least_sum(up, down, shared_above(c, target->position));
    int32_t *cell = &w->time_ds[(size_t)source->point * (size_t)w->request->n_targets + (size_t)target->point];
    if (time_ds <= (uint32_t)w->request->limit_ds && (int32_t)time_ds < *cell)
        *cell = (int32_t)time_ds;
}

/* Computes the rows of some sources, by blocks of targets that fit the L2 cache. */
static mlg_status meet_some(void *context, int32_t task, int worker, mlg_error *err)
{
    works *w = context;
    const int32_t first = task * SOURCES_A_TASK, end = end_of(first, SOURCES_A_TASK, w->request->n_sources);
    const int32_t from = w->source.first_foot[first], to = w->source.first_foot[end];
    const size_t columns = (size_t)w->request->n_targets;
    MLG_TRY(reserve_chain(&w->chain[worker], w->h, err));
    for (size_t i = (size_t)first * columns; i < (size_t)end * columns; i++)
        w->time_ds[i] = MLG_UNREACHABLE;
    for (int32_t block = 0; block < w->target.count; block += TARGETS_A_BLOCK)
        for (int32_t s = from; s < to; s++) {
            set_chain(&w->chain[worker], w->h, w->source.foot[s].position);
            for (int32_t t = block; t < end_of(block, TARGETS_A_BLOCK, w->target.count); t++)
                meet(w, &w->source.foot[s], &w->target.foot[t], &w->chain[worker]);
        }
    return step(w, worker, err);
}

static void take_direct(int32_t *time_ds, const mlg_full_matrix_request *r)
{
    for (int32_t i = 0; i < r->n_direct; i++) {
        const mlg_direct *d = &r->direct[i];
        int32_t *cell = &time_ds[(size_t)d->source * (size_t)r->n_targets + (size_t)d->target];
        if (d->time_ds <= r->limit_ds && d->time_ds < *cell)
            *cell = d->time_ds;
    }
}

/* ---- entry point ---- */

static mlg_status check(const mlg_full_matrix_request *r, int32_t n_nodes, mlg_error *err)
{
    if (r->limit_ds < 0 || r->limit_ds > MLG_TIME_MAX)
        return mlg_fail(err, MLG_USAGE, "limit of %d ds is not in 0..%d", r->limit_ds, MLG_TIME_MAX);
    MLG_TRY(mlg_anchors_check("source", r->sources, r->n_sources, n_nodes, err));
    MLG_TRY(mlg_anchors_check("target", r->targets, r->n_targets, n_nodes, err));
    return mlg_direct_check(r->direct, r->n_direct, r->n_sources, r->n_targets, err);
}

static void release(works *w, int threads)
{
    for (int i = 0; w->chain && i < threads; i++) {
        free(w->chain[i].first);
        free(w->chain[i].end);
    }
    free(w->chain);
    climbers_release(&w->source);
    climbers_release(&w->target);
}

mlg_status mlg_full_matrix(int32_t *time_ds, const mlg_full_matrix_request *request, mlg_error *err)
{
    const int threads = mlg_thread_count(request->threads);
    works w = {
        .request = request, .h = request->hierarchy, .code = mlg_lanes_of(request->path), .time_ds = time_ds
    };
    mlg_status st;
    if (!w.h->complete)
        return mlg_fail(err, MLG_USAGE, "a full matrix needs a complete hierarchy, without a core");
    if (!w.code)
        return mlg_fail(err, MLG_USAGE, "this processor lacks the requested instructions");
    MLG_TRY(check(request, w.h->n_nodes, err));
    MLG_GO(MLG_NEW(&w.chain, (size_t)threads, "scratch of threads", err));
    MLG_GO(climbers_init(&w.source, request->sources, request->n_sources, w.h, err));
    MLG_GO(climbers_init(&w.target, request->targets, request->n_targets, w.h, err));
    const int32_t climbs = tasks_of(w.source.count, CLIMBS_A_TASK) + tasks_of(w.target.count, CLIMBS_A_TASK);
    const int32_t rows = tasks_of(request->n_sources, SOURCES_A_TASK);
    w.n_steps = climbs + rows;
    MLG_GO(mlg_parallel(climbs, threads, climb_some, &w, err));
    MLG_GO(mlg_parallel(rows, threads, meet_some, &w, err));
    take_direct(time_ds, request);
done:
    release(&w, threads);
    return st;
}
