/* A graph that owns its arrays, built from a list of arcs: what the DIMACS reader, the tests and the benches give
 * to the searches. */
#ifndef MLG_TESTS_BENCH_CSR_H
#define MLG_TESTS_BENCH_CSR_H

#include "base/error.h"
#include "network/roads/view.h"

/* Arcs in any order; parallel arcs and self loops are kept. */
typedef struct mlg_arcs {
    int32_t n_nodes;
    int32_t n_arcs;
    int32_t *tail;    /* n_arcs */
    int32_t *head;    /* n_arcs */
    int32_t *time_ds; /* n_arcs */
} mlg_arcs;

/* `{ 0 }` before; the arrays are zeroed. */
mlg_status mlg_arcs_init(mlg_arcs *arcs, int32_t n_nodes, int32_t n_arcs, mlg_error *err) MLG_MUST_CHECK;
void mlg_arcs_release(mlg_arcs *arcs);

/* Owner of the arrays that `view` points to. */
typedef struct mlg_csr {
    mlg_graph_view view;
    int32_t *first, *head, *time_ds;
} mlg_csr;

typedef enum mlg_orientation { MLG_FORWARD, MLG_REVERSE } mlg_orientation;

/* Groups the arcs by tail, or turned round by head, keeping their order within a node. MLG_INPUT: an arc at a node
 * that is not in 0..n_nodes-1. O(nodes + arcs). */
mlg_status mlg_csr_init(mlg_csr *out, const mlg_arcs *arcs, mlg_orientation orientation,
                        mlg_error *err) MLG_MUST_CHECK;
void mlg_csr_release(mlg_csr *csr);

#endif
