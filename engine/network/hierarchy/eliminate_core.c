/* Eliminates the core, fewest neighbours first, down to the last node: for complete hierarchies. */
#include "network/hierarchy/inner.h"

#include "base/memory.h"
#include "base/progress.h"
#include "network/hierarchy/degree_queue.h"

typedef struct {
    mlg_elimination *e;
    mlg_degree_queue queue;
    int32_t *joined_by; /* [n_nodes] mark of the list that contains the node */
    int32_t mark;
} works;

/* Removes v from the list of x and adds the missing neighbours of v. */
static mlg_status join_rest(works *w, int32_t v, int32_t x, mlg_error *err)
{
    const mlg_neighbours *joined = &w->e->list[v];
    mlg_neighbours *list = &w->e->list[x];
    const int32_t mark = ++w->mark;
    int32_t kept = 0;
    w->joined_by[x] = mark;
    for (int32_t i = 0; i < list->count; i++) {
        w->joined_by[list->node[i]] = mark;
        if (list->node[i] != v)
            list->node[kept++] = list->node[i];
    }
    list->count = kept;
    MLG_TRY(mlg_neighbours_reserve(list, joined->count, &w->e->store->more[0], err));
    for (int32_t i = 0; i < joined->count; i++)
        if (w->joined_by[joined->node[i]] != mark)
            list->node[list->count++] = joined->node[i];
    return MLG_OK;
}

static mlg_status eliminate_node(works *w, int32_t v, mlg_error *err)
{
    const mlg_neighbours *joined = &w->e->list[v];
    if (joined->count > INT32_MAX - w->mark)
        return mlg_fail(err, MLG_DATA, "preparing %d nodes needs more than %d arcs", w->e->n_nodes, INT32_MAX);
    w->e->eliminated[v] = 1;
    w->e->order[w->e->n_eliminated++] = v;
    for (int32_t i = 0; i < joined->count; i++) {
        int32_t x = joined->node[i];
        mlg_degree_queue_leave(&w->queue, x);
        MLG_TRY(join_rest(w, v, x, err));
        mlg_degree_queue_join(&w->queue, x, w->e->list[x].count);
    }
    return MLG_OK;
}

static mlg_status works_init(works *w, mlg_elimination *e, mlg_error *err)
{
    const size_t n = (size_t)e->n_nodes;
    const int32_t left = e->n_nodes - e->n_eliminated;
    w->e = e;
    w->queue.most = left;
    MLG_TRY(MLG_NEW(&w->joined_by, n, "marks of elimination", err));
    MLG_TRY(MLG_NEW(&w->queue.queued, n, "queue of elimination", err));
    MLG_TRY(MLG_NEW(&w->queue.head, (size_t)left + 1, "queue of elimination", err));
    MLG_TRY(MLG_NEW(&w->queue.tail, (size_t)left + 1, "queue of elimination", err));
    mlg_degree_queue_clear(&w->queue);
    for (int32_t v = 0; v < e->n_nodes; v++)
        if (!e->eliminated[v])
            mlg_degree_queue_join(&w->queue, v, e->list[v].count);
    return MLG_OK;
}

static void works_release(works *w)
{
    free(w->joined_by);
    free(w->queue.queued);
    free(w->queue.head);
    free(w->queue.tail);
}

mlg_status mlg_eliminate_rest(mlg_elimination *elimination, const mlg_progress *progress, mlg_error *err)
{
    enum { NODES_A_STEP = 1000 };
    mlg_status st;
    works w = { 0 };
    MLG_GO(works_init(&w, elimination, err));
    for (int32_t v; (v = mlg_degree_queue_take(&w.queue)) != MLG_NOWHERE;) {
        if (elimination->n_eliminated % NODES_A_STEP == 0)
            MLG_GO(mlg_progress_step(progress, "preparing the network",
                                     (double)elimination->n_eliminated / elimination->n_nodes / 2, err));
        MLG_GO(eliminate_node(&w, v, err));
    }
    st = MLG_OK;
done:
    works_release(&w);
    return st;
}
