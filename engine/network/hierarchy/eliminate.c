/* Order of elimination and neighbours of each node at its elimination: topology only, no times. */
#include "network/hierarchy/inner.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "network/hierarchy/degree_queue.h"

#include <string.h>

enum {
    MOST_NEIGHBOURS = 62, /* of an eliminated node: one bit each, bit 0 for "none of them" */
    MOST_HEIGHT = 2000    /* of a tree: keeps the stack of a sweep in the L2 cache */
};

/* Rounds over tiles of growing size. A tile always keeps its share of core nodes. */
typedef struct {
    int32_t tile, most_neighbours;
} tile_round;

static const tile_round ROUNDS[] = {
    { 8192, 8 }, { 131072, 14 }, { 2097152, 20 }, { INT32_MAX, 24 }, { INT32_MAX, MOST_NEIGHBOURS },
};

enum { N_ROUNDS = sizeof ROUNDS / sizeof *ROUNDS };

/* Shared by the tasks of a round; each writes only the entries of the nodes of its tile. */
typedef struct {
    mlg_elimination *e;
    tile_round round;
    int32_t tile;
    double core_share;
    int threads;
    mlg_queued_node *queued; /* [n_nodes] in the queues of the tiles */
    uint8_t **label;         /* [threads] labels of tile_work, which also cover nodes of other tiles */
    uint16_t *height;        /* [n_nodes] height of the tree of eliminated nodes below */
    int32_t *gone;           /* [n_nodes] eliminated nodes of a tile, from the index of its first node on */
    int32_t *n_gone;         /* [tiles] */
} works;

typedef struct {
    works *w;
    int32_t first, end; /* nodes of the tile */
    int32_t n_left, n_gone;
    int32_t head[MOST_NEIGHBOURS + 1], tail[MOST_NEIGHBOURS + 1];
    mlg_degree_queue queue;
    uint8_t *label; /* [n_nodes] rank + 1 among the neighbours of the node being eliminated; else 0 */
    mlg_arena *arena;
} tile_work;

/* ---- lists of neighbours ---- */

mlg_status mlg_neighbours_reserve(mlg_neighbours *list, int32_t more, mlg_arena *arena, mlg_error *err)
{
    if (list->count + more <= list->room)
        return MLG_OK;
    int32_t room = list->count + more + list->count / 2 + 2;
    int32_t *moved = mlg_arena_alloc(arena, (size_t)room * sizeof *moved);
    if (!moved)
        return mlg_fail_memory(err, "neighbours", (size_t)room * sizeof *moved);
    memcpy(moved, list->node, (size_t)list->count * sizeof *moved);
    list->node = moved;
    list->room = room;
    return MLG_OK;
}

/* Lists each neighbour once, whatever the direction and number of the arcs, without the node itself. */
static void drop_repeats(mlg_elimination *e, int32_t *seen_by)
{
    for (int32_t v = 0; v < e->n_nodes; v++) {
        mlg_neighbours *list = &e->list[v];
        int32_t kept = 0;
        for (int32_t i = 0; i < list->count; i++) {
            int32_t x = list->node[i];
            if (x == v || seen_by[x] == v + 1)
                continue;
            seen_by[x] = v + 1;
            list->node[kept++] = x;
        }
        list->count = kept;
    }
}

static void share_room(mlg_elimination *e, const mlg_graph_view *view)
{
    for (int32_t v = 0; v < e->n_nodes; v++)
        for (int32_t arc = view->first[v]; arc < view->first[v + 1]; arc++) {
            e->list[v].room++;
            e->list[view->head[arc]].room++;
        }
    int32_t *at = e->store->first_room;
    for (int32_t v = 0; v < e->n_nodes; v++) {
        e->list[v].node = at;
        at += e->list[v].room;
    }
}

