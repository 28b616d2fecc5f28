#include "bench/csr.h"

#include "base/memory.h"

#include <string.h>

mlg_status mlg_arcs_init(mlg_arcs *arcs, int32_t n_nodes, int32_t n_arcs, mlg_error *err)
{
    mlg_status st;
    *arcs = (mlg_arcs){ .n_nodes = n_nodes, .n_arcs = n_arcs };
    MLG_GO(MLG_NEW(&arcs->tail, (size_t)n_arcs, "tails of arcs", err));
    MLG_GO(MLG_NEW(&arcs->head, (size_t)n_arcs, "heads of arcs", err));
    MLG_GO(MLG_NEW(&arcs->time_ds, (size_t)n_arcs, "times of arcs", err));
    return MLG_OK;
done:
    mlg_arcs_release(arcs);
    return st;
}

void mlg_arcs_release(mlg_arcs *arcs)
{
    free(arcs->tail);
    free(arcs->head);
    free(arcs->time_ds);
    memset(arcs, 0, sizeof *arcs);
}

static mlg_status check_ends(const mlg_arcs *arcs, mlg_error *err)
{
    for (int32_t i = 0; i < arcs->n_arcs; i++)
        if (arcs->tail[i] < 0 || arcs->tail[i] >= arcs->n_nodes || arcs->head[i] < 0 ||
            arcs->head[i] >= arcs->n_nodes)
            return mlg_fail(err, MLG_INPUT, "arc %d goes from node %d to node %d, but nodes are 0..%d", i,
                            arcs->tail[i], arcs->head[i], arcs->n_nodes - 1);
    return MLG_OK;
}

/* Counting sort by `from`. While arcs are placed, first[v + 1] is where the next arc of v goes. */
static void group(mlg_csr *csr, const mlg_arcs *arcs, const int32_t *from, const int32_t *to)
{
    for (int32_t i = 0; i < arcs->n_arcs; i++)
        if (from[i] + 2 <= arcs->n_nodes)
            csr->first[from[i] + 2]++;
    for (int32_t v = 2; v <= arcs->n_nodes; v++)
        csr->first[v] += csr->first[v - 1];
    for (int32_t i = 0; i < arcs->n_arcs; i++) {
        int32_t place = csr->first[from[i] + 1]++;
        csr->head[place] = to[i];
        csr->time_ds[place] = arcs->time_ds[i];
    }
}

mlg_status mlg_csr_init(mlg_csr *out, const mlg_arcs *arcs, mlg_orientation orientation, mlg_error *err)
{
    mlg_status st;
    memset(out, 0, sizeof *out);
    MLG_TRY(check_ends(arcs, err));
    MLG_GO(MLG_NEW(&out->first, (size_t)arcs->n_nodes + 1, "offsets of a graph", err));
    MLG_GO(MLG_NEW(&out->head, (size_t)arcs->n_arcs, "heads of a graph", err));
    MLG_GO(MLG_NEW(&out->time_ds, (size_t)arcs->n_arcs, "times of a graph", err));
    bool forward = orientation == MLG_FORWARD;
    group(out, arcs, forward ? arcs->tail : arcs->head, forward ? arcs->head : arcs->tail);
    out->view = (mlg_graph_view){ arcs->n_nodes, arcs->n_arcs, out->first, out->head, out->time_ds };
    return MLG_OK;
done:
    mlg_csr_release(out);
    return st;
}

void mlg_csr_release(mlg_csr *csr)
{
    free(csr->first);
    free(csr->head);
    free(csr->time_ds);
    memset(csr, 0, sizeof *csr);
}
