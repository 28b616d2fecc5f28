/* Validates a hierarchy read from a file before use: a checksum only detects accidental damage, these checks also
 * detect forged contents. */
#include "network/hierarchy/inner.h"

#include "base/parallel.h"
#include "base/ranges.h"
#include "network/time.h"

enum { NODES_A_TASK = 1 << 15 };

typedef struct {
    const mlg_hierarchy *h;
    bool joins; /* check the heads of each node against one another */
} works;

/* ---- by node ------------------------------------------------------------------------------------------- */

static bool is_position(const mlg_hierarchy *h, int32_t p)
{
    return p >= 0 && p < h->n_nodes;
}

static bool core_node_holds(const mlg_hierarchy *h, int32_t p)
{
    const mlg_tree_node *node = &h->node[p];
    bool good = node->parent == MLG_NOWHERE && node->end == p + 1 && node->slot == 0;
    for (int32_t arc = node->first_arc; arc < node[1].first_arc; arc++)
        good &= h->head[arc] >= 0 && h->head[arc] < h->n_core;
    return good;
}

/* The nearest node before `p` whose subtree holds it; MLG_NOWHERE: none; -2: the parents on the way do not descend. */
static int32_t above(const mlg_hierarchy *h, int32_t p)
{
    int32_t q = p - 1 < h->n_core ? MLG_NOWHERE : p - 1;
    while (q != MLG_NOWHERE && h->node[q].end <= p) {
        int32_t next = h->node[q].parent;
        if (next >= q || next < MLG_NOWHERE || (next >= 0 && next < h->n_core))
            return -2;
        q = next;
    }
    return q;
}

static bool stands_in_tree(const mlg_hierarchy *h, int32_t p, int32_t root)
{
    const mlg_tree_node *node = &h->node[p];
    if (node->end <= p || node->end > h->n_nodes || node->parent != above(h, p) || node->slot < 0 ||
        node->slot >= h->max_slots)
        return false;
    if (node->parent == MLG_NOWHERE)
        return p == root && node->slot == node[1].first_arc - node->first_arc;
    const mlg_tree_node *parent = &h->node[node->parent];
    return p != root && node->end <= parent->end && node->slot == parent->slot + 1;
}

/* The slot of a head: its place among the core heads of the root, or that of the ancestor. */
static bool arc_holds(const mlg_hierarchy *h, int32_t p, int32_t root, int32_t arc)
{
    const int32_t head = h->head[arc], slot = h->complete ? h->long_slot[arc] : h->down[arc].slot;
    if (head < 0 || head >= p || slot >= h->node[p].slot)
        return false;
    if (head >= h->n_core)
        return h->node[head].end > p && slot == h->node[head].slot;
    const mlg_tree_node *top = &h->node[root];
    return slot < top[1].first_arc - top->first_arc && h->head[top->first_arc + slot] == head;
}

static bool tree_node_holds(const mlg_hierarchy *h, int32_t p, int32_t root)
{
    bool good = stands_in_tree(h, p, root);
    for (int32_t arc = h->node[p].first_arc; good && arc < mlg_arcs_end(h, p); arc++)
        good = arc_holds(h, p, root, arc);
    return good;
}

/* Heads ascend, so that they can be searched. */
static bool heads_ascend(const mlg_hierarchy *h, int32_t p)
{
    bool good = true;
    for (int32_t arc = h->node[p].first_arc + 1; arc < mlg_arcs_end(h, p); arc++)
        good &= h->head[arc] > h->head[arc - 1];
    return good;
}

static bool is_numbered(const mlg_hierarchy *h, int32_t node)
{
    return is_position(h, h->position_of[node]) && h->node_at[h->position_of[node]] == node;
}

/* ---- joins, for a customisation ---------------------------------------------------------------------------- */

static bool is_joined(const mlg_hierarchy *h, int32_t a, int32_t b)
{
    return a < h->n_core ? mlg_find_arc(h, a, b) != MLG_NOWHERE && mlg_find_arc(h, b, a) != MLG_NOWHERE
                         : mlg_find_arc(h, a, b) != MLG_NOWHERE;
}

