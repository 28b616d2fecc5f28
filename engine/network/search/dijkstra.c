#include "network/search/dijkstra.h"

#include "base/language.h"
#include "base/memory.h"
#include "network/search/bucket_queue.h"

#include <assert.h>
#include <string.h>

struct mlg_search {
    int32_t n_nodes;
    int32_t *label_ds; /* by node; between searches, MLG_UNREACHABLE but for the nodes that the last one settled */
    int32_t *settled;
    int32_t n_settled;
    int32_t *parent_arc; /* NULL until requested */
    uint64_t
        *wanted; /* one bit per node that must still be settled before the search may stop; NULL until requested */
    int32_t n_wanted;
    mlg_bucket_queue queue;
};

static void forget_all(mlg_search *search)
{
    for (int32_t v = 0; v < search->n_nodes; v++)
        search->label_ds[v] = MLG_UNREACHABLE;
    search->n_settled = 0;
}

mlg_status mlg_search_new(mlg_search **out, int32_t n_nodes, mlg_error *err)
{
    mlg_status st;
    mlg_search *search = NULL;
    *out = NULL;
    MLG_TRY(MLG_NEW(&search, 1, "search", err));
    search->n_nodes = n_nodes;
    MLG_GO(MLG_NEW(&search->label_ds, (size_t)n_nodes, "labels of a search", err));
    MLG_GO(MLG_NEW(&search->settled, (size_t)n_nodes + 1, "settled nodes of a search", err));
    MLG_GO(mlg_bucket_queue_init(&search->queue, err));
    forget_all(search);
    *out = search;
    return MLG_OK;
done:
    mlg_search_free(search);
    return st;
}

void mlg_search_free(mlg_search *search)
{
    if (!search)
        return;
    free(search->label_ds);
    free(search->settled);
    free(search->parent_arc);
    free(search->wanted);
    mlg_bucket_queue_release(&search->queue);
    free(search);
}

static mlg_status validate_arc(const mlg_graph_view *view, int32_t arc, mlg_error *err)
{
    if (view->head[arc] < 0 || view->head[arc] >= view->n_nodes)
        return mlg_fail(err, MLG_INPUT, "arc %d leads to node %d, which is not in 0..%d", arc, view->head[arc],
                        view->n_nodes - 1);
    if (view->time_ds[arc] < 0 || view->time_ds[arc] > MLG_TIME_MAX)
        return mlg_fail(err, MLG_INPUT, "arc %d takes %d ds, which is not in 0..%d", arc, view->time_ds[arc],
                        MLG_TIME_MAX);
    return MLG_OK;
}

mlg_status mlg_search_validate(const mlg_graph_view *view, mlg_error *err)
{
    if (view->n_nodes < 0 || view->n_arcs < 0)
        return mlg_fail(err, MLG_INPUT, "graph of %d nodes and %d arcs", view->n_nodes, view->n_arcs);
    if (view->first[0] != 0)
        return mlg_fail(err, MLG_INPUT, "the arcs of node 0 start at %d, not 0", view->first[0]);
    for (int32_t v = 0; v < view->n_nodes; v++)
        if (view->first[v + 1] < view->first[v] || view->first[v + 1] > view->n_arcs)
            return mlg_fail(err, MLG_INPUT, "the arcs of node %d are %d to %d of %d", v, view->first[v],
                            view->first[v + 1], view->n_arcs);
    if (view->first[view->n_nodes] != view->n_arcs)
        return mlg_fail(err, MLG_INPUT, "the arcs of the nodes end at %d of %d", view->first[view->n_nodes],
                        view->n_arcs);
    for (int32_t arc = 0; arc < view->n_arcs; arc++)
        MLG_TRY(validate_arc(view, arc, err));
    return MLG_OK;
}

static mlg_status check_node(const char *what, int32_t rank, int32_t node, int32_t n_nodes, mlg_error *err)
{
    if (node >= 0 && node < n_nodes)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s %d: node %d is not in 0..%d", mlg_tr(what), rank, node, n_nodes - 1);
}

