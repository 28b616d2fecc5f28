#include "network/hierarchy/hierarchy.h"

#include "base/memory.h"
#include "base/os/file.h"
#include "base/progress.h"
#include "network/hierarchy/inner.h"

#include <string.h>

/* The share with the fastest sweeps of 20 and 60 minutes, of those tried from 0.6 to 6 %: bench_sweep.c. */
static const double USUAL_CORE_SHARE = 0.008;

void mlg_hierarchy_parts(mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS], mlg_hierarchy *h)
{
    const size_t n = (size_t)h->n_nodes, arcs = (size_t)h->n_arcs;
    const size_t n_long = h->complete ? arcs : 0, n_short = arcs - n_long;
    const mlg_hierarchy_part all[MLG_HIERARCHY_PARTS] = {
        { (void **)&h->position_of, sizeof *h->position_of, n },
        { (void **)&h->node_at, sizeof *h->node_at, n },
        { (void **)&h->node, sizeof *h->node, n + 1 },
        { (void **)&h->head, sizeof *h->head, arcs },
        { (void **)&h->up_ds, sizeof *h->up_ds, n_short },
        { (void **)&h->down, sizeof *h->down, n_short },
        { (void **)&h->long_slot, sizeof *h->long_slot, n_long },
        { (void **)&h->long_up_ds, sizeof *h->long_up_ds, n_long },
        { (void **)&h->long_down_ds, sizeof *h->long_down_ds, n_long },
        { (void **)&h->root, sizeof *h->root, (size_t)h->n_trees },
        { (void **)&h->first_core_tree, sizeof *h->first_core_tree, (size_t)h->n_core + 2 },
        { (void **)&h->first_core_arc, sizeof *h->first_core_arc, (size_t)h->n_core + 1 },
        { (void **)&h->core_arc, sizeof *h->core_arc, (size_t)h->n_core_arcs },
        { (void **)&h->core_tree, sizeof *h->core_tree, (size_t)h->n_core_trees },
    };
    memcpy(parts, all, sizeof all);
}

static mlg_status prepare(mlg_hierarchy *h, const mlg_graph_view *view, const mlg_hierarchy_options *options,
                          double core_share, mlg_error *err)
{
    mlg_elimination elimination = { 0 };
    mlg_status st;
    MLG_GO(mlg_eliminate(&elimination, view, core_share, options->threads, options->progress, err));
    if (options->complete)
        MLG_GO(mlg_eliminate_rest(&elimination, options->progress, err));
    MLG_GO(mlg_progress_step(options->progress, "preparing the network", 0.5, err));
    h->complete = options->complete;
    MLG_GO(mlg_lay_out(h, &elimination, err));
    MLG_GO(mlg_progress_step(options->progress, "preparing the network", 0.8, err));
    MLG_GO(mlg_hierarchy_customise(h, view, options->threads, err));
    MLG_GO(mlg_progress_step(options->progress, "preparing the network", 1.0, err));
done:
    mlg_elimination_release(&elimination);
    return st;
}

mlg_status mlg_hierarchy_new(mlg_hierarchy **out, const mlg_graph_view *view, const mlg_hierarchy_options *options,
                             mlg_error *err)
{
    const mlg_hierarchy_options usual = { 0 };
    options = options ? options : &usual;
    double core_share = options->core_share == 0 ? USUAL_CORE_SHARE : options->core_share;
    *out = NULL;
    if (!(core_share > 0 && core_share <= 1))
        return mlg_fail(err, MLG_USAGE, "core share %g is not in 0..1", options->core_share);
    if (view->n_arcs > INT32_MAX / 2)
        return mlg_fail(err, MLG_DATA, "%d arcs; at most %d are prepared", view->n_arcs, INT32_MAX / 2);
    mlg_hierarchy *h;
    MLG_TRY(MLG_NEW(&h, 1, "prepared network", err));
    mlg_status st = prepare(h, view, options, core_share, err);
    if (st != MLG_OK)
        mlg_hierarchy_free(h);
    else
        *out = h;
    return st;
}

void mlg_hierarchy_free(mlg_hierarchy *hierarchy)
{
    if (!hierarchy)
        return;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_hierarchy_parts(parts, hierarchy);
    if (hierarchy->mapped)
        mlg_os_unmap(hierarchy->mapped, hierarchy->mapped_bytes);
    for (int i = 0; i < MLG_HIERARCHY_PARTS && !hierarchy->mapped; i++)
        free(*parts[i].array);
    free(hierarchy);
}

mlg_hierarchy_stats mlg_hierarchy_figures(const mlg_hierarchy *hierarchy)
{
    mlg_hierarchy copy = *hierarchy;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_hierarchy_parts(parts, &copy);
    mlg_hierarchy_stats stats = { .nodes = copy.n_nodes,
                                  .core_nodes = copy.n_core,
                                  .trees = copy.n_trees,
                                  .complete = copy.complete,
                                  .arcs = copy.n_arcs,
                                  .max_slots = copy.max_slots,
                                  .bytes = sizeof copy };
    for (int i = 0; i < MLG_HIERARCHY_PARTS; i++)
        stats.bytes += (int64_t)(parts[i].size * parts[i].count);
    return stats;
}

bool mlg_hierarchy_equal(const mlg_hierarchy *a, const mlg_hierarchy *b)
{
    mlg_hierarchy copy_a = *a, copy_b = *b;
    mlg_hierarchy_part of_a[MLG_HIERARCHY_PARTS], of_b[MLG_HIERARCHY_PARTS];
    mlg_hierarchy_parts(of_a, &copy_a);
    mlg_hierarchy_parts(of_b, &copy_b);
    bool equal = a->complete == b->complete && a->max_slots == b->max_slots;
    for (int i = 0; i < MLG_HIERARCHY_PARTS && equal; i++)
        equal = of_a[i].count == of_b[i].count &&
                memcmp(*of_a[i].array, *of_b[i].array, of_a[i].size * of_a[i].count) == 0;
    return equal;
}
