#include "base/memory.h"
#include "base/os/file.h"
#include "network/roads/graph_arrays.h"

#include <stdlib.h>
#include <string.h>

size_t graph_place_arrays(graph_arrays *arrays, const mlg_graph *g, void *start)
{
    size_t size = 0;
#define X(type, name, length)                                                                                     \
    if (arrays)                                                                                                   \
        arrays->name = (type *)(void *)((char *)start + size);                                                    \
    size += ((size_t)(length) * sizeof(type) + 63) / 64 * 64;
    GRAPH_ARRAYS(X)
#undef X
    return size;
}

void graph_attach(mlg_graph *g, const graph_arrays *arrays)
{
#define X(type, name, length) g->name = arrays->name;
    GRAPH_ARRAYS(X)
#undef X
}

void mlg_graph_free(mlg_graph *graph)
{
    if (!graph)
        return;
    if (graph->mapped_size > 0)
        mlg_os_unmap(graph->block, graph->mapped_size);
    else
        free(graph->block);
    free(graph);
}

mlg_graph_view mlg_graph_forward_view(const mlg_graph *graph)
{
    return (mlg_graph_view){ graph->n_nodes, graph->n_arcs, graph->first, graph->head, graph->time_ds };
}

mlg_graph_view mlg_graph_reverse_view(const mlg_graph *graph)
{
    return (mlg_graph_view){ graph->n_nodes, graph->n_arcs, graph->reverse_first, graph->reverse_head,
                             graph->reverse_time_ds };
}

mlg_status graph_write_reverse(graph_arrays *a, const mlg_graph *g, mlg_error *err)
{
    int32_t *next;
    MLG_TRY(MLG_NEW(&next, (size_t)g->n_nodes + 1, "reverse arcs", err));
    for (int32_t i = 0; i < g->n_arcs; i++)
        a->reverse_first[a->head[i] + 1]++;
    for (int32_t v = 0; v < g->n_nodes; v++)
        a->reverse_first[v + 1] += a->reverse_first[v];
    memcpy(next, a->reverse_first, ((size_t)g->n_nodes + 1) * sizeof *next);
    for (int32_t v = 0; v < g->n_nodes; v++)
        for (int32_t i = a->first[v]; i < a->first[v + 1]; i++) {
            int32_t k = next[a->head[i]]++;
            a->reverse_head[k] = v;
            a->reverse_time_ds[k] = a->time_ds[i];
            a->reverse_arc[k] = i;
        }
    free(next);
    return MLG_OK;
}