static mlg_status list_neighbours(mlg_elimination *e, const mlg_graph_view *view, int threads, mlg_error *err)
{
    int32_t *seen_by;
    MLG_TRY(MLG_NEW(&e->list, (size_t)e->n_nodes, "neighbours", err));
    MLG_TRY(MLG_NEW(&e->store, 1, "neighbours", err));
    MLG_TRY(MLG_NEW(&e->store->more, (size_t)threads, "neighbours", err));
    e->store->threads = threads;
    MLG_TRY(MLG_NEW(&e->store->first_room, 2 * (size_t)view->n_arcs, "neighbours", err));
    share_room(e, view);
    for (int32_t v = 0; v < e->n_nodes; v++)
        for (int32_t arc = view->first[v]; arc < view->first[v + 1]; arc++) {
            mlg_neighbours *tail = &e->list[v], *head = &e->list[view->head[arc]];
            tail->node[tail->count++] = view->head[arc];
            head->node[head->count++] = v;
        }
    MLG_TRY(MLG_NEW(&seen_by, (size_t)e->n_nodes, "neighbours", err));
    drop_repeats(e, seen_by);
    free(seen_by);
    return MLG_OK;
}

/* ---- elimination ---- */

static void queue_up(tile_work *t, int32_t v)
{
    int32_t degree = t->w->e->list[v].count;
    mlg_degree_queue_leave(&t->queue, v);
    if (degree <= t->queue.most && t->w->height[v] < MOST_HEIGHT)
        mlg_degree_queue_join(&t->queue, v, degree);
}

static bool is_interior(const tile_work *t, int32_t v)
{
    const mlg_neighbours *list = &t->w->e->list[v];
    for (int32_t i = 0; i < list->count; i++)
        if (list->node[i] < t->first || list->node[i] >= t->end)
            return false;
    return true;
}

/* Removes v from the list of x and adds the missing neighbours of v. */
static mlg_status join_rest(tile_work *t, int32_t v, int32_t x, mlg_error *err)
{
    const mlg_neighbours *joined = &t->w->e->list[v];
    mlg_neighbours *list = &t->w->e->list[x];
    uint64_t present = UINT64_C(1) << t->label[x];
    int32_t hole = 0;
    for (int32_t i = 0; i < list->count; i++) {
        present |= UINT64_C(1) << t->label[list->node[i]];
        if (list->node[i] == v)
            hole = i;
    }
    list->node[hole] = list->node[--list->count];
    const uint64_t all = ((UINT64_C(1) << joined->count) - 1) << 1;
    for (uint64_t missing = all & ~present; missing; missing &= missing - 1) {
        MLG_TRY(mlg_neighbours_reserve(list, 1, t->arena, err));
        list->node[list->count++] = joined->node[__builtin_ctzll(missing) - 1];
    }
    return MLG_OK;
}

static mlg_status eliminate_node(tile_work *t, int32_t v, mlg_error *err)
{
    works *w = t->w;
    const mlg_neighbours *joined = &w->e->list[v];
    w->e->eliminated[v] = 1;
    w->gone[t->first + t->n_gone++] = v;
    t->n_left--;
    for (int32_t i = 0; i < joined->count; i++)
        t->label[joined->node[i]] = (uint8_t)(i + 1);
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < joined->count && st == MLG_OK; i++) {
        int32_t x = joined->node[i];
        st = join_rest(t, v, x, err);
        if (w->height[x] <= w->height[v])
            w->height[x] = (uint16_t)(w->height[v] + 1);
    }
    for (int32_t i = 0; i < joined->count; i++) {
        t->label[joined->node[i]] = 0;
        queue_up(t, joined->node[i]);
    }
    return st;
}

static mlg_status eliminate_tile(void *context, int32_t tile, int worker, mlg_error *err)
{
    works *w = context;
    int64_t end = ((int64_t)tile + 1) * w->tile, n = w->e->n_nodes;
    tile_work t = { .w = w, .first = tile * w->tile, .end = (int32_t)(end < n ? end : n) };
    t.arena = &w->e->store->more[worker];
    t.label = w->label[worker];
    t.queue = (mlg_degree_queue){ w->queued, t.head, t.tail, w->round.most_neighbours };
    mlg_degree_queue_clear(&t.queue);
    for (int32_t v = t.first; v < t.end; v++) {
        if (w->e->eliminated[v])
            continue; /* it left the queue of its round */
        w->queued[v].degree = 0;
        __builtin_prefetch(w->e->list[v].node);
        t.n_left++;
        queue_up(&t, v);
    }
    int32_t keep = (int32_t)(w->core_share * (t.end - t.first));
    for (int32_t v; t.n_left > keep && (v = mlg_degree_queue_take(&t.queue)) != MLG_NOWHERE;)
        if (is_interior(&t, v))
            MLG_TRY(eliminate_node(&t, v, err));
    w->n_gone[tile] = t.n_gone;
    return MLG_OK;
}