static bool heads_are_joined(const mlg_hierarchy *h, int32_t p)
{
    bool good = true;
    for (int32_t arc = h->node[p].first_arc; good && arc < mlg_arcs_end(h, p); arc++) {
        if (p < h->n_core)
            good = is_joined(h, p, h->head[arc]);
        for (int32_t other = h->node[p].first_arc; p >= h->n_core && good && other < arc; other++)
            good = is_joined(h, h->head[arc], h->head[other]);
    }
    return good;
}

/* ---- entry points --------------------------------------------------------------------------------------------- */

static mlg_status refuse(mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "the file is damaged");
}

static mlg_status check_some(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker;
    const works *w = context;
    const mlg_hierarchy *h = w->h;
    const int32_t first = task * NODES_A_TASK;
    const int32_t end = h->n_nodes - first < NODES_A_TASK ? h->n_nodes : first + NODES_A_TASK;
    int32_t tree = mlg_first_not_below(h->root, 0, h->n_trees, first + 1) - 1; /* the last that starts before */
    for (int32_t p = first; p < end; p++) {
        if (tree + 1 < h->n_trees && h->root[tree + 1] <= p)
            tree++;
        const int32_t root = tree < 0 ? MLG_NOWHERE : h->root[tree];
        bool good = w->joins        ? heads_are_joined(h, p)
                    : p < h->n_core ? core_node_holds(h, p)
                                    : root != MLG_NOWHERE && tree_node_holds(h, p, root);
        if (!good || (!w->joins && !(heads_ascend(h, p) && is_numbered(h, p))))
            return refuse(err);
    }
    return MLG_OK;
}

static bool arcs_start_in_order(const mlg_hierarchy *h)
{
    bool good = h->node[0].first_arc == 0 && h->node[h->n_nodes].first_arc == h->n_arcs;
    for (int32_t p = 0; p < h->n_nodes; p++)
        good &= h->node[p].first_arc <= h->node[p + 1].first_arc;
    return good;
}

/* Trees follow one another from the end of the core to the last node. */
static bool trees_hold(const mlg_hierarchy *h)
{
    int32_t at = h->n_core;
    for (int32_t tree = 0; tree < h->n_trees; tree++) {
        if (h->root[tree] != at || at >= h->n_nodes || h->node[at].end <= at || h->node[at].end > h->n_nodes)
            return false;
        at = h->node[at].end;
    }
    return at == h->n_nodes;
}

static bool core_holds(const mlg_hierarchy *h)
{
    bool good = !(h->complete && h->n_core > 0) &&
                mlg_are_starts(h->first_core_arc, (size_t)h->n_core + 1, h->n_core_arcs) &&
                mlg_are_starts(h->first_core_tree, (size_t)h->n_core + 2, h->n_core_trees) &&
                mlg_all_within(h->core_tree, (size_t)h->n_core_trees, 0, h->n_trees - 1);
    for (int32_t i = 0; i < h->n_core_arcs; i++)
        good &= h->core_arc[i].head >= 0 && h->core_arc[i].head < h->n_core && h->core_arc[i].time_ds >= 0 &&
                h->core_arc[i].time_ds < MLG_NO_WAY;
    return good;
}

static bool long_times_hold(const mlg_hierarchy *h)
{
    uint32_t highest = 0;
    for (int32_t arc = 0; h->complete && arc < h->n_arcs; arc++) {
        highest = h->long_up_ds[arc] > highest ? h->long_up_ds[arc] : highest;
        highest = h->long_down_ds[arc] > highest ? h->long_down_ds[arc] : highest;
    }
    return highest <= MLG_NO_LONG_WAY;
}

static int32_t tasks_of(const mlg_hierarchy *h)
{
    return h->n_nodes / NODES_A_TASK + 1;
}

mlg_status mlg_hierarchy_check(const mlg_hierarchy *hierarchy, int threads, mlg_error *err)
{
    works w = { .h = hierarchy };
    if (!arcs_start_in_order(hierarchy) || !trees_hold(hierarchy) || !core_holds(hierarchy) ||
        !long_times_hold(hierarchy))
        return refuse(err);
    return mlg_parallel(tasks_of(hierarchy), threads, check_some, &w, err);
}

mlg_status mlg_hierarchy_check_joins(const mlg_hierarchy *hierarchy, int threads, mlg_error *err)
{
    works w = { .h = hierarchy, .joins = true };
    return mlg_parallel(tasks_of(hierarchy), threads, check_some, &w, err);
}
