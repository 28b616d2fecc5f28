/* The climb of one source: times to the nodes above it in its tree and to the core around. */
#include "network/sweep_inner.h"

#include "base/memory.h"

#include <string.h>

static mlg_status add_to_path(mlg_sweep_work *w, int32_t position, mlg_error *err)
{
    size_t need = (size_t)w->n_path + 1;
    MLG_TRY(MLG_GROW(&w->path_node, &w->path_node_room, need, "ways to sources", err));
    MLG_TRY(MLG_GROW(&w->path_row, &w->path_row_room, need * MLG_LANES, "ways to sources", err));
    w->path_index[position] = w->n_path;
    w->path_node[w->n_path] = position;
    memset(w->path_row + (size_t)w->n_path * MLG_LANES, 0xFF, MLG_LANES * sizeof *w->path_row);
    w->n_path++;
    return MLG_OK;
}

mlg_status mlg_sweep_open_way(mlg_sweep_work *w, int32_t position, mlg_error *err)
{
    const mlg_hierarchy *h = w->h;
    if (position < h->n_core) {
        mlg_touch_core(w, position);
        return MLG_OK;
    }
    int32_t p = position;
    for (; p != MLG_NOWHERE && !mlg_on_path(w, p); p = h->node[p].parent) {
        MLG_TRY(add_to_path(w, p, err));
        if (h->node[p].parent == MLG_NOWHERE)
            mlg_set_bit(w->tree_marked, mlg_first_not_below(h->root, 0, h->n_trees, p));
    }
    return MLG_OK;
}

static void lower_lane(uint16_t *row, int32_t lane, uint16_t time_ds)
{
    if (time_ds < row[lane])
        row[lane] = time_ds;
}

static void reach_core(mlg_sweep_work *w, int32_t core, int32_t lane, uint16_t time_ds)
{
    if (time_ds > w->limit_ds)
        return;
    lower_lane(mlg_touch_core(w, core), lane, time_ds);
    mlg_queue_core(w, core, time_ds);
}

/* Labels of the slots from the core to `position`, then of the climb; returns the root. */
static int32_t climb(mlg_sweep_work *w, int32_t position, uint16_t offset_ds)
{
    const mlg_hierarchy *h = w->h;
    int32_t root = position;
    for (int32_t slot = 0; slot <= h->node[position].slot; slot++)
        w->label[slot] = MLG_NO_WAY;
    w->label[h->node[position].slot] = offset_ds;
    for (int32_t p = position; p != MLG_NOWHERE; p = h->node[p].parent) {
        uint32_t time_ds = w->label[h->node[p].slot];
        root = p;
        for (int32_t arc = h->node[p].first_arc; arc < mlg_arcs_end(h, p) && time_ds <= w->limit_ds; arc++) {
            uint32_t above_ds = time_ds + h->up_ds[arc];
            if (above_ds <= w->limit_ds && above_ds < w->label[h->down[arc].slot])
                w->label[h->down[arc].slot] = (uint16_t)above_ds;
        }
    }
    return root;
}

static mlg_status climb_from(mlg_sweep_work *w, int32_t lane, int32_t position, uint16_t offset_ds, mlg_error *err)
{
    const mlg_hierarchy *h = w->h;
    if (position < h->n_core) {
        reach_core(w, position, lane, offset_ds);
        return MLG_OK;
    }
    MLG_TRY(mlg_sweep_open_way(w, position, err));
    int32_t root = climb(w, position, offset_ds);
    for (int32_t p = position; p != MLG_NOWHERE; p = h->node[p].parent)
        lower_lane(w->path_row + (size_t)w->path_index[p] * MLG_LANES, lane, w->label[h->node[p].slot]);
    for (int32_t arc = h->node[root].first_arc; arc < mlg_arcs_end(h, root); arc++)
        reach_core(w, h->head[arc], lane, w->label[h->down[arc].slot]);
    return MLG_OK;
}

mlg_status mlg_sweep_climb(mlg_sweep_work *w, int32_t lane, const mlg_anchor *source, mlg_error *err)
{
    for (int side = 0; side < 2; side++) {
        if (source->node[side] == MLG_NOWHERE || source->offset_ds[side] > w->limit_ds)
            continue;
        MLG_TRY(
            climb_from(w, lane, w->h->position_of[source->node[side]], (uint16_t)source->offset_ds[side], err));
    }
    return MLG_OK;
}
