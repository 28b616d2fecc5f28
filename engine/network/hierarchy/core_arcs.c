/* Prunes the core arcs for sweeps: many fill arcs are longer than a path over a third core node. */
#include "network/hierarchy/inner.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "network/time.h"

#include <string.h>

enum { NODES_A_TASK = 1 << 10 };

typedef struct {
    mlg_hierarchy *h;
    int threads;
    uint32_t **out_ds; /* [threads] of [n_core] times from the current node; FAR elsewhere */
} works;

static const uint32_t FAR = UINT32_MAX / 2;

static int32_t end_of_task(const mlg_hierarchy *h, int32_t task)
{
    int32_t end = (task + 1) * NODES_A_TASK;
    return end < h->n_core ? end : h->n_core;
}

/* Sets the reverse time of each core arc. */
static mlg_status fill_back(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    mlg_hierarchy *h = ((works *)context)->h;
    for (int32_t c = task * NODES_A_TASK; c < end_of_task(h, task); c++)
        for (int32_t arc = h->node[c].first_arc; arc < mlg_arcs_end(h, c); arc++)
            h->down[arc].time_ds = h->up_ds[mlg_find_arc(h, h->head[arc], c)];
    return MLG_OK;
}

/* Only strictly longer arcs are dropped: dropping all of them at once preserves every shortest time, even with arcs of
 * time 0. */
static bool is_longer(const mlg_hierarchy *h, const uint32_t *out_ds, int32_t head, uint32_t time_ds)
{
    for (int32_t arc = h->node[head].first_arc; arc < mlg_arcs_end(h, head); arc++)
        if (out_ds[h->head[arc]] + h->down[arc].time_ds < time_ds)
            return true;
    return false;
}

static void keep_sorted(mlg_core_arc *arcs, int32_t count, mlg_core_arc arc)
{
    for (; count > 0 && arcs[count - 1].time_ds > arc.time_ds; count--)
        arcs[count] = arcs[count - 1];
    arcs[count] = arc;
}

/* Writes the kept arcs of each node where its arcs start, and their number in first_core_arc. */
static mlg_status choose(void *context, int32_t task, int worker, mlg_error *err)
{
    works *w = context;
    mlg_hierarchy *h = w->h;
    if (!w->out_ds[worker]) {
        MLG_TRY(MLG_NEW(&w->out_ds[worker], (size_t)h->n_core, "core arcs", err));
        for (int32_t c = 0; c < h->n_core; c++)
            w->out_ds[worker][c] = FAR;
    }
    uint32_t *out_ds = w->out_ds[worker];
    for (int32_t c = task * NODES_A_TASK; c < end_of_task(h, task); c++) {
        int32_t first = h->node[c].first_arc, end = mlg_arcs_end(h, c), kept = 0;
        for (int32_t arc = first; arc < end; arc++)
            out_ds[h->head[arc]] = h->up_ds[arc];
        for (int32_t arc = first; arc < end; arc++)
            if (h->up_ds[arc] != MLG_NO_WAY && !is_longer(h, out_ds, h->head[arc], h->up_ds[arc])) {
                const mlg_core_arc found = { h->head[arc], h->up_ds[arc] };
                keep_sorted(h->core_arc + first, kept++, found);
            }
        for (int32_t arc = first; arc < end; arc++)
            out_ds[h->head[arc]] = FAR;
        h->first_core_arc[c] = kept;
    }
    return MLG_OK;
}

/* Compacts the kept arcs. */
static void close_up(mlg_hierarchy *h)
{
    int32_t at = 0;
    for (int32_t c = 0; c < h->n_core; c++) {
        int32_t kept = h->first_core_arc[c];
        memmove(h->core_arc + at, h->core_arc + h->node[c].first_arc, (size_t)kept * sizeof *h->core_arc);
        h->first_core_arc[c] = at;
        at += kept;
    }
    h->first_core_arc[h->n_core] = h->n_core_arcs = at;
}

mlg_status mlg_choose_core_arcs(mlg_hierarchy *hierarchy, int threads, mlg_error *err)
{
    works w = { .h = hierarchy, .threads = mlg_thread_count(threads) };
    const int32_t tasks = (hierarchy->n_core + NODES_A_TASK - 1) / NODES_A_TASK;
    mlg_status st;
    MLG_GO(MLG_NEW(&w.out_ds, (size_t)w.threads, "core arcs", err));
    MLG_GO(mlg_parallel(tasks, w.threads, fill_back, &w, err));
    MLG_GO(mlg_parallel(tasks, w.threads, choose, &w, err));
    close_up(hierarchy);
done:
    for (int i = 0; w.out_ds && i < w.threads; i++)
        free(w.out_ds[i]);
    free(w.out_ds);
    return st;
}
