/* The sources of a batch and the paths from them to the roots of their trees. */
#include "network/hierarchy/sweep_inner.h"

#include "base/memory.h"

#include <string.h>

mlg_status mlg_sweep_open_way(mlg_sweep_work *w, int32_t position, mlg_error *err)
{
    const mlg_hierarchy *h = w->h;
    if (position < h->n_core) {
        mlg_touch_core(w, position);
        return MLG_OK;
    }
    int32_t first = w->n_path, end = first;
    for (int32_t p = position; p != MLG_NOWHERE && !mlg_on_path(w, p); p = h->node[p].parent) {
        end++;
        if (h->node[p].parent == MLG_NOWHERE)
            mlg_set_bit(w->tree_marked, mlg_first_not_below(h->root, 0, h->n_trees, p));
    }
    MLG_TRY(MLG_GROW(&w->path_node, &w->path_node_room, (size_t)end, "ways to sources", err));
    MLG_TRY(MLG_GROW(&w->path_row, &w->path_row_room, (size_t)end * MLG_LANES, "ways to sources", err));
    memset(w->path_row + (size_t)first * MLG_LANES, 0xFF, (size_t)(end - first) * MLG_LANES * sizeof *w->path_row);
    w->n_path = end;
    for (int32_t p = position; end > first; p = h->node[p].parent) {
        w->path_node[--end] = p;
        w->path_index[p] = end;
    }
    return MLG_OK;
}

/* Adds a source at one of its nodes. */
static mlg_status add_at(mlg_sweep_work *w, int32_t lane, int32_t position, uint16_t offset_ds, mlg_error *err)
{
    MLG_TRY(mlg_sweep_open_way(w, position, err));
    uint16_t *row = position < w->h->n_core ? mlg_touch_core(w, position)
                                            : w->path_row + (size_t)w->path_index[position] * MLG_LANES;
    row[lane] = offset_ds < row[lane] ? offset_ds : row[lane];
    return MLG_OK;
}

mlg_status mlg_sweep_add_source(mlg_sweep_work *w, int32_t lane, const mlg_anchor *source, mlg_error *err)
{
    for (int side = 0; side < 2; side++) {
        if (source->node[side] == MLG_NOWHERE || source->offset_ds[side] > w->limit_ds)
            continue;
        MLG_TRY(add_at(w, lane, w->h->position_of[source->node[side]], (uint16_t)source->offset_ds[side], err));
    }
    return MLG_OK;
}