static mlg_status check_request(const mlg_search *search, const mlg_seed *seeds, int32_t n_seeds,
                                const mlg_search_options *options, mlg_error *err)
{
    if (options->limit_ds < 0 || options->limit_ds > MLG_TIME_MAX)
        return mlg_fail(err, MLG_INPUT, "limit of %d ds is not in 0..%d", options->limit_ds, MLG_TIME_MAX);
    for (int32_t i = 0; i < n_seeds; i++) {
        MLG_TRY(check_node("seed", i, seeds[i].node, search->n_nodes, err));
        if (seeds[i].time_ds < 0 || seeds[i].time_ds > MLG_TIME_MAX)
            return mlg_fail(err, MLG_INPUT, "seed %d: %d ds is not in 0..%d", i, seeds[i].time_ds, MLG_TIME_MAX);
    }
    for (int32_t i = 0; options->stop_at && i < options->n_stop_at; i++)
        MLG_TRY(check_node("stop node", i, options->stop_at[i], search->n_nodes, err));
    return MLG_OK;
}

static void forget_last(mlg_search *search)
{
    for (int32_t i = 0; i < search->n_settled; i++)
        search->label_ds[search->settled[i]] = MLG_UNREACHABLE;
    search->n_settled = 0;
}

/* Checks and allocates everything before anything is written. */
static mlg_status prepare(mlg_search *search, int32_t n_seeds, const mlg_search_options *options, mlg_error *err)
{
    size_t n = (size_t)search->n_nodes;
    if (options->parents && !search->parent_arc)
        MLG_TRY(MLG_NEW(&search->parent_arc, n, "parents of a search", err));
    if (options->stop_at && !search->wanted)
        MLG_TRY(MLG_NEW(&search->wanted, n / 64 + 1, "stop nodes of a search", err));
    return mlg_bucket_queue_reserve(&search->queue, (size_t)n_seeds, err);
}

static void want(mlg_search *search, const mlg_search_options *options)
{
    search->n_wanted = 0;
    for (int32_t i = 0; options->stop_at && i < options->n_stop_at; i++) {
        uint32_t v = (uint32_t)options->stop_at[i];
        uint64_t bit = UINT64_C(1) << v % 64;
        search->n_wanted += !(search->wanted[v / 64] & bit);
        search->wanted[v / 64] |= bit;
    }
}

/* True when `node` was the last stop node to be settled. */
static bool was_last_wanted(mlg_search *search, int32_t node)
{
    uint64_t bit = UINT64_C(1) << (uint32_t)node % 64;
    if (!(search->wanted[node / 64] & bit))
        return false;
    search->wanted[node / 64] &= ~bit;
    return --search->n_wanted == 0;
}

/* `settled` has room for one more than the nodes: what is written beyond the last is not counted, and no branch is to be guessed. */
static inline void label(mlg_search *search, int32_t node, int32_t time_ds)
{
    search->settled[search->n_settled] = node;
    search->n_settled += search->label_ds[node] == MLG_UNREACHABLE;
    search->label_ds[node] = time_ds;
    mlg_bucket_queue_push(&search->queue, node, time_ds);
}

static void sow(mlg_search *search, const mlg_seed *seeds, int32_t n_seeds, const mlg_search_options *options)
{
    for (int32_t i = 0; i < n_seeds; i++) {
        int32_t v = seeds[i].node;
        if (seeds[i].time_ds > options->limit_ds || seeds[i].time_ds >= search->label_ds[v])
            continue;
        label(search, v, seeds[i].time_ds);
        if (options->parents)
            search->parent_arc[v] = -1;
    }
}

/* Relaxes the arcs of `node`. Room for one push per arc must have been reserved. */
static inline void relax(mlg_search *search, const mlg_graph_view *view, int32_t node, int32_t time_ds,
                         int32_t limit_ds, bool parents)
{
    for (int32_t arc = view->first[node]; arc < view->first[node + 1]; arc++) {
        int32_t to = view->head[arc];
        int32_t reached_ds = time_ds + view->time_ds[arc];
        if (reached_ds >= search->label_ds[to] || reached_ds > limit_ds)
            continue;
        label(search, to, reached_ds);
        if (parents)
            search->parent_arc[to] = arc;
    }
}

/* Settles nodes until the queue, or the bucket of the last stop node, is empty. Called with constants, so that a
 * plain search pays for neither parents nor stop nodes. An entry equals the label of its node only once: labels
 * decrease strictly. */
