/* Layout: from the order of elimination to positions (core nodes, then trees in preorder) and arcs with their slots. */
#include "network/hierarchy/inner.h"

#include "base/memory.h"
#include "network/time.h"

/* By node. */
typedef struct {
    mlg_hierarchy *h;
    const mlg_elimination *e;
    int32_t *rank;   /* of elimination; INT32_MAX in the core */
    int32_t *parent; /* upper neighbour eliminated first; MLG_NOWHERE: none outside the core */
    int32_t *size;   /* of the subtree */
    int32_t *vacant; /* next free position among the descendants */
} layout;

static void find_parents(layout *l)
{
    const mlg_elimination *e = l->e;
    for (int32_t v = 0; v < e->n_nodes; v++)
        l->rank[v] = INT32_MAX;
    for (int32_t i = 0; i < e->n_eliminated; i++)
        l->rank[e->order[i]] = i;
    for (int32_t i = 0; i < e->n_eliminated; i++) {
        int32_t v = e->order[i], first = INT32_MAX;
        l->parent[v] = MLG_NOWHERE;
        for (int32_t k = 0; k < e->list[v].count; k++) {
            int32_t x = e->list[v].node[k];
            if (l->rank[x] < first) {
                first = l->rank[x];
                l->parent[v] = x;
            }
        }
        l->size[v]++;
        if (l->parent[v] != MLG_NOWHERE)
            l->size[l->parent[v]] += l->size[v];
    }
}

/* Core nodes and roots by node number, which preserves locality; then children, after their parents. */
static void number_positions(layout *l)
{
    mlg_hierarchy *h = l->h;
    int32_t core = 0, next = h->n_core;
    for (int32_t v = 0; v < h->n_nodes; v++) {
        if (!l->e->eliminated[v]) {
            h->position_of[v] = core++;
        } else if (l->parent[v] == MLG_NOWHERE) {
            h->position_of[v] = next;
            l->vacant[v] = next + 1;
            next += l->size[v];
            h->n_trees++;
        }
    }
    for (int32_t i = l->e->n_eliminated - 1; i >= 0; i--) {
        int32_t v = l->e->order[i], parent = l->parent[v];
        if (parent == MLG_NOWHERE)
            continue;
        h->position_of[v] = l->vacant[parent];
        l->vacant[parent] += l->size[v];
        l->vacant[v] = h->position_of[v] + 1;
    }
    for (int32_t v = 0; v < h->n_nodes; v++)
        h->node_at[h->position_of[v]] = v;
}

static mlg_status count_arcs(layout *l, mlg_error *err)
{
    mlg_hierarchy *h = l->h;
    int64_t arcs = 0;
    for (int32_t p = 0; p < h->n_nodes; p++) {
        int32_t v = h->node_at[p], parent = p < h->n_core ? MLG_NOWHERE : l->parent[v];
        h->node[p].first_arc = (int32_t)arcs;
        h->node[p].end = p < h->n_core ? p + 1 : p + l->size[v];
        h->node[p].parent = parent == MLG_NOWHERE ? MLG_NOWHERE : h->position_of[parent];
        arcs += l->e->list[v].count;
        if (arcs > INT32_MAX)
            return mlg_fail(err, MLG_DATA, "preparing %d nodes needs more than %d arcs", h->n_nodes, INT32_MAX);
    }
    h->node[h->n_nodes].first_arc = (int32_t)arcs;
    h->n_arcs = (int32_t)arcs;
    return MLG_OK;
}

static void sort_heads(int32_t *head, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        int32_t moved = head[i], k = i;
        for (; k > 0 && head[k - 1] > moved; k--)
            head[k] = head[k - 1];
        head[k] = moved;
    }
}

/* Core heads are a subset of those of the root, in the same order. */
static void give_slots(mlg_hierarchy *h, int32_t p, int32_t root)
{
    int32_t end = mlg_arcs_end(h, p), at = h->node[root].first_arc;
    for (int32_t arc = h->node[p].first_arc; arc < end; arc++) {
        int32_t slot;
        if (h->head[arc] >= h->n_core) {
            slot = h->node[h->head[arc]].slot;
        } else {
            while (h->head[at] != h->head[arc])
                at++;
            slot = at - h->node[root].first_arc;
        }
        *(h->complete ? &h->long_slot[arc] : &h->down[arc].slot) = (uint16_t)slot;
    }
}