/* Runs all tiles of a round and appends their orders, tile by tile. */
static mlg_status run_round(works *w, const tile_round *round, int threads, mlg_error *err)
{
    mlg_elimination *e = w->e;
    w->round = *round;
    w->tile = round->tile < e->n_nodes ? round->tile : e->n_nodes;
    int32_t tiles = (int32_t)(((int64_t)e->n_nodes + w->tile - 1) / w->tile);
    MLG_TRY(mlg_parallel(tiles, threads, eliminate_tile, w, err));
    for (int32_t tile = 0; tile < tiles; tile++) {
        size_t count = (size_t)w->n_gone[tile];
        memcpy(e->order + e->n_eliminated, w->gone + (size_t)tile * (size_t)w->tile, count * sizeof *e->order);
        e->n_eliminated += w->n_gone[tile];
    }
    return MLG_OK;
}

static void works_release(works *w)
{
    free(w->queued);
    for (int i = 0; w->label && i < w->threads; i++)
        free(w->label[i]);
    free(w->label);
    free(w->height);
    free(w->gone);
    free(w->n_gone);
}

static mlg_status works_init(works *w, mlg_elimination *e, double core_share, int threads, mlg_error *err)
{
    size_t n = (size_t)e->n_nodes;
    *w = (works){ .e = e, .core_share = core_share, .threads = threads };
    MLG_TRY(MLG_NEW(&w->queued, n, "queue of elimination", err));
    MLG_TRY(MLG_NEW(&w->label, (size_t)threads, "labels of elimination", err));
    for (int i = 0; i < threads; i++)
        MLG_TRY(MLG_NEW(&w->label[i], n, "labels of elimination", err));
    MLG_TRY(MLG_NEW(&w->height, n, "heights of elimination", err));
    MLG_TRY(MLG_NEW(&w->gone, n, "nodes gone", err));
    MLG_TRY(MLG_NEW(&w->n_gone, n / (size_t)ROUNDS[0].tile + 1, "nodes gone", err));
    return MLG_OK;
}

mlg_status mlg_eliminate(mlg_elimination *out, const mlg_graph_view *view, double core_share, int threads,
                         const mlg_progress *progress, mlg_error *err)
{
    mlg_status st;
    works w = { 0 };
    threads = mlg_thread_count(threads);
    out->n_nodes = view->n_nodes;
    MLG_GO(MLG_NEW(&out->order, (size_t)view->n_nodes, "order of elimination", err));
    MLG_GO(MLG_NEW(&out->eliminated, (size_t)view->n_nodes, "nodes gone", err));
    MLG_GO(list_neighbours(out, view, threads, err));
    MLG_GO(works_init(&w, out, core_share, threads, err));
    for (int i = 0; i < N_ROUNDS && view->n_nodes > 0; i++) {
        MLG_GO(mlg_progress_step(progress, "preparing the network", (double)i / N_ROUNDS, err));
        MLG_GO(run_round(&w, &ROUNDS[i], threads, err));
    }
done:
    works_release(&w);
    return st;
}

void mlg_elimination_release(mlg_elimination *elimination)
{
    if (elimination->store) {
        for (int i = 0; elimination->store->more && i < elimination->store->threads; i++)
            mlg_arena_release(&elimination->store->more[i]);
        free(elimination->store->more);
        free(elimination->store->first_room);
    }
    free(elimination->store);
    free(elimination->order);
    free(elimination->eliminated);
    free(elimination->list);
    *elimination = (mlg_elimination){ 0 };
}