static inline __attribute__((always_inline)) mlg_status
settle(mlg_search *search, const mlg_graph_view *view, int32_t limit_ds, bool parents, bool stops, mlg_error *err)
{
    mlg_bucket_queue *queue = &search->queue;
    int32_t bucket_ds;
    bool last = false;
    while (!last && mlg_bucket_queue_next(queue, &bucket_ds)) {
        do {
            for (int32_t e = mlg_bucket_queue_take(queue, bucket_ds); e;) {
                int32_t node = queue->entries[e].item, time_ds = queue->entries[e].time_ds;
                e = mlg_bucket_queue_done(queue, e);
                if (search->label_ds[node] != time_ds)
                    continue;
                if (stops && was_last_wanted(search, node))
                    last = true;
                MLG_TRY(mlg_bucket_queue_reserve(queue, (size_t)(view->first[node + 1] - view->first[node]), err));
                relax(search, view, node, time_ds, limit_ds, parents);
            }
        } while (stops && mlg_bucket_queue_holds(queue, bucket_ds));
    }
    return MLG_OK;
}

static mlg_status settle_as_asked(mlg_search *search, const mlg_graph_view *view,
                                  const mlg_search_options *options, mlg_error *err)
{
    int32_t limit_ds = options->limit_ds;
    bool stops = search->n_wanted > 0;
    if (options->parents)
        return stops ? settle(search, view, limit_ds, true, true, err)
                     : settle(search, view, limit_ds, true, false, err);
    return stops ? settle(search, view, limit_ds, false, true, err)
                 : settle(search, view, limit_ds, false, false, err);
}

/* After an early stop: resets the labels above the time of the last stop node, final or not. */
static void take_back_labels(mlg_search *search, const mlg_search_options *options)
{
    int32_t last_ds = 0, kept = 0;
    for (int32_t i = 0; i < options->n_stop_at; i++)
        if (search->label_ds[options->stop_at[i]] > last_ds)
            last_ds = search->label_ds[options->stop_at[i]];
    for (int32_t i = 0; i < search->n_settled; i++) {
        int32_t node = search->settled[i];
        if (search->label_ds[node] > last_ds)
            search->label_ds[node] = MLG_UNREACHABLE;
        else
            search->settled[kept++] = node;
    }
    search->n_settled = kept;
}

static void empty_queue(mlg_bucket_queue *queue)
{
    int32_t bucket_ds;
    while (mlg_bucket_queue_next(queue, &bucket_ds))
        for (int32_t e = mlg_bucket_queue_take(queue, bucket_ds); e;)
            e = mlg_bucket_queue_done(queue, e);
    queue->base_ds = 0;
}

static void unwant(mlg_search *search, const mlg_search_options *options)
{
    for (int32_t i = 0; options->stop_at && i < options->n_stop_at; i++)
        search->wanted[options->stop_at[i] / 64] = 0;
    search->n_wanted = 0;
}

mlg_status mlg_search_run(mlg_reached *out, mlg_search *search, const mlg_graph_view *view, const mlg_seed *seeds,
                          int32_t n_seeds, const mlg_search_options *options, mlg_error *err)
{
    assert(view->n_nodes == search->n_nodes);
    *out = (mlg_reached){ .time_ds = search->label_ds };
    MLG_TRY(check_request(search, seeds, n_seeds, options, err));
    MLG_TRY(prepare(search, n_seeds, options, err));
    forget_last(search);
    want(search, options);
    sow(search, seeds, n_seeds, options);
    mlg_status st = settle_as_asked(search, view, options, err);
    bool stopped = options->stop_at && options->n_stop_at > 0 && search->n_wanted == 0;
    unwant(search, options);
    if (st != MLG_OK) {
        mlg_bucket_queue_clear(&search->queue);
        forget_all(search);
        return st;
    }
    empty_queue(&search->queue);
    if (stopped)
        take_back_labels(search, options);
    out->count = search->n_settled;
    out->node = search->settled;
    out->parent_arc = options->parents ? search->parent_arc : NULL;
    return MLG_OK;
}

int32_t mlg_graph_view_tail(const mlg_graph_view *view, int32_t arc)
{
    int32_t low = 0, high = view->n_nodes; /* first[low] <= arc < first[high] */
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (view->first[middle] <= arc)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int32_t mlg_search_path(int32_t *arcs, int32_t capacity, const mlg_reached *reached, const mlg_graph_view *view,
                        int32_t node)
{
    assert(reached->parent_arc && reached->time_ds[node] != MLG_UNREACHABLE);
    int32_t length = 0;
    for (int32_t v = node; reached->parent_arc[v] >= 0; v = mlg_graph_view_tail(view, reached->parent_arc[v]))
        length++;
    int32_t at = length < capacity ? length : capacity;
    for (int32_t v = node; at > 0; v = mlg_graph_view_tail(view, reached->parent_arc[v]))
        arcs[--at] = reached->parent_arc[v];
    return length;
}
