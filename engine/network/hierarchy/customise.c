/* Customisation: sets arcs to the times of the graph, then lowers them by paths over each eliminated node, from the bottom
 * up. */
#include "network/hierarchy/inner.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "network/time.h"

#include <string.h>

enum { NODES_A_TASK = 1 << 15 };

typedef struct {
    mlg_hierarchy *h;
    const mlg_graph_view *view;
    int32_t n_tasks;
    int32_t *first_tree; /* [n_tasks + 1] whole trees of about NODES_A_TASK nodes in total */
} works;

static uint16_t sum(uint16_t a_ds, uint16_t b_ds)
{
    uint32_t total = (uint32_t)a_ds + b_ds;
    return total < MLG_NO_WAY ? (uint16_t)total : MLG_NO_WAY;
}

static void lower(uint16_t *time_ds, uint16_t by_ds)
{
    if (by_ds < *time_ds)
        *time_ds = by_ds;
}

/* Several trees may lower the same core arc concurrently; the minimum does not depend on their order. */
static void lower_shared(uint16_t *time_ds, uint16_t by_ds)
{
    uint16_t seen = __atomic_load_n(time_ds, __ATOMIC_RELAXED);
    while (by_ds < seen &&
           !__atomic_compare_exchange_n(time_ds, &seen, by_ds, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
}

/* ---- streets ---- */

static void clear_times(mlg_hierarchy *h)
{
    for (int32_t arc = 0; arc < h->n_arcs && h->complete; arc++)
        h->long_up_ds[arc] = h->long_down_ds[arc] = MLG_NO_LONG_WAY;
    if (h->complete)
        return;
    memset(h->up_ds, 0xFF, (size_t)h->n_arcs * sizeof *h->up_ds);
    for (int32_t arc = 0; arc < h->n_arcs; arc++)
        h->down[arc].time_ds = MLG_NO_WAY;
}

/* Applies the time of a graph arc to the arc that joins its ends, upwards if `leaves`. */
static void put_street(mlg_hierarchy *h, int32_t arc, bool leaves, int32_t time_ds)
{
    if (h->complete) {
        uint32_t *kept_ds = leaves ? &h->long_up_ds[arc] : &h->long_down_ds[arc];
        *kept_ds = (uint32_t)time_ds < *kept_ds ? (uint32_t)time_ds : *kept_ds;
        return;
    }
    lower(leaves ? &h->up_ds[arc] : &h->down[arc].time_ds, time_ds < MLG_NO_WAY ? (uint16_t)time_ds : MLG_NO_WAY);
}

/* Each time belongs to one tail and direction, so that tasks by tail never write the same one. */
static mlg_status put_streets(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker;
    works *w = context;
    mlg_hierarchy *h = w->h;
    int32_t first = task * NODES_A_TASK,
            end = h->n_nodes - first < NODES_A_TASK ? h->n_nodes : first + NODES_A_TASK;
    for (int32_t tail = first; tail < end; tail++)
        for (int32_t arc = w->view->first[tail]; arc < w->view->first[tail + 1]; arc++) {
            int32_t from = h->position_of[tail], to = h->position_of[w->view->head[arc]];
            if (from == to)
                continue;
            bool leaves = from > to || to < h->n_core; /* stored at its tail; else at its head */
            int32_t found = leaves ? mlg_find_arc(h, from, to) : mlg_find_arc(h, to, from);
            if (found == MLG_NOWHERE)
                return mlg_fail(err, MLG_INPUT,
                                "nodes %d and %d are joined, but were not when the network was prepared", tail,
                                w->view->head[arc]);
            put_street(h, found, leaves, w->view->time_ds[arc]);
        }
    return MLG_OK;
}

/* ---- paths over eliminated nodes ---- */

/* Paths over `p` between the core head of `arc` and the heads before it; around_ds[i * width + j] is the time from the
 * core node of slot i to that of slot j over the tree. */
static void pass_core(const mlg_hierarchy *h, int32_t p, int32_t arc, uint16_t *around_ds, int32_t width)
{
    const mlg_down_arc down = h->down[arc];
    for (int32_t other = h->node[p].first_arc; other < arc; other++) {
        const mlg_down_arc before = h->down[other];
        lower(&around_ds[down.slot * width + before.slot], sum(down.time_ds, h->up_ds[other]));
        lower(&around_ds[before.slot * width + down.slot], sum(before.time_ds, h->up_ds[arc]));
    }
}

/* Paths over `p` between its ancestor, the head of `arc`, and the heads before it, to all of which it is joined. */
static void pass_ancestor(mlg_hierarchy *h, int32_t p, int32_t arc)
{
    int32_t at = h->node[h->head[arc]].first_arc;
    for (int32_t other = h->node[p].first_arc; other < arc; other++, at++) {
        while (h->head[at] != h->head[other])
            at++;
        lower(&h->up_ds[at], sum(h->down[arc].time_ds, h->up_ds[other]));
        lower(&h->down[at].time_ds, sum(h->down[other].time_ds, h->up_ds[arc]));
    }
}

/* Lowers the arcs between the core nodes around a tree, `width` from `first_arc` of its root on. */
static void lower_core(mlg_hierarchy *h, int32_t first_arc, const uint16_t *around_ds, int32_t width)
{
    for (int32_t i = 0; i < width; i++)
        for (int32_t j = 0; j < width; j++)
            if (around_ds[i * width + j] != MLG_NO_WAY)
                lower_shared(&h->up_ds[mlg_find_arc(h, h->head[first_arc + i], h->head[first_arc + j])],
                             around_ds[i * width + j]);
}

/* Most nodes of a tree are joined to the core nodes around it. Their paths are gathered by slot, as searching the core
 * arc of each pair at each node would take most of the time. */
static mlg_status pass_tree(mlg_hierarchy *h, int32_t root, mlg_error *err)
{
    const int32_t first_arc = h->node[root].first_arc, width = mlg_arcs_end(h, root) - first_arc;
    uint16_t *around_ds;
    MLG_TRY(MLG_NEW(&around_ds, (size_t)width * (size_t)width, "times around a tree", err));
    memset(around_ds, 0xFF, (size_t)width * (size_t)width * sizeof *around_ds);
    for (int32_t p = h->node[root].end - 1; p >= root; p--)
        for (int32_t arc = h->node[p].first_arc; arc < mlg_arcs_end(h, p); arc++) {
            if (h->head[arc] < h->n_core)
                pass_core(h, p, arc, around_ds, width);
            else
                pass_ancestor(h, p, arc);
        }
    lower_core(h, first_arc, around_ds, width);
    free(around_ds);
    return MLG_OK;
}

static mlg_status pass_trees(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker;
    works *w = context;
    for (int32_t tree = w->first_tree[task]; tree < w->first_tree[task + 1]; tree++)
        MLG_TRY(pass_tree(w->h, w->h->root[tree], err));
    return MLG_OK;
}

static mlg_status share_trees(works *w, mlg_error *err)
{
    const mlg_hierarchy *h = w->h;
    w->n_tasks = (h->n_nodes - h->n_core) / NODES_A_TASK + 1;
    MLG_TRY(MLG_NEW(&w->first_tree, (size_t)w->n_tasks + 1, "trees by task", err));
    int32_t tree = 0;
    for (int32_t task = 1; task <= w->n_tasks; task++) {
        int64_t until = h->n_core + (int64_t)task * NODES_A_TASK;
        while (tree < h->n_trees && h->root[tree] < until)
            tree++;
        w->first_tree[task] = tree;
    }
    return MLG_OK;
}

mlg_status mlg_hierarchy_customise(mlg_hierarchy *hierarchy, const mlg_graph_view *view, int threads,
                                   mlg_error *err)
{
    works w = { .h = hierarchy, .view = view };
    if (hierarchy->mapped)
        return mlg_fail(err, MLG_USAGE, "a hierarchy mapped from a file cannot be customised");
    if (view->n_nodes != hierarchy->n_nodes)
        return mlg_fail(err, MLG_INPUT, "%d nodes; the network was prepared with %d", view->n_nodes,
                        hierarchy->n_nodes);
    clear_times(hierarchy);
    MLG_TRY(mlg_parallel((view->n_nodes + NODES_A_TASK - 1) / NODES_A_TASK, threads, put_streets, &w, err));
    if (hierarchy->complete) {
        mlg_pass_long(hierarchy);
        return MLG_OK;
    }
    MLG_TRY(share_trees(&w, err));
    mlg_status st = mlg_parallel(w.n_tasks, threads, pass_trees, &w, err);
    free(w.first_tree);
    return st == MLG_OK ? mlg_choose_core_arcs(hierarchy, threads, err) : st;
}