static mlg_status fill_arcs(layout *l, mlg_error *err)
{
    mlg_hierarchy *h = l->h;
    int32_t root = MLG_NOWHERE, tree = 0;
    for (int32_t p = 0; p < h->n_nodes; p++) {
        const mlg_neighbours *list = &l->e->list[h->node_at[p]];
        mlg_tree_node *node = &h->node[p];
        for (int32_t i = 0; i < list->count; i++)
            h->head[node->first_arc + i] = h->position_of[list->node[i]];
        sort_heads(h->head + node->first_arc, list->count);
        if (p < h->n_core)
            continue;
        if (node->parent == MLG_NOWHERE) {
            root = p;
            h->root[tree++] = p;
        }
        node->slot = p == root ? list->count : h->node[node->parent].slot + 1;
        h->max_slots = node->slot + 1 > h->max_slots ? node->slot + 1 : h->max_slots;
        if (node->slot > UINT16_MAX)
            return mlg_fail(err, MLG_DATA, "preparing %d nodes gives a tree of more than %d levels", h->n_nodes,
                            UINT16_MAX);
        give_slots(h, p, root);
    }
    return MLG_OK;
}

static mlg_status new_arcs(mlg_hierarchy *h, mlg_error *err)
{
    const size_t n_long = h->complete ? (size_t)h->n_arcs : 0, n_short = (size_t)h->n_arcs - n_long;
    MLG_TRY(MLG_NEW(&h->up_ds, n_short, "prepared arcs", err));
    MLG_TRY(MLG_NEW(&h->down, n_short, "prepared arcs", err));
    MLG_TRY(MLG_NEW(&h->long_slot, n_long, "prepared arcs", err));
    MLG_TRY(MLG_NEW(&h->long_up_ds, n_long, "prepared arcs", err));
    MLG_TRY(MLG_NEW(&h->long_down_ds, n_long, "prepared arcs", err));
    MLG_TRY(MLG_NEW(&h->head, (size_t)h->n_arcs, "prepared arcs", err));
    return MLG_NEW(&h->root, (size_t)h->n_trees, "trees", err);
}

static mlg_status list_core_trees(mlg_hierarchy *h, mlg_error *err)
{
    for (int32_t tree = 0; tree < h->n_trees; tree++)
        h->n_core_trees += mlg_arcs_end(h, h->root[tree]) - h->node[h->root[tree]].first_arc;
    MLG_TRY(MLG_NEW(&h->first_core_tree, (size_t)h->n_core + 2, "trees by core node", err));
    MLG_TRY(MLG_NEW(&h->core_tree, (size_t)h->n_core_trees, "trees by core node", err));
    int32_t *at = h->first_core_tree + 1; /* next entry of each node */
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t tree = 0; tree < h->n_trees; tree++)
            for (int32_t arc = h->node[h->root[tree]].first_arc; arc < mlg_arcs_end(h, h->root[tree]); arc++) {
                if (pass == 0)
                    at[h->head[arc] + 1]++;
                else
                    h->core_tree[at[h->head[arc]]++] = tree;
            }
        for (int32_t c = 1; pass == 0 && c <= h->n_core; c++)
            at[c] += at[c - 1];
    }
    return MLG_OK;
}

static mlg_status new_arrays(layout *l, mlg_error *err)
{
    size_t n = (size_t)l->h->n_nodes;
    MLG_TRY(MLG_NEW(&l->rank, n, "layout", err));
    MLG_TRY(MLG_NEW(&l->parent, n, "layout", err));
    MLG_TRY(MLG_NEW(&l->size, n, "layout", err));
    MLG_TRY(MLG_NEW(&l->vacant, n, "layout", err));
    MLG_TRY(MLG_NEW(&l->h->position_of, n, "positions", err));
    MLG_TRY(MLG_NEW(&l->h->node_at, n, "positions", err));
    return MLG_NEW(&l->h->node, n + 1, "tree nodes", err);
}

mlg_status mlg_lay_out(mlg_hierarchy *out, const mlg_elimination *elimination, mlg_error *err)
{
    mlg_status st;
    layout l = { .h = out, .e = elimination };
    out->n_nodes = elimination->n_nodes;
    out->n_core = elimination->n_nodes - elimination->n_eliminated;
    MLG_GO(new_arrays(&l, err));
    find_parents(&l);
    number_positions(&l);
    MLG_GO(count_arcs(&l, err));
    MLG_GO(new_arcs(out, err));
    MLG_GO(fill_arcs(&l, err));
    MLG_GO(list_core_trees(out, err));
    MLG_GO(MLG_NEW(&out->first_core_arc, (size_t)out->n_core + 1, "core arcs", err));
    MLG_GO(MLG_NEW(&out->core_arc, (size_t)out->node[out->n_core].first_arc, "core arcs", err));
done:
    free(l.rank);
    free(l.parent);
    free(l.size);
    free(l.vacant);
    return st;
}
