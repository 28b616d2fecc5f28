/* Full tables of times by sweeps and by searches, for the tests that compare them. */
#ifndef MLG_TESTS_SWEEP_TABLE_H
#define MLG_TESTS_SWEEP_TABLE_H

#include "base/memory.h"
#include "network/hierarchy/sweep.h"
#include "random_graph.h"

#include <string.h>

/* At one node or two, any two, at any distance; some nowhere. */
static inline mlg_anchor random_anchor(uint64_t *random, const mlg_graph_view *view)
{
    mlg_anchor anchor = { { MLG_NOWHERE, MLG_NOWHERE }, { 0, 0 } };
    int32_t kind = random_below(random, 10);
    if (kind == 0)
        return anchor;
    anchor.node[0] = random_below(random, view->n_nodes);
    anchor.offset_ds[0] = random_below(random, 3) ? random_below(random, 40) : 0;
    if (kind < 4)
        return anchor;
    anchor.node[1] = random_below(random, view->n_nodes);
    if (kind < 8 && view->first[anchor.node[0]] < view->first[anchor.node[0] + 1])
        anchor.node[1] = view->head[view->first[anchor.node[0]]]; /* along a street */
    anchor.offset_ds[1] = kind == 9 ? random_below(random, MLG_TIME_MAX) : random_below(random, 40);
    if (random_below(random, 5) == 0)
        anchor.node[0] = MLG_NOWHERE;
    return anchor;
}

/* [n_sources x n_places], row a source; MLG_UNREACHABLE beyond the limit. */
typedef struct sweep_table {
    const mlg_spots *spots;
    int32_t n_places;
    int32_t *time_ds;
} sweep_table;

static inline mlg_status sweep_table_visit(void *context, const mlg_spot_visit *visit, mlg_error *err)
{
    (void)err;
    const sweep_table *table = context;
    int32_t place = mlg_spots_places(table->spots)[visit->spot];
    for (int32_t lane = 0; lane < visit->batch->n_sources; lane++)
        if (visit->row[lane] != UINT16_MAX)
            table->time_ds[(size_t)visit->batch->source[lane] * (size_t)table->n_places + (size_t)place] =
                visit->row[lane];
    return MLG_OK;
}

static inline int32_t *new_table(int32_t rows, int32_t columns)
{
    int32_t *table;
    mlg_error err;
    assert_ok(MLG_NEW(&table, (size_t)rows * (size_t)columns, "table", &err), &err);
    for (size_t i = 0; i < (size_t)rows * (size_t)columns; i++)
        table[i] = MLG_UNREACHABLE;
    return table;
}

static inline int32_t *table_by_sweep(const mlg_sweep_request *request)
{
    mlg_error err;
    mlg_sweep *sweep;
    sweep_table table = { .spots = request->spots, .n_places = mlg_spots_count(request->spots) };
    table.time_ds = new_table(request->n_sources, table.n_places);
    const mlg_sweep_consumer consumer = { .context = &table, .passes = 1, .visit = sweep_table_visit };
    assert_ok(mlg_sweep_new(&sweep, request, &err), &err);
    assert_ok(mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &consumer, &err), &err);
    mlg_sweep_free(sweep);
    return table.time_ds;
}

/* Of a request whose targets are made here of places[n]; NULL: every node. */
static inline int32_t *search_table(mlg_many_to_many_request asked, const mlg_anchor *places, int32_t n)
{
    mlg_error err;
    mlg_sparse_rows rows;
    mlg_targets *targets;
    mlg_anchor *nodes;
    assert_ok(MLG_NEW(&nodes, (size_t)n, "anchors", &err), &err);
    for (int32_t v = 0; v < n; v++)
        nodes[v] = (mlg_anchor){ { v, MLG_NOWHERE }, { 0, 0 } };
    assert_ok(mlg_targets_new(&targets, asked.view->n_nodes, places ? places : nodes, n, &err), &err);
    asked.targets = targets;
    assert_ok(mlg_many_to_many_rows(&rows, &asked, &err), &err);
    int32_t *table = new_table(rows.n_rows, n);
    for (int32_t s = 0; s < rows.n_rows; s++)
        for (int64_t i = rows.start[s]; i < rows.start[s + 1]; i++)
            table[(size_t)s * (size_t)n + (size_t)rows.column[i]] = rows.value[i];
    mlg_sparse_release(&rows);
    mlg_targets_free(targets);
    free(nodes);
    return table;
}

/* places NULL: every node. */
static inline int32_t *table_by_search(const mlg_graph_view *view, const mlg_sweep_request *request,
                                       const mlg_anchor *places)
{
    const mlg_many_to_many_request asked = { .view = view,
                                             .sources = request->sources,
                                             .n_sources = request->n_sources,
                                             .direct = request->direct,
                                             .n_direct = request->n_direct,
                                             .limit_ds = request->limit_ds };
    return search_table(asked, places, mlg_spots_count(request->spots));
}

/* Cells that differ. */
static inline int64_t count_differences(const int32_t *a, const int32_t *b, int32_t rows, int32_t columns)
{
    int64_t count = 0;
    for (size_t i = 0; i < (size_t)rows * (size_t)columns; i++)
        count += a[i] != b[i];
    return count;
}

#endif
